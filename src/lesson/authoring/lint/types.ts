import { dirname, resolve } from 'node:path'
import { checkCells, type CheckedCell } from '../../../kernel/index.js'
import type { Cell } from '../../nbformat.js'
import type { Remark } from './finding.js'

/** “Cannot find name …”, with and without a suggestion. */
const unknownName = new Set([2304, 2552, 2503])

/**
 * What the kernel's TypeScript says against the cells from top to bottom. A name that only a later cell declares says that
 * the cells are out of order. A cell whose point is its error is tagged `raises-exception`.
 */
export async function typeErrors(cells: readonly Cell[], path: string): Promise<Remark[][]> {
  const code = cells.flatMap((cell, index) => (cell.cell_type === 'code' ? [{ cell, index }] : []))
  const checked = await checkCells(
    dirname(resolve(path)),
    code.map(({ cell }) => cell.source),
  )
  const remarks: Remark[][] = cells.map(() => [])
  for (const [at, { cell, index }] of code.entries()) {
    if (cell.metadata.tags?.includes('raises-exception')) continue
    remarks[index] = (checked[at]?.problems ?? []).map(({ line = 1, code: number, message }) => {
      const name = unknownName.has(number) ? /'([^']+)'/.exec(message)?.[1] : undefined
      const later = name === undefined ? -1 : declaredAfter(at, name, checked)
      const text = message.replace(/\s+/g, ' ')
      if (name === undefined || later < 0) return typeError(line, number, text)
      const cellNumber = (code[later]?.index ?? 0) + 1
      return {
        line,
        rule: 'unordered-cell',
        message: `it uses ${name}, which only cell ${cellNumber} declares, further down`,
        remedy: `move cell ${cellNumber} before this one`,
      }
    })
  }
  return remarks
}

function typeError(line: number, code: number, message: string): Remark {
  const remedy = unknownName.has(code)
    ? 'declare it in this cell or an earlier one, or mend the name'
    : 'mend it; a cell whose point is the error gets the tag raises-exception'
  return { line, rule: 'type-error', message: `TS${code}: ${message}`, remedy }
}

function declaredAfter(at: number, name: string, checked: readonly CheckedCell[]): number {
  return checked.findIndex(({ declares }, index) => index > at && declares.includes(name))
}
