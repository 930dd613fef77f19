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
