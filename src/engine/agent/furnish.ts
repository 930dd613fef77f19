/** The files of a fresh machine, put where the mounts made room: quicker here than by a process for each. */
import { spawnSync } from 'node:child_process'
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { HOST_ETC, RC_PATH, VISITED } from '../paths.js'
import { FRESH_SYSCTLS } from '../sysctls.js'

/** Large folders of /etc that no lesson writes to: seen, not copied. */
const ONLY_SEEN =
  /^(ssl|ca-certificates.*|alternatives|fonts|apparmor.*|systemd|java.*|X11|pam\.d|init\.d|rc.\.d|texmf|ImageMagick.*|security|udev|xdg|dpkg|apt|gtk.*|openmpi|emacs|dbus-1|polkit-1|perl|python.*|logrotate\.d|cron.*|skel|terminfo|selinux|kernel|initramfs-tools|bash_completion\.d)$/

export function furnish(name: string): void {
  process.umask(0o022)
  for (const file of ['ask', 'go', 'mount']) rmSync(`/run/${file}`, { force: true, recursive: true })
  links()
  const [copy = '', ...words] = copyingWords('')
  spawnSync(copy, words, { stdio: 'ignore' })
  ownEtc(name, '')
  variable('')
  for (const [path, value] of FRESH_SYSCTLS) {
    const file = `/proc/sys/net/${path}`
    if (existsSync(file)) writeFileSync(file, value)
  }
}

/**
 * A further machine's, whose files are seen below `root`. It has the first one's /dev, and has copied the host's part of /etc
 * itself: `copyingWords`.
 */
export function furnishMachine(name: string, root: string): void {
  rmSync(`${root}/run/mount`, { force: true, recursive: true })
  ownEtc(name, root)
  variable(root)
}

/** Copies the host's files to a fresh /etc. Its status says nothing: unreadable files are the host's secrets, and stay that. */
export const copyingWords = (root: string): string[] => ['cp', '-R', '-P', ...hostEtc().copied, `${root}/etc/`]

let known: { copied: string[]; seen: string[] } | undefined

/** Of the host's /etc: what a machine gets copies of, and what it only sees. */
function hostEtc(): { copied: string[]; seen: string[] } {
  if (known !== undefined) return known
  const entries = readdirSync(HOST_ETC).filter((entry) => isReadable(`${HOST_ETC}/${entry}`))
  known = {
    copied: entries.filter((entry) => !ONLY_SEEN.test(entry)).map((entry) => `${HOST_ETC}/${entry}`),
    seen: entries.filter((entry) => ONLY_SEEN.test(entry)),
  }
  return known
}

function links(): void {
  for (const [index, stream] of ['stdin', 'stdout', 'stderr'].entries())
    symlinkSync(`/proc/self/fd/${index}`, `/dev/${stream}`)
  symlinkSync('/proc/self/fd', '/dev/fd')
  symlinkSync('pts/ptmx', '/dev/ptmx')
}

function ownEtc(name: string, root: string): void {
  for (const entry of hostEtc().seen) symlinkSync(`${HOST_ETC}/${entry}`, `${root}/etc/${entry}`)
  for (const file of ['hosts', 'hostname', 'resolv.conf', 'bash.bashrc']) rmSync(`${root}/etc/${file}`, { force: true })
  writeFileSync(
    `${root}/etc/hosts`,
    `127.0.0.1\tlocalhost\n127.0.1.1\t${name}\n::1\tlocalhost ip6-localhost ip6-loopback\n`,
  )
  writeFileSync(`${root}/etc/hostname`, `${name}\n`)
  // Debian's bash reads this whenever it is interactive.
  writeFileSync(`${root}/etc/bash.bashrc`, `. ${RC_PATH}\n`)
  // No name server: a look-up fails at once instead of waiting for one that cannot be reached.
  writeFileSync(`${root}/etc/resolv.conf`, '')
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK)
    return true
  } catch {
    // Unreadable, or a link to nowhere: the question was whether it can be read.
    return false
  }
}

function variable(root: string): void {
  for (const folder of ['lib/misc', 'log', 'cache', 'spool', 'tmp'])
    mkdirSync(`${root}/var/${folder}`, { recursive: true })
  mkdirSync(`${root}/run/lock`)
  writeFileSync(`${root}${VISITED}`, '')
  for (const folder of ['/var/tmp', '/run/lock']) chmodSync(`${root}${folder}`, 0o1777)
  symlinkSync('/run', `${root}/var/run`)
  symlinkSync('/run/lock', `${root}/var/lock`)
}
