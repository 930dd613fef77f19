/**
 * At most about `limit` replies that draw the same picture: of each run of neighbours the quickest and the slowest.
 */
export function thinOut<T extends { rttMs: number }>(replies: readonly T[], limit: number): readonly T[] {
  if (replies.length <= limit) return replies
  const run = Math.ceil(replies.length / (limit / 2))
  const kept: T[] = []
  for (let start = 0; start < replies.length; start += run) {
    const group = replies.slice(start, start + run)
    const quickest = group.reduce((best, each) => (each.rttMs < best.rttMs ? each : best))
    const slowest = group.reduce((best, each) => (each.rttMs > best.rttMs ? each : best))
    kept.push(...group.filter((each) => each === quickest || each === slowest))
  }
  return kept
}
