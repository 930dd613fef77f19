import { counted } from '../numbers.js'
import { shownRows, type Cells, type Column } from './html-table.js'

/** Aligned columns for a terminal: words left, numbers right, no lines. */
export function textTable(columns: readonly Column[], rows: readonly Cells[], noun = 'row'): string {
  const shown = [columns.map((column) => column.title), ...rows.slice(0, shownRows)]
  const widths = columns.map((_, index) => Math.max(...shown.map((row) => [...(row[index] ?? '')].length)))
  const lines = shown.map((row) =>
    row
      .map((words, index) => {
        const space = ' '.repeat(Math.max(0, (widths[index] ?? 0) - [...words].length))
        return columns[index]?.isNumber ? space + words : words + space
      })
      .join('  ')
      .trimEnd(),
  )
  const rest = rows.length - shownRows
  return [...lines, ...(rest > 0 ? [`and ${counted(rest, `more ${noun}`)}`] : [])].join('\n')
}
