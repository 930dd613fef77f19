/** Chance that a seed decides, so that what it led to can be had again. */

/** Numbers in [0, 1) from a seed (the generator known as mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The same items in another order (Fisher and Yates's shuffle). */
export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const result = [...items]
  for (let last = result.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    const item = result[last] as T
    result[last] = result[other] as T
    result[other] = item
  }
  return result
}

/** The same, where an item of twice the weight comes first twice as often (Efraimidis and Spirakis, 2006). */
export function shuffledByWeight<T>(items: readonly T[], weight: (item: T) => number, random: () => number): T[] {
  return items
    .map((item) => ({ item, key: random() ** (1 / weight(item)) }))
    .sort((one, other) => other.key - one.key)
    .map(({ item }) => item)
}
