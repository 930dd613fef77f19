import { stripVTControlCharacters } from 'node:util'
import type { ExecuteOptions, Execution, KernelClient, NotebookOutput } from '../../kernel/index.js'
import type { CodeCell, Notebook } from '../nbformat.js'
import type { TriedCell } from './trial.js'

/** What a cell may take, before it is stopped. */
export interface CellBounds {
  /** In milliseconds: a bound against one that waits for ever, by default far above what a lesson takes. */
  patienceMs?: number
  /** Of what it shows, in characters. */
  mostOutput?: number
}

const defaultPatienceMs = 180_000

/** Runs cells of one notebook in a kernel, as often as one likes. */
export interface Stepper {
  /** `problem` is undefined where the cell ended as it should: well, or as its tag `raises-exception` allows. */
  run(cell: CodeCell): Promise<Step>
  /** Code that stands in no cell. */
  execute(code: string): Promise<Execution>
  /** A kernel as new. */
  restart(): Promise<void>
}

export interface Step {
  tried: TriedCell
  execution: Execution
}

/**
 * @param signal aborted: what runs is stopped, and nothing more is begun
 * @param onCell called before each cell
 */
export function openStepper(
  kernel: KernelClient,
  notebook: Notebook,
  signal: AbortSignal,
  onCell: (cell: CodeCell) => void,
  { patienceMs = defaultPatienceMs, mostOutput = Infinity }: CellBounds = {},
): Stepper {
  const codeCells = notebook.cells.filter((cell) => cell.cell_type === 'code')
  /** How the kernel ended, if a cell has ended it. */
  let end: Execution | undefined

  const execute = async (code: string): Promise<Execution> => {
    signal.throwIfAborted()
    if (end) return end
    const stop = new AbortController()
    let reason: [name: string, words: string] | undefined
    const stopFor = (...why: NonNullable<typeof reason>): void => {
      reason ??= why
      stop.abort()
    }
    const timer = setTimeout(
      () => stopFor('Timeout', `no end after ${patienceMs / 1000} s; it was stopped`),
      patienceMs,
    )
    const onOutput = countOutput(mostOutput, () =>
      stopFor('Flood', `more than ${mostOutput} characters; it was stopped`),
    )
    try {
      const execution = await kernel.execute(code, { signal: stop.signal, onOutput })
      signal.throwIfAborted() // ending the kernel ends a cell as an error, too
      return reason === undefined ? execution : failed(...reason, execution)
    } catch (error) {
      signal.throwIfAborted()
      return (end = failed((error as Error).name, (error as Error).message))
    } finally {
      clearTimeout(timer)
    }
  }
  return {
    execute,
    async restart() {
      signal.throwIfAborted()
      await kernel.restart()
      end = undefined
    },
    async run(cell) {
      onCell(cell)
      const began = performance.now()
      const execution = await execute(cell.source)
      const mayFail = cell.metadata.tags?.includes('raises-exception') === true && end === undefined
      const tried = {
        number: codeCells.indexOf(cell) + 1,
        id: cell.id,
        source: cell.source,
        durationMs: performance.now() - began,
        problem: execution.status === 'ok' || mayFail ? undefined : errorText(execution),
      }
      return { tried, execution }
    },
  }
}

/** Streams grow: each output counts by its size as it is now. */
function countOutput(most: number, onTooMuch: () => void): NonNullable<ExecuteOptions['onOutput']> {
  const sizes = new Map<NotebookOutput, number>()
  let sum = 0
  return (output) => {
    const size = output.output_type === 'stream' ? output.text.length : JSON.stringify(output).length
    sum += size - (sizes.get(output) ?? 0)
    sizes.set(output, size)
    if (sum > most) onTooMuch()
  }
}

function failed(ename: string, evalue: string, { executionCount, outputs }: Partial<Execution> = {}): Execution {
  const error = { ename, evalue, traceback: [] }
  return { status: 'error', executionCount: executionCount ?? 0, outputs: outputs ?? [], error }
}

/** Name and message of what a cell threw. */
export function errorText({ error, status }: Execution): string {
  return error ? stripVTControlCharacters(`${error.ename}: ${error.evalue}`) : `the cell was ${status}`
}
