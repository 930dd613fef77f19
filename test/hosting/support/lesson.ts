import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './python.js'

interface Cell {
  cell_type: string
  source: string[]
}

/** The code cells of a lesson, in their order. */
export function codeCells(name: string): string[] {
  const notebook = JSON.parse(readFileSync(join(root, `notebooks/${name}.ipynb`), 'utf8')) as { cells: Cell[] }
  return notebook.cells.filter(({ cell_type }) => cell_type === 'code').map(({ source }) => source.join(''))
}
