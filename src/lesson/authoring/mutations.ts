import { dirname, resolve } from 'node:path'
import { startKernel } from '../../kernel/index.js'
import { readNotebook, type CodeCell } from '../nbformat.js'
import { sectionsOf } from '../sections.js'
import { checksOf, isCheckCell, isPuzzleCell, puzzlesOf, solutionCell, type Answered } from './check-cells.js'
import { runnable } from './orders.js'
import { runWith } from './puzzle-trial.js'
import { openStepper, type Stepper } from './step.js'

/** A solution with one of its lines left out, and whether the check noticed. */
export interface Mutation {
  goal: string
  leftOut: string
  isNoticed: boolean
}

/**
 * Leaves out one line of each check's solution at a time, and lets the check look: one that passes nevertheless does not
 * look at what that line makes. For checks that fail before their solution, gaps and orders of lines.
 *
 * @param signal aborted: the kernel is ended
 */
export async function mutateSolutions(path: string, signal: AbortSignal): Promise<Mutation[]> {
  const notebook = await readNotebook(path)
  const env = { ...process.env, VETHBOOK_NOTEBOOK: undefined, JPY_SESSION_NAME: undefined }
  const kernel = await startKernel({ cwd: dirname(resolve(path)), env })
  try {
    const stepper = openStepper(kernel, notebook, signal, () => undefined)
    const mutations: Mutation[] = []
    for (const { indices } of sectionsOf(notebook.cells)) {
      const section = runnable(indices.flatMap((index) => notebook.cells[index] ?? []))
      for (const [at, cell] of section.entries()) {
        if (isCheckCell(cell) || isPuzzleCell(cell))
          mutations.push(...(await mutate(section.slice(0, at), cell, stepper)))
      }
    }
    return mutations
  } finally {
    await kernel.shutdown()
  }
}

async function mutate(above: readonly CodeCell[], cell: CodeCell, stepper: Stepper): Promise<Mutation[]> {
  const open = (await lookAfter(above, cell, undefined, stepper)).filter(({ passed }) => !passed)
  const mutations: Mutation[] = []
  for (const { goal, solution } of open) {
    if (solution === null) continue
    const lines = solution.split('\n').filter((line) => line.trim() !== '')
    for (const [left, leftOut] of lines.entries()) {
      const rest = lines.filter((_, index) => index !== left)
      const checks = await lookAfter(above, cell, rest, stepper)
      const isNoticed = checks.find((check) => check.goal === goal)?.passed === false
      mutations.push({ goal, leftOut, isNoticed })
    }
  }
  return mutations
}

/** The section anew up to the check, the lines, which may fail, and what the check says then. */
async function lookAfter(
  above: readonly CodeCell[],
  cell: CodeCell,
  lines: readonly string[] | undefined,
  stepper: Stepper,
): Promise<Omit<Answered, 'kind'>[]> {
  for (const each of above) {
    const { tried } = await stepper.run(each)
    if (tried.problem !== undefined) throw new Error(`cell ${each.id} fails: ${tried.problem}`)
  }
  if (isPuzzleCell(cell)) return puzzlesOf((await runWith(lines ?? 'as given', cell, stepper)).execution)
  if (lines !== undefined) await stepper.execute(solutionCell(lines.join('\n')))
  return checksOf((await stepper.run(cell)).execution)
}
