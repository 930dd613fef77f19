import type { Qdisc } from './operation.js'
import type { Shaping } from './topology.js'

/** A queue's length, and the least burst a token bucket takes: one frame, and what passes in a tick of 4 ms. */
const LATENCY_MS = 50
const LEAST_BURST_BYTES = 1600
const TICKS_PER_SECOND = 250

/** A rate alone is a token bucket, as more kernels have it; delay, jitter and loss take netem. */
export function shapedBy({ rateMbit, delayMs, jitterMs, lossRatio }: Shaping): Qdisc | undefined {
  const rateBitsPerSecond = rateMbit === undefined ? undefined : Math.round(rateMbit * 1e6)
  if (delayMs !== undefined || jitterMs !== undefined || lossRatio !== undefined) {
    return {
      kind: 'netem',
      ...(delayMs !== undefined && { delayMs }),
      ...(jitterMs !== undefined && { delayMs: delayMs ?? 0, jitterMs }),
      ...(lossRatio !== undefined && { lossRatio }),
      ...(rateBitsPerSecond !== undefined && { rateBitsPerSecond }),
    }
  }
  if (rateBitsPerSecond === undefined) return undefined
  const burstBytes = Math.max(LEAST_BURST_BYTES, Math.ceil(rateBitsPerSecond / 8 / TICKS_PER_SECOND))
  return { kind: 'tbf', rateBitsPerSecond, burstBytes, latencyMs: LATENCY_MS }
}

/** A queue as a topology says it: what `shapedBy` makes of it is the same. */
export function shapingOf(qdisc: Qdisc): Shaping {
  const { rateBitsPerSecond } = qdisc
  const rate = rateBitsPerSecond === undefined ? {} : { rateMbit: rateBitsPerSecond / 1e6 }
  if (qdisc.kind === 'tbf') return rate
  const { delayMs, jitterMs, lossRatio } = qdisc
  return {
    ...rate,
    ...(delayMs !== undefined && { delayMs }),
    ...(jitterMs !== undefined && { jitterMs }),
    ...(lossRatio !== undefined && { lossRatio }),
  }
}

/** The kernel counts a burst in ticks, so that it comes back a little otherwise. */
const TOLERANCE = 0.02

/** Whether a queue that is there is the one that is wanted; undefined: as the kernel gives one. */
export function isSameQdisc(one: Qdisc | undefined, other: Qdisc | undefined): boolean {
  if (one === undefined || other === undefined) return one === other
  const [first, second] = [one, other] as unknown as Record<string, string | number | undefined>[]
  return Object.keys({ ...first, ...second }).every((key) => {
    const [a = 0, b = 0] = [first?.[key], second?.[key]]
    if (typeof a === 'string' || typeof b === 'string') return a === b
    return Math.abs(a - b) <= TOLERANCE * Math.max(a, b)
  })
}
