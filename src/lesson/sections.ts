import type { Cell } from './nbformat.js'

/** In which order a notebook's cells run. */
export type Order = 'top-to-bottom' | { seed: number }

/**
 * The cells' indices in the order in which they run. A seeded order shuffles *sections*: a section goes from a heading
 * of level 2 (`## …`) to the next one and begins from a known state, so that it may be read alone. What stands before
 * the first heading (imports, the first lab) always runs first, and cells within a section keep their order.
 */
export function cellOrder(cells: readonly Cell[], order: Order): number[] {
  const sections = sectionsOf(cells)
  const preamble = cells.slice(0, sections[0]?.indices[0]).map((_, index) => index)
  const ordered = order === 'top-to-bottom' ? sections : shuffle(sections, order.seed)
  return [...preamble, ...ordered.flatMap(({ indices }) => indices)]
}

export interface Section {
  /** The text of its heading, without the `## `. */
  heading: string
  /** Of its cells in the notebook, from 0. */
  indices: number[]
}

/** A notebook's sections, as `cellOrder` tells them apart; what stands before the first belongs to none. */
export function sectionsOf(cells: readonly Cell[]): Section[] {
  const sections: Section[] = []
  cells.forEach((cell, index) => {
    const heading = cell.cell_type === 'markdown' ? /^## +(.*)$/m.exec(cell.source) : null
    if (heading) sections.push({ heading: heading[1] ?? '', indices: [] })
    sections.at(-1)?.indices.push(index)
  })
  return sections
}

/** Fisher and Yates's shuffle, driven by a seed so that a failing order can be run again. */
function shuffle<T>(items: readonly T[], seed: number): T[] {
  const random = randomNumbers(seed)
  const shuffled = [...items]
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    const item = shuffled[last] as T
    shuffled[last] = shuffled[other] as T
    shuffled[other] = item
  }
  return shuffled
}

/** Numbers in [0, 1) from a seed (the generator known as mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
