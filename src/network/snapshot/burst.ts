/** A rate as tc prints it: SI units, `print_rate` of iproute2. */
const units: Readonly<Record<string, number>> = { '': 1, K: 1e3, M: 1e6, G: 1e9, T: 1e12 }

/** Ticks of the packet scheduler in a microsecond: 64 ns each (/proc/net/psched). */
const TICKS = 15.625

/**
 * A queue in words that give its buckets the size that was read. The kernel keeps a size as the ticks that it takes at the
 * queue's rate, and tc prints what passes in as many whole microseconds (tc_calc_xmitsize of iproute2's tc_core.c): set as it is
 * read, a bucket would be less each time.
 */
export function exactBursts(words: string): string {
  return withBurst(withBurst(words, 'rate', 'burst'), 'ceil', 'cburst')
}

function withBurst(words: string, rate: string, burst: string): string {
  const [, number = '', unit = ''] = new RegExp(`\\b${rate} (\\d+)([KMGT]?)bit\\b`).exec(words) ?? []
  const bytesPerUs = (Number(number) * (units[unit] ?? 1)) / 8e6
  if (bytesPerUs === 0) return words
  const ticksOf = / tbf /.test(words) ? ticksByKernel : ticksByTc
  const readBack = (set: number): number => Math.floor(Math.floor(ticksOf(set, bytesPerUs) / TICKS) * bytesPerUs)
  return words.replace(new RegExp(`\\b${burst} (\\d+)b\\b`), (same, text: string) => {
    const read = Number(text)
    for (let set = read; set <= read + 2 * bytesPerUs + 2; set++) if (readBack(set) === read) return `${burst} ${set}b`
    return same
  })
}

/** Of tbf the kernel is told the bytes (TCA_TBF_BURST), and counts in nanoseconds. */
const ticksByKernel = (bytes: number, bytesPerUs: number): number => Math.floor((bytes / bytesPerUs) * TICKS)

/** Of htb it is told ticks, which tc makes of whole microseconds (tc_calc_xmittime). */
const ticksByTc = (bytes: number, bytesPerUs: number): number => Math.floor(Math.floor(bytes / bytesPerUs) * TICKS)
