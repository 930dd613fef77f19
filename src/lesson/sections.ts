import type { Cell } from './nbformat.js'
import { randomNumbers, shuffled } from './random.js'

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
  const ordered = order === 'top-to-bottom' ? sections : shuffled(sections, randomNumbers(order.seed))
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
