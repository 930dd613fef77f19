/** The owner's side of the protocol: calls by id, output decoded across chunk borders, ends told once. */
import type { Duplex } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import {
  createDecoder,
  encode,
  type Added,
  type CaptureCounts,
  type Outcome,
  type Refused,
  type Reply,
  type Request,
  type RunOutcome,
} from './agent/protocol.js'
import type { OnOutput } from './contract.js'

export interface Answer<B> {
  stdout: string
  stderr: string
  body: B
}

type Answered =
  | 'spawn'
  | 'run'
  | 'openShell'
  | 'addNode'
  | 'endNode'
  | 'readNetwork'
  | 'rehearse'
  | 'applyOperations'
  | 'watchNetwork'
  | 'drainWatch'
  | 'captureFrames'

type Body = Outcome | RunOutcome | Refused | Added | CaptureCounts | null

/** What is told of a call while it is under way. */
export interface Heard {
  onId?: ((id: number) => void) | undefined
  onOutput?: OnOutput | undefined
  onChunk?: ((chunk: Uint8Array) => void) | undefined
  onProgress?: ((done: number) => void) | undefined
}

export interface AgentClient {
  /** Resolves at the agent's first frame. */
  readonly ready: Promise<void>
  /** Whether the agent speaks netlink by now. */
  readonly isNetlinkUp: boolean
  /** Whether a call is under way. */
  readonly isBusy: boolean
  /** Called when it does. */
  onNetlinkUp(listener: () => void): void
  /** Called when somebody has run a command in a shell of their own. */
  onVisited(listener: () => void): void
  /** Sends a request and hears it out. */
  call<B extends Body>(
    request: Extract<Request, { kind: Answered }> extends infer R ? Omit<R, 'id'> : never,
    heard?: Heard,
  ): Promise<Answer<B>>
  /** For a call that is under way. */
  tell(kind: 'kill' | 'interrupt' | 'stop', id: number): void
  /** Told when a further machine is gone, and why. */
  onNodeEnded(listener: (name: string, reason: string) => void): void
  /** Fails the calls to a further machine that are under way. */
  failNode(name: string, error: Error): void
  /** Fails every call under way, and each later one. */
  fail(error: Error): void
}

interface Pending {
  /** The further machine it is about. */
  node: string | null
  out: Record<'stdout' | 'stderr', { decoder: StringDecoder; text: string[] }>
  heard: Heard
  resolve(answer: Answer<Body>): void
  reject(error: Error): void
}

/** What leads to the agent: a socket, or what behaves as one. */
export type Channel = Duplex & { ref(): unknown; unref(): unknown }

export function createAgentClient(socket: Channel): AgentClient {
  const pending = new Map<number, Pending>()
  let lastId = 0
  let failure: Error | undefined
  let isNetlinkUp = false
  let onNetlinkUp: (() => void) | undefined
  let onVisited: (() => void) | undefined
  const nodeListeners: ((name: string, reason: string) => void)[] = []
  let isReady: () => void
  const ready = new Promise<void>((resolve) => (isReady = resolve))

  const pass = (of: Pending, stream: 'stdout' | 'stderr', text: string): void => {
    if (text === '') return
    of.out[stream].text.push(text)
    of.heard.onOutput?.(stream, text)
  }

  const hear = (reply: Reply): void => {
    if (reply.kind === 'ready') {
      keepOwner()
      return isReady()
    }
    if (reply.kind === 'nodeEnded') {
      for (const listener of nodeListeners) listener(reply.body.name, reply.body.reason)
      return
    }
    if (reply.kind === 'netlinkUp') {
      isNetlinkUp = true
      onNetlinkUp?.()
      return
    }
    if (reply.kind === 'visited') return onVisited?.()
    const of = pending.get(reply.id)
    if (of === undefined) return
    if (reply.kind === 'stdout' || reply.kind === 'stderr') {
      pass(of, reply.kind, of.out[reply.kind].decoder.write(Buffer.from(reply.body)))
      return
    }
    if (reply.kind === 'chunk') return of.heard.onChunk?.(reply.body)
    if (reply.kind === 'progress') return of.heard.onProgress?.(reply.body.done)
    pending.delete(reply.id)
    keepOwner()
    if (reply.kind === 'failed') return of.reject(new Error(reply.body.message))
    for (const stream of ['stdout', 'stderr'] as const) pass(of, stream, of.out[stream].decoder.end())
    of.resolve({ stdout: of.out.stdout.text.join(''), stderr: of.out.stderr.text.join(''), body: reply.body })
  }
  socket.on('data', createDecoder<Reply>(hear))
  const send = (request: Request): void => {
    socket.write(encode(request))
  }
  /** An owner that has nothing more to do may end: only calls under way keep it. */
  const keepOwner = (): void => {
    // One that is gone would wait to be connected, for each machine that ends with it.
    if (socket.destroyed) return
    if (pending.size > 0) socket.ref()
    else socket.unref()
  }
  const stream = () => ({ decoder: new StringDecoder('utf8'), text: [] })

  return {
    ready,
    get isNetlinkUp() {
      return isNetlinkUp
    },
    get isBusy() {
      return pending.size > 0
    },
    onNetlinkUp: (listener) => (onNetlinkUp = listener),
    onVisited: (listener) => (onVisited = listener),
    call: (request, heard = {}) =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) return reject(failure)
        const id = ++lastId
        const settle = resolve as Pending['resolve']
        const node = 'node' in request.body ? request.body.node : null
        pending.set(id, { node, out: { stdout: stream(), stderr: stream() }, heard, resolve: settle, reject })
        keepOwner()
        send({ ...request, id } as Request)
        heard.onId?.(id)
      }),
    tell: (kind, id) => {
      if (pending.has(id)) send({ kind, id, body: {} })
    },
    onNodeEnded: (listener) => void nodeListeners.push(listener),
    failNode(name, error) {
      for (const [id, { node, reject }] of pending) {
        if (node !== name) continue
        pending.delete(id)
        reject(error)
      }
      keepOwner()
    },
    fail(error) {
      failure ??= error
      for (const { reject } of pending.values()) reject(failure)
      pending.clear()
    },
  }
}
