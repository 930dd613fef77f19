import type { Cell } from '../../nbformat.js'
import { blocksOf } from './markdown.js'
import type { Remark } from './finding.js'

/** A heading may be one level below the one before it, or any number above: screen readers jump by levels. */
export function headingSkips(cells: readonly Cell[]): Remark[][] {
  let level = 0
  return cells.map((cell) => {
    if (cell.cell_type !== 'markdown') return []
    const headings = blocksOf(cell.source).filter(({ kind }) => kind === 'heading')
    return headings.flatMap((heading): Remark[] => {
      const allowed = level + 1
      level = heading.level
      if (heading.level <= allowed) return []
      const wanted = '#'.repeat(allowed)
      const before = allowed === 1 ? 'is the first one' : `follows one of level ${allowed - 1}`
      return [
        {
          line: heading.line,
          rule: 'heading-skip',
          message: `the heading “${heading.pieces.map(({ text }) => text).join('')}” has level ${heading.level} and ${before}`,
          remedy: `begin it with ${wanted}`,
        },
      ]
    })
  })
}
