import type { CellRule } from './finding.js'

/** Lessons are kept without what they showed: a reader is to see what happens, not what once happened elsewhere. */
export const storedOutput: CellRule = (cell) => {
  if (cell.cell_type !== 'code') return []
  const stored = [
    ...(cell.outputs.length > 0 ? ['outputs'] : []),
    ...(cell.execution_count === null ? [] : ['an execution count']),
  ]
  if (stored.length === 0) return []
  const message = `${stored.join(' and ')} of an earlier run ${stored.length > 1 || cell.outputs.length > 0 ? 'are' : 'is'} stored`
  return [
    {
      line: 1,
      rule: 'stored-output',
      message,
      remedy: 'take them out: npm run strip, or Edit → Clear Outputs of All Cells',
    },
  ]
}
