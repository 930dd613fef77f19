import { dirname, resolve } from 'node:path'
import { startKernel, type KernelClient } from '../kernel/index.js'
import { readNotebook, stripOutputs, type CodeCell, type Notebook } from './nbformat.js'
import { cellOrder, type Order } from './sections.js'

/** One code cell that ran. */
export interface CellRun {
  /** Position among the notebook's code cells, from 1, and how many there are. */
  number: number
  total: number
  cell: CodeCell
  durationMs: number
  /** `expected-error`: it failed, and its tag `raises-exception` says that it may. */
  outcome: 'ok' | 'expected-error' | 'failed'
}

export interface NotebookRun {
  /** The notebook with its outputs and counts; cells that did not run have none. */
  notebook: Notebook
  cells: CellRun[]
  /** The first cell that failed unexpectedly, at which the run ended. */
  failure: CellRun | undefined
}

export interface RunOptions {
  order?: Order
  /** Aborting it ends the kernel and its sandboxes at once; the run then throws the signal's reason. */
  signal?: AbortSignal
  onCellStart?: (cell: Pick<CellRun, 'number' | 'total' | 'cell'>) => void
  onCellEnd?: (cell: CellRun) => void
}

/**
 * Executes a notebook in a kernel of its own, in the notebook's folder, until its end or the first cell that fails
 * unexpectedly. The file is only read.
 *
 * @throws NotebookError where the file is no notebook; Error where the kernel does not start or ends by itself
 */
export async function runNotebook(path: string, options: RunOptions = {}): Promise<NotebookRun> {
  const { signal } = options
  const notebook = stripOutputs(await readNotebook(path))
  signal?.throwIfAborted()
  // The lesson's toolkit keeps progress beside the notebook, under its name.
  const env = { ...process.env, VETHBOOK_NOTEBOOK: resolve(path) }
  const kernel = await startKernel({ cwd: dirname(resolve(path)), env })
  const stop = (): void => void kernel.shutdown()
  signal?.addEventListener('abort', stop)
  try {
    signal?.throwIfAborted()
    const { language_info } = await kernel.kernelInfo()
    notebook.metadata = { ...notebook.metadata, language_info }
    return { notebook, ...(await runCells(kernel, notebook, options)) }
  } catch (error) {
    signal?.throwIfAborted() // what went wrong is that we were told to stop
    throw error
  } finally {
    signal?.removeEventListener('abort', stop)
    await kernel.shutdown()
  }
}

async function runCells(
  kernel: KernelClient,
  notebook: Notebook,
  { order = 'top-to-bottom', signal, onCellStart, onCellEnd }: RunOptions,
): Promise<Omit<NotebookRun, 'notebook'>> {
  const codeCells = notebook.cells.filter((cell) => cell.cell_type === 'code')
  const cells: CellRun[] = []
  for (const index of cellOrder(notebook.cells, order)) {
    const cell = notebook.cells[index]
    if (cell?.cell_type !== 'code' || cell.source.trim() === '') continue
    const place = { number: codeCells.indexOf(cell) + 1, total: codeCells.length, cell }
    onCellStart?.(place)
    const began = performance.now()
    const { status, executionCount, outputs } = await kernel.execute(cell.source)
    signal?.throwIfAborted() // stopping the kernel ends a cell as an error, too
    // The very list, not a copy: a picture that a later cell updates changes in it, too.
    cell.outputs = outputs
    cell.execution_count = executionCount
    const run = { ...place, durationMs: performance.now() - began, outcome: outcomeOf(cell, status === 'ok') }
    cells.push(run)
    onCellEnd?.(run)
    if (run.outcome === 'failed') return { cells, failure: run }
  }
  return { cells, failure: undefined }
}

function outcomeOf(cell: CodeCell, isOk: boolean): CellRun['outcome'] {
  if (isOk) return 'ok'
  return cell.metadata.tags?.includes('raises-exception') ? 'expected-error' : 'failed'
}
