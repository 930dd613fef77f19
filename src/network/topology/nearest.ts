/** The name that was most likely meant: at most two slips away (a letter too much, too few or wrong), three of a long one, one of a short one. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const most = name.length > 7 ? 3 : name.length > 3 ? 2 : name.length > 2 ? 1 : 0
  const ranked = known.map((each) => ({ each, slips: slipsBetween(name.toLowerCase(), each.toLowerCase()) }))
  return ranked.sort((one, other) => one.slips - other.slips).find(({ slips }) => slips <= most)?.each
}

/** Levenshtein's distance. */
function slipsBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (const [at, letter] of [...one].entries()) {
    const next = [at + 1]
    for (const [index, wanted] of [...other].entries()) {
      const changed = (row[index] ?? 0) + Number(letter !== wanted)
      next.push(Math.min(changed, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
