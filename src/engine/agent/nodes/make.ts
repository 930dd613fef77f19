/** Makes a further machine: network, mount, PID, UTS and IPC namespaces of its own, below the lab's user namespace. */
import { spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { once } from 'node:events'
import { statSync, unlinkSync, writeFileSync } from 'node:fs'
import { quote } from '../../quote.js'
import { copyingWords, furnishMachine } from '../furnish.js'
import { furtherMachine, type Machine, machines } from './machine.js'
import { ownMounts, SET_UP } from './set-up.js'

/** What the sandbox was told at its start, and each further machine is too. */
export interface Premises {
  /** The notebook's folder. */
  directory: string
  isRoot: boolean
  /** A new /sys can only be had read-only, or is to be. */
  isSysReadOnly: boolean
  /** The fstab lines that put back what private folders would hide, and their targets. */
  back: string
}

/** @throws Error naming what the set-up said where it failed. `onEnd` is told when the machine is gone, for whatever reason. */
export async function makeMachine(name: string, premises: Premises, onEnd: (reason: string) => void): Promise<Machine> {
  // With what speaks netlink, which the start of a sandbox does not wait for.
  const { settle } = await import('./settle.js')
  const fstabs = [`/run/.${name}.own`, `/run/.${name}.back`] as const
  const files = hiddenFiles(premises.back)
  // What needs no file first is mounted in one go.
  const own = ownMounts(premises)
  const back = anew(premises.back)
  writeFileSync(fstabs[0], files.length === 0 ? own + back : own)
  writeFileSync(fstabs[1], files.length === 0 ? '' : back)
  const flags = ['--net', '--mount', '--pid', '--uts', '--ipc', '--fork', '--kill-child']
  const child = spawn(
    'unshare',
    [...flags, 'sh', '-c', 'eval "$SET_UP"', 'node', name, premises.directory, ...fstabs, ...files],
    {
      cwd: '/',
      // In a list of processes its text would be in the way.
      env: { ...process.env, SET_UP, COPY_ETC: quote(copyingWords('')) },
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  )
  let complaint = ''
  child.stderr.on('data', (bytes: Buffer) => (complaint += bytes.toString()))
  const closed = once(child, 'close')
  let machine: Machine | undefined
  const begun = (number: number): void => {
    machine = furtherMachine(name, number)
    settle(name, number)
  }
  try {
    const isReady = await Promise.race([conversation(child, begun), closed.then(() => false)])
    if (!isReady || machine === undefined) throw new Error(complaint.trim() || 'it ended at once')
    furnishMachine(name, machine.files)
  } catch (error) {
    child.kill('SIGKILL')
    await closed
    throw new Error(`The node ${name} did not start: ${(error as Error).message}`, { cause: error })
  } finally {
    for (const file of fstabs) unlinkSync(file)
  }
  machine.gone = closed.then(() => {
    machines.delete(name)
    onEnd(complaint.trim() || 'its processes were killed')
  })
  machines.set(name, machine)
  return machine
}

/** Resolves when all is told that the set-up tells, and answers what wants an answer. */
function conversation(
  { stdin, stdout }: { stdin: Writable; stdout: Readable },
  onBegun: (number: number) => void,
): Promise<boolean> {
  const awaited = new Set(['held', 'ready', 'copied'])
  const hear = (line: string): void => {
    if (!awaited.delete(line)) onBegun(Number(line))
    if (line === 'held') stdin.write('\n')
  }
  return new Promise((resolve, reject) => {
    let text = ''
    // It goes on hearing when all is said, or its end would not be seen.
    stdout.on('data', (bytes: Buffer) => {
      text += bytes.toString()
      const lines = text.split('\n')
      text = lines.pop() ?? ''
      try {
        for (const line of lines) hear(line)
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)))
      }
      if (awaited.size === 0) resolve(true)
    })
  })
}

/** Kills its process 1, and so all others; resolves when they are gone. */
export async function endMachine(machine: Machine): Promise<void> {
  try {
    process.kill(machine.pid, 'SIGKILL')
  } catch (error) {
    // It has ended by itself meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
  await machine.gone
}

/**
 * `mount --all` leaves out what is mounted already, as these are below the new mount of their folder: under another
 * spelling of the same path they are not.
 */
const anew = (back: string): string =>
  back
    .split('\n')
    .map((line) => `${line.replace(' /', ' /./')}\n`)
    .join('')

/** Of the mounts to be put back those that are files, not folders: each needs one to be mounted on. */
function hiddenFiles(back: string): string[] {
  return back.split('\n').flatMap((line) => {
    const [source = '', target = ''] = line.split(' ').map(unescape)
    return source === '' || statSync(source).isDirectory() ? [] : [target]
  })
}

/** As fstab(5) writes a path. */
const unescape = (path: string): string =>
  path.replace(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
