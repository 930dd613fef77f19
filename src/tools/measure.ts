import type { ExecResult, Node, OnOutput } from '../engine/index.js'
import {
  fullName,
  listWords,
  meantNamespace,
  type NetworkNamespace,
  type Throughput,
  type ThroughputInterval,
} from '../network/index.js'
import { LineSplitter } from './lines.js'
import { readState } from './state.js'

export interface MeasureOptions {
  /** Seconds of sending; 2 by default. */
  seconds?: number
  signal?: AbortSignal
  /** As the receiver counts them, while it runs. */
  onInterval?: (interval: ThroughputInterval) => void
}

const missing = 'iperf3 is not installed. Install it, outside the lab: sudo apt-get install iperf3'
/** For an answer to the first packet. */
const CONNECT_MS = 5000

/**
 * Measures throughput by iperf3(1): a server in one namespace, a client in the other.
 * @throws Error where iperf3 is not there, or says that it could not; RangeError where there is no such namespace
 */
export async function measure(node: Node, from: string, to: string, options: MeasureOptions = {}): Promise<Throughput> {
  const { seconds = 2, signal: stopping, onInterval } = options
  if (!(seconds >= 1 && seconds <= 3600)) throw new RangeError(`seconds is from 1 to 3600, not ${seconds}`)
  const { namespaces } = await readState(node)
  const find = (name: string): NetworkNamespace => {
    const space = meantNamespace({ namespaces }, name)
    if (space !== undefined) return space
    throw new RangeError(`no network namespace is named ${name}; there are ${listWords(namespaces.map(fullName))}`)
  }
  const [sender, receiver] = [find(from), find(to)]
  const addresses = receiver.links.flatMap((link) => link.addresses).filter(({ scope }) => scope === 'global')
  const address = (addresses.find(({ family }) => family === 'inet') ?? addresses[0])?.address
  if (address === undefined) throw new RangeError(`${to} has no address to measure to yet`)

  const ending = new AbortController()
  const signal = stopping === undefined ? ending.signal : AbortSignal.any([ending.signal, stopping])
  const run = (space: NetworkNamespace, argv: [string, ...string[]], onOutput?: OnOutput): Promise<ExecResult> =>
    (node.nodes.find(({ name }) => name === space.node) ?? node).spawn(argv, {
      signal,
      ...(space.name !== 'root' && { namespace: space.name }),
      ...(onOutput && { onOutput }),
    })
  const everySeconds = intervalSeconds(seconds)
  const intervals: ThroughputInterval[] = []
  const lines = new LineSplitter((line) => {
    const interval = parseInterval(line)
    // What comes after the last whole one lasts too short to tell a rate.
    if (interval === null || interval.endSeconds - interval.startSeconds < everySeconds / 2) return
    intervals.push(interval)
    onInterval?.(interval)
  })
  // The first that it prints is that it listens.
  let listens: () => void = () => undefined
  const listening = new Promise<undefined>((resolve) => (listens = () => resolve(undefined)))
  const server = ['iperf3', '--server', '--one-off', '--forceflush', '--interval', String(everySeconds)] as const
  const served = run(receiver, [...server, '--format', 'k'], (stream, text) => {
    listens()
    if (stream === 'stdout') lines.push(text)
  })
  const ended = await Promise.race([listening, served])
  try {
    const client = await run(sender, [
      ...(['iperf3', '--client', address, '--json'] as const),
      ...['--time', String(Math.round(seconds)), '--connect-timeout', String(CONNECT_MS)],
    ])
    // What a shell says where there is none, of the server too.
    if (client.exitCode === 127 || ended?.exitCode === 127) throw new Error(missing)
    if (client.isInterrupted) throw new Error(`The measurement from ${from} to ${to} was stopped.`)
    const report = parseReport(client.stdout, client.stderr)
    // It ends by itself when it has told its last.
    await served
    return { from, to, ...report, intervals }
  } finally {
    ending.abort()
    await served
  }
}

/** Twenty intervals of a short measurement, at most 600 of a long one; iperf3 takes a tenth of a second to a minute. */
function intervalSeconds(seconds: number): number {
  return Math.max(0.1, Math.min(1, seconds / 40), seconds / 600)
}

/** Format: iperf3's own, `[  5]   0.10-0.20   sec   474 KBytes  38800 Kbits/sec`; null: another line, as the sum at the end. */
export function parseInterval(line: string): ThroughputInterval | null {
  const [, start, end, kbits] = /^\[ *\d+\] +([\d.]+)-([\d.]+) +sec .* ([\d.]+) Kbits\/sec *$/.exec(line) ?? []
  if (kbits === undefined) return null
  return { startSeconds: Number(start), endSeconds: Number(end), bitsPerSecond: Number(kbits) * 1000 }
}

/** Format: `iperf3 --json`, `end.sum_received` and `end.sum_sent`. */
export function parseReport(text: string, errors: string): Omit<Throughput, 'from' | 'to' | 'intervals'> {
  const report = (text.trim() === '' ? {} : JSON.parse(text)) as IperfReport
  const { sum_received: received, sum_sent: sent } = report.end ?? {}
  if (received === undefined) throw new Error(`iperf3 could not measure: ${report.error ?? errors.trim()}`)
  return {
    bitsPerSecond: received.bits_per_second,
    bytes: received.bytes,
    seconds: received.seconds,
    retransmits: sent?.retransmits ?? 0,
  }
}

interface IperfReport {
  error?: string
  end?: {
    sum_received?: { bits_per_second: number; bytes: number; seconds: number }
    sum_sent?: { retransmits?: number }
  }
}
