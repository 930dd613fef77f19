/**
 * What the owner and the agent inside the sandbox say to each other, over one socket: frames of
 * `u32 length (of what follows) · u8 type · u32 id · payload`, big-endian. Output and chunks travel as raw bytes, all else as JSON.
 * Both sides use this file, so a frame means the same on both.
 */
import type { Operation } from '../../network/index.js'
import type { CapturedFrames, CaptureSpace, ExecResult, ShellResult } from '../contract.js'

/** Asked by the owner. The id names a call from here to its end. */
export interface Requests {
  /** On the first machine where `node` is null, as in the requests below. */
  spawn: {
    node: string | null
    argv: string[]
    namespace: string | null
    input: string | null
    timeoutMs: number | null
  }
  /** Ends a call: kills the process group of a spawned one, stops what speaks netlink. */
  kill: Record<string, never>
  /** Makes the learner's shell; answered by `done`. */
  openShell: { node: string | null }
  run: { node: string | null; script: string; timeoutMs: number | null; forMs: number | null }
  /** Ctrl+C for the shell's foreground command. */
  interrupt: Record<string, never>
  /** Ends the running call of the shell. */
  stop: Record<string, never>
  /** Makes a further machine; answered by `done` with its process 1. */
  addNode: { name: string }
  /** Ends it; answered by `done` when nothing is left of it. */
  endNode: { name: string }
  /** Answered by chunks (netlink/chunk.ts), then `done`. `names` is the stamp of the tables of names that the owner has. */
  readNetwork: { names: string | null }
  /**
   * Makes a network that nobody sees, reads it a few times, and lets it go; where there is nothing to make, reads the root
   * namespace over and over. Answered as `readNetwork`, by the chunks of each reading.
   */
  rehearse: { names: string | null; operations: readonly Operation[] }
  /** Answered by chunks (netlink/notices.ts) until it is ended, then `done`; the first says that it listens. */
  watchNetwork: Record<string, never>
  /** Answered by `done` when a watch has handed over all that has happened so far. */
  drainWatch: { watch: number }
  /** Answered by `progress` now and then, and `done`: null, or what was refused. */
  applyOperations: { operations: readonly Operation[] }
  /** Answered by chunks (capture/record.ts) until it is ended, the first when it listens, then `done` with counts. */
  captureFrames: { spaces: readonly CaptureSpace[]; limitBytes: number }
}

/** Told by the agent. */
export interface Replies {
  ready: Record<string, never>
  /** A further machine is gone. */
  nodeEnded: { name: string; reason: string }
  /** Somebody has run a command in a shell of their own. */
  visited: Record<string, never>
  /** What speaks netlink is loaded. */
  netlinkUp: Record<string, never>
  /** A part of what was asked for, in a form of its own. */
  chunk: Uint8Array
  stdout: Uint8Array
  stderr: Uint8Array
  progress: { done: number }
  done: Outcome | RunOutcome | Refused | Added | CaptureCounts | null
  failed: { message: string }
}

/** What the owner adds to an outcome: the command, which it knows, and the output, which it has heard. */
type OwnersPart = 'command' | 'stdout' | 'stderr'
export type Outcome = Omit<ExecResult, OwnersPart>
export type RunOutcome = Omit<ShellResult, OwnersPart>

/** Process 1 of a further machine, by the first one's numbers. */
export interface Added {
  pid: number
}

/** The operation that was not done, and why. */
export interface Refused {
  index: number
  errno: string | null
  detail: string
}

/** What a capture does not hold. */
export type CaptureCounts = Pick<CapturedFrames, 'dropped' | 'cut'>

/** A call's output is cut here, with a notice: stdout and stderr together. */
export const OUTPUT_LIMIT = 16 * 1024 * 1024

export const TRUNCATION_NOTICE = '\n[output cut at 16 MiB; the rest is not shown]\n'

type Kind = keyof Requests | keyof Replies
const KINDS: readonly Kind[] = [
  'spawn',
  'kill',
  'openShell',
  'run',
  'interrupt',
  'stop',
  'addNode',
  'endNode',
  'nodeEnded',
  'readNetwork',
  'rehearse',
  'applyOperations',
  'watchNetwork',
  'drainWatch',
  'captureFrames',
  'ready',
  'netlinkUp',
  'visited',
  'chunk',
  'progress',
  'stdout',
  'stderr',
  'done',
  'failed',
]

/** Of both sides the same, or they do not understand each other. */
export const PROTOCOL = KINDS.join()

export type Request = { [K in keyof Requests]: { kind: K; id: number; body: Requests[K] } }[keyof Requests]
export type Reply = { [K in keyof Replies]: { kind: K; id: number; body: Replies[K] } }[keyof Replies]

const RAW: ReadonlySet<Kind | undefined> = new Set<Kind>(['stdout', 'stderr', 'chunk'])

const HEADER = 9

export function encode(message: Request | Reply): Uint8Array {
  const payload = message.body instanceof Uint8Array ? message.body : Buffer.from(JSON.stringify(message.body))
  const frame = Buffer.allocUnsafe(HEADER + payload.length)
  frame.writeUInt32BE(HEADER - 4 + payload.length, 0)
  frame.writeUInt8(KINDS.indexOf(message.kind), 4)
  frame.writeUInt32BE(message.id, 5)
  frame.set(payload, HEADER)
  return frame
}

/** Cuts a byte stream into frames, however its chunks fall. */
export function createDecoder<Message extends Request | Reply>(onMessage: (message: Message) => void) {
  let chunks: Buffer[] = []
  let size = 0
  let wanted = HEADER

  const take = (): void => {
    let buffer = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)
    while (buffer.length >= 4) {
      const length = 4 + buffer.readUInt32BE(0)
      if (buffer.length < length) break
      const kind = KINDS[buffer.readUInt8(4)]
      const payload = buffer.subarray(HEADER, length)
      const body: unknown = RAW.has(kind) ? payload : JSON.parse(payload.toString())
      const message = { kind, id: buffer.readUInt32BE(5), body }
      buffer = buffer.subarray(length)
      // Both sides are built together from this file, so the body has the shape that belongs to its kind.
      onMessage(message as unknown as Message)
    }
    chunks = buffer.length === 0 ? [] : [buffer]
    size = buffer.length
    wanted = buffer.length >= 4 ? 4 + buffer.readUInt32BE(0) : HEADER
  }

  return (chunk: Buffer): void => {
    chunks.push(chunk)
    size += chunk.length
    if (size >= wanted) take()
  }
}
