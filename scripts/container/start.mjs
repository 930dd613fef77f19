#!/usr/bin/env node
/**
 * The container's command: JupyterLab on every address of the container, of which `docker run -p` publishes one port. The
 * token is shown on a terminal only: what goes to a log, whoever reads logs may see, and `vethbook-address` prints it.
 */
import { homedir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { serve } from '../jupyterlab/serve.mjs'

const options = { 'let-everyone-in-without-a-token': { type: 'boolean', default: false } }
const { values } = parseArgs({ options })
const isOpen = values['let-everyone-in-without-a-token']
if (isOpen) console.log('Without a token: whoever reaches this port runs commands in this container.')

await serve({
  ip: '0.0.0.0',
  settings: join(homedir(), '.local/share/vethbook-lab'),
  token: isOpen ? '' : process.env.JUPYTER_TOKEN || undefined,
  showsToken: process.stdout.isTTY || isOpen,
  // `docker stop` waits for ten seconds, a pod for thirty; nobody wants to.
  patienceMs: 1500,
})
