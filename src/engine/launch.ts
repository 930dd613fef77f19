/** Starts a sandbox: the chain of `unshare`s, the id maps, and the agent at its end. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { EngineError, type NodeOptions } from './contract.js'
import { searchPath, unshareProgram } from './facts.js'
import { type IdSource, mapIds } from './id-maps.js'
import { areMountedAnew, readSystemMounts } from './mounts.js'
import { notebookFolder } from './notebook-folder.js'
import { KEPT } from './paths.js'
import { ROOT_SHELL, SCRIPT_TEXTS } from './script-texts.js'
import { FIRST, HIDDEN, UNCOVERED } from './setup-script.js'

export interface Sandbox {
  /** The outermost process: it ends when nothing of the sandbox is left. */
  readonly process: ChildProcess
  /** To the agent, from its first frame on. */
  readonly socket: Socket
  /** What the set-up said on stderr so far. */
  complaint(): string
}

const AGENT = fileURLToPath(new URL('../../dist/engine/agent/main.js', import.meta.url))
/** Where this package lies. */
export const PACKAGE = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')
const SOCKET_FD = 3

/** Resolves when the set-up runs; whether it succeeds is told by the agent's first frame or the process's end. */
export async function launch(options: NodeOptions, ids: IdSource): Promise<Sandbox> {
  const directory = notebookFolder(options.directory)
  const back = mountsBack(directory)
  const mounts = await readSystemMounts()
  const isUncovered = areMountedAnew(mounts)
  const first = isUncovered ? ['--mount', '--net', 'sh', '-c', UNCOVERED] : ['--user', '--keep-caps', 'sh', '-c', FIRST]
  const child = spawn(unshareProgram(), [...first, 'vethbook', ...back], {
    cwd: '/',
    env: {
      ...environment(options.name, directory, back, ids),
      VB_SYS: process.geteuid?.() === 0 || mounts.isSysReadOnly ? 'ro' : 'rw',
      ...(isUncovered ? { VB_FIRST: FIRST } : {}),
    },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  })
  let complaint = ''
  child.stderr?.on('data', (bytes: Buffer) => (complaint += bytes.toString()))
  const socket = child.stdio[SOCKET_FD] as Socket
  await asked(child, socket, () => complaint)
  try {
    await mapIds(child.pid as number, ids)
  } catch (error) {
    socket.destroy()
    throw error
  }
  socket.write('go\n')
  // Read as it comes, but nobody waits for it.
  ;(child.stderr as Socket).unref()
  return { process: child, socket, complaint: () => complaint }
}

/** Waits until the first process stands in its user namespace and asks for its ids. */
async function asked(child: ChildProcess, socket: Socket, complaint: () => string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const fail = (reason: string): void => reject(new EngineError(`The sandbox did not start: ${reason}`))
    child.once('error', (error) => fail(error.message))
    child.once('close', () => fail(complaint().trim() || 'it ended at once'))
    socket.once('readable', () => {
      if (socket.read(1) !== null) resolve()
    })
  })
  child.removeAllListeners('close')
}

function environment(name: string, directory: string, back: readonly string[], ids: IdSource): NodeJS.ProcessEnv {
  const isRoot = process.geteuid?.() === 0
  const path = searchPath().join(':')
  return {
    PATH: path,
    ...ROOT_SHELL,
    VB_NAME: name,
    VB_DIRECTORY: directory,
    VB_DIRECTORY_ESCAPED: escape(directory),
    VB_KEEP: keepLines(back),
    VB_BACK: backLines(back),
    VB_READONLY: back
      .filter((path) => path !== directory)
      .map(escape)
      .join('\n'),
    VB_REAL_IP: findIp(path),
    VB_ROOT: isRoot ? 'yes' : 'no',
    VB_IDS: ids.kind === 'own-id' ? 'one' : 'many',
    VB_UNSHARE: unshareProgram(),
    VB_NODE: process.execPath,
    VB_AGENT: AGENT,
    ...SCRIPT_TEXTS,
  }
}

/**
 * What the sandbox's private folders would hide, or must be writable: the notebook's folder and what we run from. A path
 * comes before those below it, as mounts must.
 */
function mountsBack(directory: string): string[] {
  const modules = join(
    createRequire(import.meta.url)
      .resolve('koffi')
      .split('/node_modules/')[0] ?? '/',
    'node_modules',
  )
  const needed = [process.execPath, PACKAGE, modules]
    .map((path) => realpathSync(path))
    .filter((path) => HIDDEN.some((root) => isBelow(path, root)) && path !== directory && !isBelow(path, directory))
  return [...new Set([directory, ...needed])].sort()
}

const isBelow = (path: string, folder: string): boolean => path.startsWith(`${folder}/`)

/** The fstab lines that put them aside. */
const keepLines = (paths: readonly string[]): string =>
  paths.map((path, index) => `${escape(path)} ${KEPT}/${index} none rbind 0 0`).join('\n')

/**
 * The fstab lines that put them back. `mount --all` leaves out what is mounted already, as a container's volume was before
 * its folder was hidden: under another spelling of the same path it is not.
 */
const backLines = (paths: readonly string[]): string =>
  paths.map((path, index) => `${KEPT}/${index} /.${escape(path)} none rbind,X-mount.mkdir 0 0`).join('\n')

/** As fstab(5) and /proc/self/mountinfo write a path. */
const escape = (path: string): string =>
  path.replace(/[\s\\]/g, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`)

/** The real `ip`, all links followed: the shim is mounted over it. */
function findIp(path: string): string {
  for (const folder of path.split(':')) {
    const file = join(folder, 'ip')
    if (existsSync(file)) return realpathSync(file)
  }
  throw new EngineError('There is no `ip` command on this machine', ['Install iproute2: apt-get install iproute2'])
}
