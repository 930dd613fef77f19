import type { NotebookRun } from '../lesson/index.js'
import { CliError } from './error.js'
import { cellLine, failureReport } from './run-words.js'

/**
 * Runs a notebook with a line a cell on stdout.
 *
 * @throws CliError for what is no notebook, for a stop, and for the first cell that fails unexpectedly (after `onFailure`)
 */
export async function executeNotebook(
  path: string,
  signal: AbortSignal,
  onFailure: (run: NotebookRun) => Promise<void> = () => Promise.resolve(),
): Promise<NotebookRun> {
  // Loaded here, since it brings the kernel along, which --help and a wrong command line do not need.
  const { NotebookError, runNotebook } = await import('../lesson/index.js')
  console.log(path)
  let run: NotebookRun
  try {
    run = await runNotebook(path, {
      signal,
      onCellStart: ({ number, total, cell }) => process.stdout.write(cellLine(number, total, cell.source)),
      onCellEnd: ({ durationMs, outcome }) =>
        process.stdout.write(
          ` ${seconds(durationMs)}${outcome === 'expected-error' ? '  (failed, as expected)' : ''}\n`,
        ),
    })
  } catch (error) {
    if (signal.aborted) throw new CliError('stopped; its kernel and sandboxes are ended', 1)
    if (error instanceof NotebookError) throw new CliError(error.message, 2)
    throw error
  }
  if (run.failure === undefined) return run
  await onFailure(run)
  console.error(failureReport(path, run.failure))
  throw new CliError(`${path}: cell ${run.failure.number} failed`, 1)
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`.padStart(9)
}
