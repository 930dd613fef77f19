/**
 * Starts the agent in an emulator's guest. All that takes long there is done before the owner says for whom it is, so that
 * a saved state of the guest begins after it.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readSync, writeSync } from 'node:fs'
import { KEPT } from '../paths.js'
import { libc } from './terminal.js'

/** What the owner says first, as JSON in one line. */
export interface Premise {
  name: string
  directory: string
}

/** Says that it waits for that line. */
export const WAITING = 'w'

const OWNER_FD = 3

function readLine(): string {
  const byte = Buffer.alloc(1)
  const bytes: number[] = []
  while (readSync(OWNER_FD, byte) === 1 && byte[0] !== 0x0a) bytes.push(byte[0] ?? 0)
  return Buffer.from(bytes).toString()
}

function must(...[program, ...words]: [string, ...string[]]): void {
  const { status, stderr } = spawnSync(program, words, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program}: ${stderr}`)
}

libc()
await import('./shell.js')
await import('./nodes/make.js')
await import('./netlink/service.js')
await import('./capture/service.js')
writeSync(OWNER_FD, WAITING)
const { name, directory } = JSON.parse(readLine()) as Premise
// Where the place is the machine's its root has made the folder by now; it cannot make one in those that are private.
mkdirSync(directory, { recursive: true })
must('mount', '--bind', `${KEPT}/0`, directory)
must('hostname', name)
process.chdir(directory)
process.env['PWD'] = directory
process.env['VB_NAME'] = name
process.env['VB_BACK'] = `${KEPT}/0 ${escape(directory)} none rbind,X-mount.mkdir 0 0`
await import('./main.js')

/** As fstab(5) writes a path. */
function escape(path: string): string {
  return path.replace(/[\s\\]/g, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`)
}
