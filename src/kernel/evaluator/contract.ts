import type { CommMessage, Completion, MimeBundle } from '../../display/index.js'

/** What the routing room asks of an evaluator. One call at a time; `interrupt` and `answer` at any time. */
export interface Evaluator {
  execute(request: ExecuteRequest): Promise<Outcome>
  complete(code: string, cursor: number): Promise<Completion>
  /** Markdown-free text about what stands at the cursor; undefined: nothing known. */
  inspect(code: string, cursor: number, detail: 0 | 1): Promise<MimeBundle | undefined>
  isComplete(code: string): Promise<Completeness>
  /** What the front end has sent over a comm; settles before what the handlers make of it. */
  comm(event: CommEvent): Promise<void>
  /** Targets of the open comms by their ids; undefined: of all targets. */
  listComms(target: string | undefined): Promise<Record<string, string>>
  /** Stops what runs; the running `execute` then settles as an error. Settles when the evaluator has taken notice. */
  interrupt(): Promise<void>
  /** The answer to an `input` output; undefined: the person broke it off. */
  answer(text: string | undefined): void
  /** Ends the process for good. */
  dispose(): Promise<void>
}

export interface ExecuteRequest {
  /** Names the request in outputs. */
  cell: number
  code: string
  /** Shown in stacks as `Cell [n]`. */
  executionCount: number
  /** Expressions by name, evaluated after the cell; only when it succeeds. */
  userExpressions: Record<string, string>
  /** Whether `prompt()` may ask. */
  allowStdin: boolean
}

/** `result` is the last value; `page` is what the cell asked to have explained. */
export type Outcome =
  | { ok: true; result?: MimeBundle; page?: MimeBundle; expressions: Record<string, ExpressionOutcome> }
  | ({ ok: false } & Failure)

export type ExpressionOutcome = { ok: true; bundle: MimeBundle } | ({ ok: false } & Failure)

/** What went wrong, as Jupyter's `error` message has it; the traceback is coloured by ANSI codes. */
export interface Failure {
  name: string
  message: string
  traceback: string[]
}

export type Completeness = { status: 'complete' | 'invalid' | 'unknown' } | { status: 'incomplete'; indent: string }

/** What a cell shows while it runs, in order; `cell` is the one that it belongs to. */
export type Output = { cell: number } & (
  | { kind: 'stream'; name: 'stdout' | 'stderr'; text: string }
  | { kind: 'display'; bundle: MimeBundle; id?: string }
  | { kind: 'update'; bundle: MimeBundle; id: string }
  | { kind: 'clear'; wait: boolean }
  | { kind: 'comm'; event: PackedCommEvent }
  | { kind: 'input'; prompt: string; password: boolean }
)

/** A message of a comm, in either direction; `target` when it is opened. */
export type CommEvent = CommMessage & { type: 'comm_open' | 'comm_msg' | 'comm_close'; id: string; target?: string }

/** The same with its buffers as base64, for pipes that carry JSON. */
export type PackedCommEvent = Omit<CommEvent, 'buffers'> & { buffers: readonly string[] }

export function pack({ buffers, ...rest }: CommEvent): PackedCommEvent {
  return { ...rest, buffers: buffers.map((bytes) => Buffer.from(bytes).toString('base64')) }
}

export function unpack({ buffers, ...rest }: PackedCommEvent): CommEvent {
  return { ...rest, buffers: buffers.map((text) => Buffer.from(text, 'base64')) }
}

/** From the sockets' process to the evaluator, over Node's IPC channel. */
export type Request = { id: number } & (
  | ({ kind: 'execute' } & ExecuteRequest)
  | { kind: 'complete'; code: string; cursor: number }
  | { kind: 'inspect'; code: string; cursor: number; detail: 0 | 1 }
  | { kind: 'isComplete'; code: string }
  | { kind: 'comm'; event: PackedCommEvent }
  | { kind: 'listComms'; target: string | undefined }
  | { kind: 'interrupt' }
)

/** From the evaluator to the sockets' process, over the frames' pipe. */
export type Frame =
  | { kind: 'ready' }
  | { kind: 'reply'; id: number; value: unknown }
  /** The request could not be answered: a fault of ours, or of a value that cannot even be looked at. */
  | { kind: 'refusal'; id: number; reason: string }
  /** What a process wrote to stdout or stderr belongs to this cell from here on. */
  | { kind: 'cell'; cell: number }
  /** The next text comes from another stream: what was written before comes first. */
  | { kind: 'switch' }
  | { kind: 'output'; output: Output }

/** Descriptors of the evaluator beside stdin, stdout and stderr (0 to 2) and Node's own channel. */
export const descriptors = {
  /** Frames to the sockets' process: one JSON text a line. */
  frames: 4,
  /** A byte here makes the watcher thread end whatever JavaScript is running. */
  stop: 5,
  /** Answers to `prompt()`: one JSON text a line. */
  answers: 6,
} as const

/** Environment variable that carries the random word by which marks are recognised in stdout and stderr. */
export const markVariable = 'VETHBOOK_KERNEL_MARK'

/** Environment variable that names others, with spaces between: they are for the evaluator's own start, not for cells. */
export const ownVariables = 'VETHBOOK_KERNEL_VARIABLES'

/** The environment variable that Node takes further certificates from, and the one that keeps it for the evaluator. */
export const extraCertificates = { real: 'NODE_EXTRA_CA_CERTS', kept: 'VETHBOOK_EXTRA_CA_CERTS' } as const
