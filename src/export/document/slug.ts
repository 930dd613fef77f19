/** @returns a function that makes ids from words, each only once: `a-pair-is-made`, `a-pair-is-made-2` */
export function slugMaker(): (words: string) => string {
  const used = new Map<string, number>()
  return (words) => {
    const base =
      words
        .toLowerCase()
        .normalize('NFKD')
        .replace(/[^\p{Letter}\p{Number}]+/gu, '-')
        .replace(/^-+|-+$/g, '') || 'section'
    const count = (used.get(base) ?? 0) + 1
    used.set(base, count)
    // Beside the ids of cells (`step-…`) and of what texts name themselves (with a prefix of their own).
    return `s-${base}${count === 1 ? '' : `-${count}`}`
  }
}
