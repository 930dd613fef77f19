import type { Throughput } from '../../network/index.js'
import { counted, quantile } from '../numbers.js'

const UNITS = [
  { name: 'Gbit/s', bits: 1e9 },
  { name: 'Mbit/s', bits: 1e6 },
  { name: 'kbit/s', bits: 1e3 },
  { name: 'bit/s', bits: 1 },
] as const

export type RateUnit = (typeof UNITS)[number]

/** The largest unit of which a rate is at least one. */
export function rateUnit(bitsPerSecond: number): RateUnit {
  return UNITS.find(({ bits }) => bitsPerSecond >= bits) ?? UNITS[3]
}

/** Three digits: `38.2 Mbit/s`. */
export function formatRate(bitsPerSecond: number, unit: RateUnit = rateUnit(bitsPerSecond)): string {
  const value = bitsPerSecond / unit.bits
  return `${value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)} ${unit.name}`
}

/** `ns1 → ns2: 38.2 Mbit/s over 2.0 s, 3 segments sent again`. */
export function throughputTitle({ from, to, bitsPerSecond, seconds, retransmits }: Throughput): string {
  const again = `${counted(retransmits, 'segment')} sent again`
  return `${from} → ${to}: ${formatRate(bitsPerSecond)} over ${seconds.toFixed(seconds < 100 ? 1 : 0)} s, ${again}`
}

/** The title as a sentence, and between which rates its intervals lie. */
export function throughputText(result: Throughput): string {
  const rates = result.intervals.map((interval) => interval.bitsPerSecond).sort((a, b) => a - b)
  const median = quantile(rates, 0.5)
  const title = `${throughputTitle(result)}.`
  if (median === null || rates.length < 2) return title
  const unit = rateUnit(rates.at(-1) ?? 0)
  const [least, middle, most] = [rates[0] ?? 0, median, rates.at(-1) ?? 0].map((rate) => formatRate(rate, unit))
  return `${title}\n${rates.length} intervals: min ${least}, median ${middle}, max ${most}.`
}
