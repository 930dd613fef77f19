import { dirname, resolve } from 'node:path'
import { startKernel } from '../../kernel/index.js'
import { readNotebook, type CodeCell, type Notebook } from '../nbformat.js'
import { checkTrials } from './check-trials.js'
import { inOrders } from './orders.js'
import { openStepper, type Stepper } from './step.js'
import type { Trial, TrialPlan, TriedCell } from './trial.js'
import { twice } from './twice.js'

/** All that a notebook was put through. */
export interface NotebookTest {
  path: string
  trials: Trial[]
  isPassed: boolean
}

export interface TestListeners {
  /** A trial of the notebook `path` is about to run a cell. */
  onCell?: (path: string, trial: string, cell: CodeCell) => void
  onTrial?: (path: string, trial: Trial) => void
}

/**
 * Puts a notebook through everything that a learner may do with it: from top to bottom, every cell twice, its
 * checks before and after their solutions, each section alone, and the sections in other orders. One kernel, in the notebook's folder, restarted in between. The file is only
 * read.
 *
 * @param signal aborted: the kernel and its sandboxes are ended; the test then throws the signal's reason
 * @throws NotebookError where the file is no notebook; Error where the kernel does not start
 */
export async function testNotebook(
  path: string,
  signal: AbortSignal,
  { onCell, onTrial }: TestListeners = {},
): Promise<NotebookTest> {
  const notebook = await readNotebook(path)
  signal.throwIfAborted()
  const kernel = await startKernel({ cwd: dirname(resolve(path)), env: withoutProgress() })
  const stop = (): void => void kernel.shutdown()
  signal.addEventListener('abort', stop)
  const trials: Trial[] = []
  try {
    for (const plan of plansOf(notebook)) {
      if (trials.length > 0) await kernel.restart()
      const stepper = openStepper(kernel, notebook, signal, (cell) => onCell?.(path, plan.name, cell))
      const trial = await perform(plan, stepper)
      trials.push(trial)
      onTrial?.(path, trial)
    }
  } catch (error) {
    signal.throwIfAborted() // what went wrong is that we were told to stop
    throw error
  } finally {
    signal.removeEventListener('abort', stop)
    await kernel.shutdown()
  }
  return { path, trials, isPassed: trials.every(({ isPassed }) => isPassed) }
}

/** No name, no file: what is tried here must not count as a learner's progress. */
function withoutProgress(): NodeJS.ProcessEnv {
  return { ...process.env, VETHBOOK_NOTEBOOK: undefined, JPY_SESSION_NAME: undefined }
}

function plansOf(notebook: Notebook): TrialPlan[] {
  const [whole, ...others] = inOrders(notebook)
  return whole ? [whole, twice(notebook), ...checkTrials(notebook), ...others] : []
}

async function perform(plan: TrialPlan, stepper: Stepper): Promise<Trial> {
  const began = performance.now()
  const cells: TriedCell[] = []
  await plan.run(stepper, (cell) => cells.push(cell))
  const isPassed = cells.every(({ problem }) => problem === undefined)
  return { name: plan.name, cells, durationMs: performance.now() - began, isPassed }
}
