import { escapeMarkup } from '../../display/index.js'
import { counted } from '../numbers.js'

/** Rows shown before the rest is folded. */
export const shownRows = 12

/** Below a command's output: at its left edge, which JupyterLab indents by 5 px, and not touching it. */
export const underText = 'margin:6px 0 0 5px'

export interface Column {
  title: string
  isNumber?: boolean
}

export type Cells = readonly string[]

/**
 * A table in plain HTML, its colours those of the page. Past twelve rows the rest is folded under its number: a native
 * `<details>`, which needs no script and opens when printed from most browsers.
 */
export function htmlTable(caption: string, columns: readonly Column[], rows: readonly Cells[], noun = 'row'): string {
  const rest = rows.length - shownRows
  const folded =
    rest <= 0
      ? ''
      : `<details><summary>${counted(rest, `more ${noun}`)}</summary>${table('', columns, rows.slice(shownRows))}</details>`
  return `<div style="overflow-x:auto;${underText}">${table(caption, columns, rows.slice(0, shownRows))}${folded}</div>`
}

function table(caption: string, columns: readonly Column[], rows: readonly Cells[]): string {
  const cell = (tag: 'th' | 'td', words: string, column: Column | undefined) => {
    const align = column?.isNumber ? 'right' : 'left'
    const scope = tag === 'th' ? ' scope="col"' : ''
    const style = `text-align:${align};padding:2px 12px 2px 0;white-space:pre;font-variant-numeric:tabular-nums`
    return `<${tag}${scope} style="${style}">${escapeMarkup(words)}</${tag}>`
  }
  const line = (tag: 'th' | 'td', cells: Cells) =>
    `<tr>${cells.map((words, index) => cell(tag, words, columns[index])).join('')}</tr>`
  const head = columns.map((column) => column.title)
  return (
    '<table style="border-collapse:collapse;margin:0">' +
    (caption === '' ? '' : `<caption style="text-align:left;padding:0 0 4px">${escapeMarkup(caption)}</caption>`) +
    `<thead>${line('th', head)}</thead><tbody>${rows.map((row) => line('td', row)).join('')}</tbody></table>`
  )
}
