/** Two significant digits below 10, whole numbers from 100 up: `0.053`, `1.2`, `12.3`, `345`. Without the unit. */
export function formatMs(value: number): string {
  if (value === 0) return '0'
  const size = Math.abs(value)
  if (size >= 100) return value.toFixed(0)
  if (size >= 10) return value.toFixed(1)
  const digits = Math.max(1, 1 - Math.floor(Math.log10(size)))
  // ping tells microseconds; more digits would claim what nobody measured.
  return value.toFixed(Math.min(digits, 3))
}

/** `0.35 s`, `1.2 s`, `12 s`. */
export function formatSeconds(ms: number): string {
  const seconds = ms / 1000
  return `${seconds < 10 ? seconds.toFixed(2) : seconds < 100 ? seconds.toFixed(1) : seconds.toFixed(0)} s`
}

/** `2,000`. */
export function formatCount(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',')
}

/** `1 ping`, `2,000 pings`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${formatCount(value)} ${value === 1 ? one : many}`
}

/** The value below which this share of the sorted values lies (linear interpolation between neighbours). */
export function quantile(sorted: readonly number[], share: number): number | null {
  if (sorted.length === 0) return null
  const position = (sorted.length - 1) * share
  const low = sorted[Math.floor(position)] as number
  const high = sorted[Math.ceil(position)] as number
  return low + (high - low) * (position - Math.floor(position))
}
