import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A text is a Markdown cell where it begins with `#`, a code cell otherwise. */
export type CellText = string | { code: string; tags?: string[] } | { markdown: string }

/** A notebook as JSON, its cells called c1, c2, … */
export function notebookText(cells: readonly CellText[]): string {
  return JSON.stringify({ cells: cells.map(cellOf), metadata: {}, nbformat: 4, nbformat_minor: 5 })
}

/** Writes it; the path. */
export function writeNotebookFile(folder: string, name: string, cells: readonly CellText[]): string {
  const path = join(folder, name)
  writeFileSync(path, notebookText(cells))
  return path
}

function cellOf(cell: CellText, index: number): object {
  const id = `c${index + 1}`
  if (typeof cell === 'string') return cellOf(cell.startsWith('#') ? { markdown: cell } : { code: cell }, index)
  if ('markdown' in cell) return { cell_type: 'markdown', id, metadata: {}, source: cell.markdown }
  const metadata = cell.tags ? { tags: cell.tags } : {}
  return { cell_type: 'code', id, metadata, execution_count: null, outputs: [], source: cell.code }
}
