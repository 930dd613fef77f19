import { readFile, writeFile } from 'node:fs/promises'

/**
 * A notebook file, as Jupyter's nbformat 4.5 has it. In memory text is whole strings; in the file it is lists of lines,
 * keys in alphabetical order and one space of indentation, as Jupyter itself writes it, so that differences stay small.
 *
 * Format: https://nbformat.readthedocs.io/en/latest/format_description.html
 */
export interface Notebook {
  nbformat: 4
  nbformat_minor: number
  metadata: Record<string, unknown>
  cells: Cell[]
}

export type Cell = CodeCell | TextCell

export interface CodeCell extends CellParts {
  cell_type: 'code'
  execution_count: number | null
  outputs: Output[]
}

export interface TextCell extends CellParts {
  cell_type: 'markdown' | 'raw'
}

interface CellParts {
  id: string
  source: string
  metadata: CellMetadata
  attachments?: Record<string, unknown>
}

export interface CellMetadata {
  tags?: string[]
  [name: string]: unknown
}

export type Output =
  | { output_type: 'stream'; name: 'stdout' | 'stderr'; text: string }
  | { output_type: 'display_data'; data: Record<string, unknown>; metadata: Record<string, unknown> }
  | {
      output_type: 'execute_result'
      execution_count: number | null
      data: Record<string, unknown>
      metadata: Record<string, unknown>
    }
  | { output_type: 'error'; ename: string; evalue: string; traceback: string[] }

/** A file that is no notebook we can run. */
export class NotebookError extends Error {
  override readonly name = 'NotebookError'
}

/** @throws NotebookError where the text is no notebook of format 4. */
export function parseNotebook(text: string, name: string): Notebook {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new NotebookError(`${name} is not a notebook: ${(error as Error).message}`, { cause: error })
  }
  const raw = value as Partial<Omit<Notebook, 'nbformat'>> & { nbformat?: number }
  if (typeof value !== 'object' || value === null || !Array.isArray(raw.cells)) {
    throw new NotebookError(`${name} is not a notebook: it has no list of cells`)
  }
  if (raw.nbformat !== 4) {
    throw new NotebookError(`${name} has notebook format ${String(raw.nbformat)}; format 4 is what can be run`)
  }
  return {
    nbformat: 4,
    nbformat_minor: Math.max(5, raw.nbformat_minor ?? 0),
    metadata: raw.metadata ?? {},
    cells: raw.cells.map((cell, index) => parseCell(cell as RawCell, index)),
  }
}

type RawText = string | string[]
type RawCell = Omit<CodeCell, 'source' | 'cell_type' | 'outputs' | 'id'> & {
  id?: string
  cell_type: Cell['cell_type']
  source: RawText
  outputs?: RawOutput[]
}
type RawOutput = Record<string, unknown> & { output_type: Output['output_type'] }

function parseCell(raw: RawCell, index: number): Cell {
  const parts = {
    // Ids came with format 4.5; older files get them here, as the format demands of what we write.
    id: raw.id ?? `cell-${index + 1}`,
    source: joinLines(raw.source),
    metadata: raw.metadata,
    ...(raw.attachments && { attachments: raw.attachments }),
  }
  if (raw.cell_type !== 'code') return { cell_type: raw.cell_type, ...parts }
  return {
    cell_type: 'code',
    ...parts,
    execution_count: raw.execution_count,
    outputs: (raw.outputs ?? []).map(parseOutput),
  }
}

function parseOutput(raw: RawOutput): Output {
  if (raw.output_type === 'stream') return { ...raw, text: joinLines(raw['text'] as RawText) } as Output
  if (raw.output_type === 'error') return raw as unknown as Output
  return { ...raw, data: mapText(raw['data'] as Record<string, unknown>, joinLines) } as unknown as Output
}

/** The file's text; a notebook read and written again is the same to the letter where Jupyter wrote it. */
export function formatNotebook(notebook: Notebook): string {
  const cells = notebook.cells.map((cell) => ({
    ...cell,
    source: splitLines(cell.source),
    ...(cell.cell_type === 'code' && { outputs: cell.outputs.map(formatOutput) }),
  }))
  return `${JSON.stringify(sortKeys({ ...notebook, cells }), null, 1)}\n`
}

function formatOutput(output: Output): unknown {
  if (output.output_type === 'stream') return { ...output, text: splitLines(output.text) }
  if (output.output_type === 'error') return output
  return { ...output, data: mapText(output.data, splitLines) }
}

/** Text in a bundle is a list of lines in the file; JSON types stay as they are. */
function mapText(data: Record<string, unknown>, change: (text: RawText) => RawText): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(data).map(([mime, value]) => [mime, /[/+]json$/.test(mime) ? value : change(value as RawText)]),
  )
}

function joinLines(text: RawText): string {
  return typeof text === 'string' ? text : text.join('')
}

function splitLines(text: RawText): string[] {
  return joinLines(text).match(/[^\n]*\n|[^\n]+$/g) ?? []
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, item]) => [key, sortKeys(item)]))
}

export async function readNotebook(path: string): Promise<Notebook> {
  return parseNotebook(await readFile(path, 'utf8'), path)
}

export async function writeNotebook(path: string, notebook: Notebook): Promise<void> {
  await writeFile(path, formatNotebook(notebook))
}

/** The notebook as it is kept in git: no outputs, no counts. */
export function stripOutputs(notebook: Notebook): Notebook {
  const cells = notebook.cells.map((cell) =>
    cell.cell_type === 'code' ? { ...cell, execution_count: null, outputs: [] } : cell,
  )
  return { ...notebook, cells }
}
