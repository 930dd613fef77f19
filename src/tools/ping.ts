import { isIP } from 'node:net'
import type { Node } from '../engine/index.js'
import {
  fullName,
  listWords,
  meantNamespace,
  namespaceWords,
  PingParser,
  type Emit,
  type NetworkNamespace,
  type NetworkState,
  type PingReply,
  type PingResult,
} from '../network/index.js'
import { LineSplitter } from './lines.js'
import { readState } from './state.js'

export interface PingRequest {
  /** The namespace that sends: one of the lab's own machine, a node (its root namespace), or `node1/ns1`. */
  from: string
  /** An address, or a namespace, of the sender's node or as above: its first global IPv4 address, else IPv6. */
  to: string
  /** How many; 5 by default. */
  count?: number
  /** Milliseconds from one to the next, at least 2; 200 by default. */
  intervalMs?: number
  /** How long to wait for the last ones, in milliseconds; 4000 by default, since the kernel gives up a neighbour after 3 s. */
  timeoutMs?: number
  /** Bytes of data, 16 to 65507; 56 by default. */
  size?: number
  /** Time to live, or hop limit: 1 to 255. */
  ttl?: number
}

export interface PingOptions {
  signal?: AbortSignal
  /** Called with each reply as it arrives, duplicates left out. */
  onReply?: (reply: PingReply) => void
}

let pings = 0

/**
 * Sends with the real ping(8). Loss, refusal and interruption are results, not errors.
 * @throws RangeError where the request cannot be meant: an unknown namespace, a number out of bounds.
 */
export async function ping(
  node: Node,
  request: PingRequest,
  emit: Emit,
  options: PingOptions = {},
): Promise<PingResult> {
  const flags = pingFlags(request)
  const { sender, to, target } = resolveEnds(await readState(node), request)
  const from = fullName(sender).replace(/\/root$/, '')
  const machine = node.nodes.find(({ name }) => name === sender.node) ?? node
  const number = ++pings
  const parser = new PingParser()
  const told = new Set<number>()
  const { intervalMs = defaults.intervalMs } = request
  /** When the first one was sent: about, until a reply tells. */
  let firstMs: number | undefined
  const lose = (seq: number, reason: string) => {
    if (told.has(seq)) return
    told.add(seq)
    const ageMs = Math.max(0, performance.now() - ((firstMs ?? startedMs) + (seq - 1) * intervalMs))
    emit({ kind: 'reply-lost', ping: number, from, to, seq, reason, ageMs })
  }
  const take = (notice: ReturnType<PingParser['line']>) => {
    if (notice?.kind === 'error' && notice.error.seq !== null) lose(notice.error.seq, notice.error.reason)
    if (notice?.kind !== 'reply' || notice.isDuplicate) return
    firstMs ??= performance.now() - notice.reply.rttMs - (notice.reply.seq - 1) * intervalMs
    emit({ kind: 'reply-received', ping: number, from, to, ...notice.reply })
    options.onReply?.(notice.reply)
  }
  const lines = {
    stdout: new LineSplitter((line) => take(parser.line(line))),
    stderr: new LineSplitter((line) => take(parser.errorLine(line))),
  }
  const startedMs = performance.now()
  const isAborted = options.signal?.aborted === true
  const result = isAborted
    ? nothingSent
    : await machine.spawn(['env', 'LC_ALL=C', 'ping', ...flags, to], {
        ...(sender.name === 'root' ? {} : { namespace: sender.name }),
        onOutput: (stream, text) => lines[stream].push(text),
        ...(options.signal === undefined ? {} : { signal: options.signal }),
      })
  if (result.exitCode === 127) throw new Error('ping is not installed: apt-get install iputils-ping')
  const { lost, ...report } = parser.report()
  for (const { seq, reason } of lost) lose(seq, reason)
  return {
    from,
    to,
    target,
    intervalMs,
    ...report,
    command: `${sender.name === 'root' ? '' : `ip netns exec ${sender.name} `}ping ${[...flags, to].join(' ')}`,
    output: result.stdout + result.stderr,
    exitCode: result.exitCode,
    isInterrupted: result.isInterrupted,
  }
}

/** The outcome where the stop came before the start. */
const nothingSent = { stdout: '', stderr: '', exitCode: null, isInterrupted: true }

const defaults = { count: 5, intervalMs: 200, timeoutMs: 4000, size: 56 }

function pingFlags(request: PingRequest): string[] {
  const count = whole('count', request.count ?? defaults.count, 1, 1_000_000)
  const intervalMs = within('intervalMs', request.intervalMs ?? defaults.intervalMs, 2, 3_600_000)
  const timeoutMs = within('timeoutMs', request.timeoutMs ?? defaults.timeoutMs, 1, 3_600_000)
  return [
    '-n',
    ...['-c', String(count), '-i', seconds(intervalMs), '-W', seconds(timeoutMs)],
    // ping waits in steps of the kernel's tick (4 ms, say), so 10 ms become 16; with one packet in advance it catches up.
    ...(intervalMs < 100 ? ['-l', '2'] : []),
    ...(request.size === undefined ? [] : ['-s', String(whole('size', request.size, 16, 65507))]),
    ...(request.ttl === undefined ? [] : ['-t', String(whole('ttl', request.ttl, 1, 255))]),
  ]
}

function seconds(ms: number): string {
  return String(Math.round(ms) / 1000)
}

function whole(name: string, value: number, min: number, max: number): number {
  if (!Number.isInteger(value)) throw new RangeError(`${name} is a whole number from ${min} to ${max}, not ${value}`)
  return within(name, value, min, max)
}

function within(name: string, value: number, min: number, max: number): number {
  if (value >= min && value <= max) return value
  throw new RangeError(`${name} is from ${min} to ${max}, not ${value}`)
}

/** Whom a request means. @throws RangeError naming those that there are */
export function resolveEnds(
  state: NetworkState,
  { from, to }: Pick<PingRequest, 'from' | 'to'>,
): { sender: NetworkNamespace; to: string; target: string | null } {
  for (const [what, given] of [
    ['sender', from],
    ['target', to],
  ] as const) {
    if (typeof given === 'string') continue
    throw new TypeError(
      `the ${what} is the name of a namespace${what === 'target' ? ', or an address' : ''}, not ${String(given)}`,
    )
  }
  const names = state.namespaces.map(fullName)
  const known = `there ${names.length === 1 ? 'is' : 'are'} ${listWords(names)}`
  const sender = meantNamespace(state, from)
  if (sender === undefined) throw new RangeError(`no network namespace is named ${JSON.stringify(from)}; ${known}`)
  if (isIP(to) !== 0) return { sender, to, target: null }
  const target = meantNamespace(state, to, sender.node)
  if (target === undefined) {
    throw new RangeError(`${JSON.stringify(to)} is neither an address nor a network namespace; ${known}`)
  }
  const addresses = target.links.flatMap((link) => link.addresses).filter(({ scope }) => scope === 'global')
  const chosen = addresses.find(({ family }) => family === 'inet') ?? addresses[0]
  if (chosen === undefined) throw new RangeError(`${namespaceWords(to)} has no address to ping yet`)
  return { sender, to: chosen.address, target: to }
}
