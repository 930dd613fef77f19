/**
 * One bash whose stdin is a terminal and whose output goes to pipes, with what its start-up file (`shell-rc.ts`) tells on
 * the descriptor for marks: a prompt (so the last command has ended), or a command that failed.
 */
import { spawn } from 'node:child_process'
import { readSync } from 'node:fs'
import { Socket } from 'node:net'
import { ReadStream } from 'node:tty'
import { RC_PATH } from '../paths.js'
import { MARKS_AT_START, MORE_MARK, syncLine } from '../shell-rc.js'
import type { Machine } from './nodes/machine.js'
import { pidHere } from './nodes/pid-here.js'
import { close, openPipe, openTerminal } from './terminal.js'
import { findReader, type TerminalReader } from './terminal-reader.js'
import { createTyper } from './typer.js'

export interface Prompt {
  status: number
  depth: number
  /** The shell that prompts. */
  pid: number
  directory: string
}

export interface FailureMark {
  status: number
  depth: number
  /** Of the lines that this shell has read since it began, 1-based. */
  line: number
  command: string
}

export interface BashEvents {
  output(stream: 'stdout' | 'stderr', bytes: Uint8Array): void
  /** The shell waits for a command; all output of the one before has been told. */
  prompt(prompt: Prompt): void
  /** The shell waits for the rest of a command. */
  more(): void
  failure(mark: FailureMark): void
  /** The line typed by `sync` has run. */
  synced(token: number): void
  /** `leftTyped`: the last line was typed, but not read. */
  ended(exitCode: number | null, signal: string | null, leftTyped: boolean): void
}

export interface Bash {
  readonly pid: number
  type(text: string): void
  /** Types a line that tells this token; it leaves `$?` as it is. */
  sync(token: number): void
  /** The process group in the foreground of its terminal. */
  foreground(): number
  /** Typed bytes that nobody has read yet. */
  unread(): number
  /** Who waits for a line in the foreground without telling so, if anyone does. What was told is passed on first. */
  reader(): TerminalReader | null
}

/** More than a pipe can hold: what was written before a mark has then been read. */
const DRAIN_LIMIT = 1024 * 1024

export function startBash(machine: Machine, events: BashEvents): Bash {
  const terminal = openTerminal(machine.files)
  const [stdout, stderr, marks] = [openPipe(), openPipe(), openPipe()]
  const stdio = [terminal.slave, stdout.write, stderr.write, ...Array<'ignore'>(MARKS_AT_START - 3).fill('ignore')]
  // `setsid --ctty` makes the terminal the controlling one of a new session; not a group leader yet, it does not fork.
  const bash = ['setsid', '--ctty', 'bash', '--noprofile', '--noediting', '--rcfile', RC_PATH, '-i']
  const [program = '', ...words] = [...machine.enter(null), ...bash]
  const child = spawn(program, words, {
    stdio: [...stdio, marks.write],
  })
  close(stdout.write, stderr.write, marks.write)

  /** How often it has told that it waits for a line. */
  let told = 0
  const scanStderr = createMoreScanner(
    (bytes) => events.output('stderr', bytes),
    () => {
      told++
      events.more()
    },
  )
  // What a program writes to /dev/tty comes out at the master.
  const master = new ReadStream(terminal.master)
  master.on('error', () => {
    // A hung-up terminal reads as EIO: the shell's end, which is told below.
  })
  const readers = [
    follow(stdout.read, (bytes) => events.output('stdout', bytes)),
    follow(stderr.read, scanStderr),
    follow(terminal.master, (bytes) => events.output('stdout', bytes), master),
  ]
  const drain = (): void => {
    terminal.settle()
    for (const reader of readers) reader.drain()
  }
  const marksReader = follow(
    marks.read,
    createMarkScanner((fields) => {
      const [kind, code, depth, number, text = ''] = fields
      const status = { status: Number(code), depth: Number(depth) }
      if (kind === 'S') return events.synced(status.status)
      if (kind === 'E') return events.failure({ ...status, line: Number(number), command: text })
      told++
      drain()
      events.prompt({ ...status, pid: pidHere(Number(number), machine), directory: text })
    }),
  )
  child.on('exit', (exitCode, signal) => {
    marksReader.drain()
    drain()
    const leftTyped = terminal.unread() > 0
    typer.end()
    for (const reader of [...readers, marksReader]) reader.end()
    close(terminal.slave)
    events.ended(exitCode, signal, leftTyped)
  })
  child.on('error', (error) => {
    throw error
  })
  const typer = createTyper(terminal.master)
  return {
    pid: child.pid ?? 0,
    type: typer.type,
    sync: (token) => typer.type(syncLine(token)),
    foreground: terminal.foreground,
    unread: () => terminal.unread() + typer.waiting(),
    reader() {
      const reader = typer.waiting() > 0 ? null : findReader(terminal)
      if (reader === null) return null
      // A shell tells that it waits for a line before it does, and that may lie in a pipe still: then it is heard now.
      const before = told
      marksReader.drain()
      drain()
      return told === before ? reader : null
    },
  }
}

/** Reads a pipe, or what else does not block, as it fills, and to its end on demand. */
function follow(
  fd: number,
  onBytes: (bytes: Buffer) => void,
  socket = new Socket({ fd, readable: true, writable: false }),
) {
  socket.on('data', onBytes)
  return {
    drain(): void {
      // At its end a socket closes the descriptor by itself.
      if (socket.destroyed) return
      const buffer = Buffer.allocUnsafe(64 * 1024)
      for (let total = 0; total < DRAIN_LIMIT;) {
        let size: number
        try {
          size = readSync(fd, buffer)
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return
          throw error
        }
        if (size === 0) return
        total += size
        onBytes(Buffer.from(buffer.subarray(0, size)))
      }
    },
    end(): void {
      socket.destroy()
    },
  }
}

/** Takes the continuation prompt out of the shell's stderr, also when it falls on a border of chunks. */
export function createMoreScanner(onBytes: (bytes: Buffer) => void, onMore: () => void) {
  const mark = Buffer.from(MORE_MARK)
  let held: Buffer = Buffer.alloc(0)
  return (chunk: Buffer): void => {
    let bytes = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark)) {
      if (at > 0) onBytes(bytes.subarray(0, at))
      bytes = bytes.subarray(at + mark.length)
      onMore()
    }
    const kept = startOfMark(bytes, mark)
    held = bytes.subarray(bytes.length - kept)
    if (bytes.length > kept) onBytes(bytes.subarray(0, bytes.length - kept))
  }
}

/** How many bytes at the end of `bytes` may be the beginning of `mark`. */
function startOfMark(bytes: Buffer, mark: Buffer): number {
  for (let length = Math.min(mark.length - 1, bytes.length); length > 0; length--)
    if (bytes.subarray(bytes.length - length).equals(mark.subarray(0, length))) return length
  return 0
}

/** Marks are records of tab-separated fields, the last free, that end with a NUL byte. */
export function createMarkScanner(onMark: (fields: string[]) => void) {
  let text: Buffer = Buffer.alloc(0)
  return (chunk: Buffer): void => {
    text = Buffer.concat([text, chunk])
    for (let end = text.indexOf(0); end >= 0; end = text.indexOf(0)) {
      const fields = text.subarray(0, end).toString().split('\t')
      text = text.subarray(end + 1)
      onMark([...fields.slice(0, 4), fields.slice(4).join('\t')])
    }
  }
}
