/** What a sandbox finds in its environment wherever it runs. */
import { INIT, INNER, OUTER } from './setup-script.js'
import { BASH_ENV, RC } from './shell-rc.js'
import { IP, RESET, SUDO } from './shims.js'

/** As a shell of root begins. */
export const ROOT_SHELL = {
  HOME: '/root',
  USER: 'root',
  LOGNAME: 'root',
  SHELL: '/bin/bash',
  LANG: 'C.UTF-8',
  TERM: 'dumb',
}

/** The scripts that make it, and the files that they write. */
export const SCRIPT_TEXTS = {
  VB_OUTER: OUTER,
  VB_INNER: INNER,
  VB_INIT: INIT,
  VB_SUDO: SUDO,
  VB_IP: IP,
  VB_RESET: RESET,
  VB_RC: RC,
  VB_BASH_ENV: BASH_ENV,
}
