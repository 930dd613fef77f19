/** Where a section of these words is found: `s-a-pair-is-made`. The same for JupyterLab's `A-pair-is-made`. */
export function slug(words: string): string {
  const base = words
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^\p{Letter}\p{Number}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
  // Beside the ids of cells (`step-…`) and of what texts name themselves (with a prefix of their own).
  return `s-${base || 'section'}`
}

/** The same for the place that an address names after its `#`. */
export function slugOfPlace(place: string): string {
  try {
    return slug(decodeURIComponent(place))
  } catch {
    return slug(place) // a lone % is no code, and is meant as it stands
  }
}

/** @returns a function that makes each id only once: `s-a-pair`, `s-a-pair-2` */
export function slugMaker(): (words: string) => string {
  const used = new Map<string, number>()
  return (words) => {
    const base = slug(words)
    const count = (used.get(base) ?? 0) + 1
    used.set(base, count)
    return count === 1 ? base : `${base}-${count}`
  }
}
