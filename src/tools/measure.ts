import type { ExecResult, Node } from '../engine/index.js'
import { fullName, listWords, meantNamespace, type NetworkNamespace } from '../network/index.js'
import { readState } from './state.js'

export interface MeasureOptions {
  /** Seconds of sending; 2 by default. */
  seconds?: number
  signal?: AbortSignal
}

/** What a TCP connection carried, as the receiver counts it. */
export interface Throughput {
  from: string
  to: string
  bitsPerSecond: number
  bytes: number
  seconds: number
  /** Segments sent again. */
  retransmits: number
}

const missing = 'iperf3 is not installed. Install it, outside the lab: sudo apt-get install iperf3'
/** For an answer to the first packet. */
const CONNECT_MS = 5000

/**
 * Measures throughput by iperf3(1): a server in one namespace, a client in the other.
 * @throws Error where iperf3 is not there, or says that it could not; RangeError where there is no such namespace
 */
export async function measure(node: Node, from: string, to: string, options: MeasureOptions = {}): Promise<Throughput> {
  const { seconds = 2, signal: stopping } = options
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
  const run = (space: NetworkNamespace, argv: [string, ...string[]], onOutput?: () => void): Promise<ExecResult> =>
    (node.nodes.find(({ name }) => name === space.node) ?? node).spawn(argv, {
      signal,
      ...(space.name !== 'root' && { namespace: space.name }),
      ...(onOutput && { onOutput }),
    })
  // The first that it prints is that it listens.
  let listens: () => void = () => undefined
  const listening = new Promise<undefined>((resolve) => (listens = () => resolve(undefined)))
  const served = run(receiver, ['iperf3', '--server', '--one-off', '--forceflush'], listens)
  const ended = await Promise.race([listening, served])
  try {
    const client = await run(sender, [
      ...(['iperf3', '--client', address, '--json'] as const),
      ...['--time', String(Math.round(seconds)), '--connect-timeout', String(CONNECT_MS)],
    ])
    // What a shell says where there is none, of the server too.
    if (client.exitCode === 127 || ended?.exitCode === 127) throw new Error(missing)
    if (client.isInterrupted) throw new Error(`The measurement from ${from} to ${to} was stopped.`)
    return { from, to, ...parseReport(client.stdout, client.stderr) }
  } finally {
    ending.abort()
    await served
  }
}

/** Format: `iperf3 --json`, `end.sum_received` and `end.sum_sent`. */
export function parseReport(text: string, errors: string): Omit<Throughput, 'from' | 'to'> {
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
