import type { Qdisc } from '../topology/operation.js'
import type { JsonRecord } from './json.js'

/**
 * An entry of `tc -j qdisc show` that a topology can say: a link's own token bucket, or netem; null: another one.
 * Source of the format: iproute2's tc/q_tbf.c and tc/q_netem.c: bytes, microseconds, seconds, ratios.
 */
export function parseQdisc(record: JsonRecord): Qdisc | null {
  if (!record.isOn('root')) return null
  const options = record.record('options')
  switch (record.text('kind')) {
    case 'tbf':
      return {
        kind: 'tbf',
        rateBitsPerSecond: (options.number('rate') ?? 0) * 8,
        burstBytes: options.number('burst') ?? 0,
        latencyMs: (options.number('lat') ?? 0) / 1000,
      }
    case 'netem': {
      const delay = options.record('delay')
      const [seconds, jitter] = [delay.number('delay'), delay.number('jitter')]
      const loss = options.record('loss-random').number('loss')
      const rate = options.record('rate').number('rate')
      return {
        kind: 'netem',
        ...(seconds !== null && { delayMs: seconds * 1000 }),
        ...(jitter !== null && jitter > 0 && { jitterMs: jitter * 1000 }),
        ...(loss !== null && { lossRatio: loss }),
        ...(rate !== null && { rateBitsPerSecond: rate * 8 }),
      }
    }
    default:
      return null
  }
}
