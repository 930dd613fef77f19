import type { Cell } from '../../nbformat.js'
import type { Remark } from './finding.js'

/** Where counts are stored, they show whether the cells were run in the order in which they stand. */
export function unorderedCounts(cells: readonly Cell[]): Remark[][] {
  let highest = 0
  return cells.map((cell) => {
    const count = cell.cell_type === 'code' ? cell.execution_count : null
    if (count === null) return []
    const before = highest
    highest = Math.max(highest, count)
    if (count > before) return []
    return [
      {
        line: 1,
        rule: 'unordered-cell',
        message: `it ran as number ${count}, after a cell further down had run as number ${before}`,
        remedy: 'run the notebook from top to bottom (Restart Kernel and Run All Cells…), and mend what fails then',
      },
    ]
  })
}
