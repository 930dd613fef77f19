import type { PingError, PingResult } from '../../../src/network/index.js'

export interface PingOptions {
  from?: string
  to?: string
  target?: string | null
  /** Milliseconds by sequence number from 1; null: lost. */
  times: readonly (number | null)[]
  errors?: PingError[]
  isInterrupted?: boolean
}

export function pingOf({ from = 'ns1', to = '192.168.1.102', target = null, times, ...rest }: PingOptions): PingResult {
  const replies = times.flatMap((rttMs, index) => (rttMs === null ? [] : [{ seq: index + 1, ttl: 64, rttMs }]))
  const rtts = replies.map((reply) => reply.rttMs)
  return {
    from,
    to,
    target,
    intervalMs: 10,
    replies,
    duplicates: [],
    errors: rest.errors ?? [],
    stats: {
      sent: times.length,
      received: replies.length,
      lossRatio: times.length === 0 ? 1 : 1 - replies.length / times.length,
      minMs: rtts.length === 0 ? null : Math.min(...rtts),
      avgMs: rtts.length === 0 ? null : rtts.reduce((sum, rtt) => sum + rtt, 0) / rtts.length,
      maxMs: rtts.length === 0 ? null : Math.max(...rtts),
      mdevMs: rtts.length === 0 ? null : 0.01,
    },
    command: `ping -c ${times.length} ${to}`,
    output: '',
    exitCode: replies.length === 0 ? 1 : 0,
    isInterrupted: rest.isInterrupted ?? false,
  }
}

/** A hundred times that look like a quick veth pair: the first slow, some stragglers, no randomness. */
export function quick(count = 100, base = 0.05): number[] {
  return Array.from({ length: count }, (_, index) => {
    const noise = ((index * 7919) % 31) / 31
    const straggler = index % 23 === 7 ? base * 1.5 : 0
    return Math.round((base * (0.7 + noise * 0.5) + straggler + (index === 0 ? base * 2 : 0)) * 1000) / 1000
  })
}
