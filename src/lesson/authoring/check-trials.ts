import type { CheckData } from '../../display/index.js'
import type { CodeCell, Notebook } from '../nbformat.js'
import { sectionsOf } from '../sections.js'
import { checksOf, isBreakCell, isCheckCell, isGoalCell, isPuzzleCell, puzzlesOf, solutionCell } from './check-cells.js'
import { runnable } from './orders.js'
import { runAsGiven, tryPuzzle } from './puzzle-trial.js'
import { errorText, type Step, type Stepper } from './step.js'
import type { TrialPlan, TriedCell } from './trial.js'

/**
 * Each section's checks and puzzles must first fail and then, after their solutions, pass. What the section's own cells have
 * reached by the time it is looked at must fail at the section's start: after its first cell, without the others.
 */
export function checkTrials({ cells }: Notebook): TrialPlan[] {
  return sectionsOf(cells)
    .map(({ heading, indices }) => ({ heading, section: runnable(indices.flatMap((index) => cells[index] ?? [])) }))
    .filter(({ section }) => section.some((cell) => isGoalCell(cell) || isPuzzleCell(cell)))
    .map(({ heading, section }) => ({
      name: `checks: ${heading}`,
      async run(stepper, tell) {
        const early = await asReaders(section, stepper, tell)
        if (early === undefined || early.size === 0) return
        await stepper.restart()
        await atTheStart(section, early, stepper, tell)
      },
    }))
}

type Tell = (cell: TriedCell) => void

/**
 * The cells in their order; where a check fails, as it should, its solution is typed in as a reader would.
 *
 * @returns goals that were reached when they were first looked at; undefined where a cell failed
 */
async function asReaders(section: readonly CodeCell[], stepper: Stepper, tell: Tell): Promise<Set<string> | undefined> {
  const early = new Set<string>()
  for (const cell of section) {
    if (isPuzzleCell(cell)) {
      const { asGiven, answered, problems, early: mended } = await tryPuzzle(cell, stepper)
      tell({ ...asGiven.tried, problem: undefined })
      tell(withProblem(answered, problems))
      if (answered.tried.problem !== undefined) return undefined
      for (const goal of mended) early.add(goal)
      continue
    }
    const step = await stepper.run(cell)
    const checks = isCheckCell(cell) ? checksOf(step.execution) : []
    const isDone = isGoalCell(cell) && !isCheckCell(cell) ? checksOf(step.execution).filter(isReached) : []
    tell(withProblem(step, [...doneTasks(isDone), ...faultsOf(cell, step, checks)]))
    if (step.tried.problem !== undefined) return undefined
    for (const check of checks) if (check.passed) early.add(check.goal)
    if (!(await solve(cell, checks, stepper, tell))) return undefined
  }
  return early
}

const isReached = ({ passed }: CheckData): boolean => passed

const doneTasks = (checks: readonly CheckData[]): string[] =>
  checks.map(({ goal }) => `the task “${goal}” is done before the reader has begun. Let the section start without it.`)

function faultsOf(cell: CodeCell, { tried }: Step, checks: readonly CheckData[]): string[] {
  if (!isCheckCell(cell) || tried.problem !== undefined) return []
  if (checks.length === 0) return ['the cell has shown no check. Wait for it: await lesson.check(…)']
  return checks
    .filter(({ solution }) => solution === null)
    .map(({ goal }) => `the check “${goal}” has no solution. Give it the lines that reach it: { solution: '…' }`)
}

/** Types in the solutions of what is not reached, and looks again. False: there is no going on. */
async function solve(cell: CodeCell, checks: readonly CheckData[], stepper: Stepper, tell: Tell): Promise<boolean> {
  const solvable = checks.filter(({ passed, solution }) => !passed && solution !== null)
  if (solvable.length === 0) return true
  const problems: string[] = []
  for (const { goal, solution } of solvable) {
    const typed = await stepper.execute(solutionCell(solution ?? ''))
    if (typed.status !== 'ok') problems.push(`the solution of “${goal}” fails: ${errorText(typed)}`)
  }
  const again = await stepper.run(cell)
  const after = checksOf(again.execution)
  for (const { goal } of solvable) {
    const now = after.find((check) => check.goal === goal)
    if (now?.passed === true) continue
    problems.push(
      `the solution of “${goal}” does not reach it. Seen: ${now?.saw ?? 'nothing'}. Wanted: ${now?.wanted ?? 'a check'}.`,
    )
  }
  tell(withProblem(again, problems))
  return again.tried.problem === undefined
}

/** Goals that the section's cells had reached: with the first cell alone they must not be. */
async function atTheStart(
  section: readonly CodeCell[],
  goals: ReadonlySet<string>,
  stepper: Stepper,
  tell: Tell,
): Promise<void> {
  const [start, ...others] = section
  if (start === undefined) return
  const begun = await stepper.run(start)
  tell(begun.tried)
  if (begun.tried.problem !== undefined) return
  for (const cell of others) {
    if (isPuzzleCell(cell)) {
      await stillToMend(cell, goals, stepper, tell)
      continue
    }
    if (!isCheckCell(cell) && !isBreakCell(cell)) continue
    const step = await stepper.run(cell)
    if (step.tried.problem !== undefined) {
      const problem = `after the section’s first cell alone it cannot run: ${step.tried.problem}\nLet it look at the network, not at what other cells have kept.`
      tell({ ...step.tried, problem })
      return
    }
    const checks = checksOf(step.execution).filter(({ goal }) => goals.has(goal))
    const already = checks
      .filter(isReached)
      .map(
        ({ goal }) =>
          `the check “${goal}” passes at the start of its section, before anything was done. Let it look for what the section makes.`,
      )
    tell(withProblem(step, already))
    if (!(await solve(cell, checks, stepper, tell))) return
  }
}

/** A repair for which the section's own cells had done everything: with nothing but the break it must be open. */
async function stillToMend(cell: CodeCell, goals: ReadonlySet<string>, stepper: Stepper, tell: Tell): Promise<void> {
  const step = await runAsGiven(cell, stepper)
  const already = puzzlesOf(step.execution)
    .filter(({ kind, goal, passed }) => kind === 'repaired' && passed && goals.has(goal))
    .map(({ goal }) => `“${goal}” is mended before anything was done. Break the network in a cell of the section.`)
  tell(withProblem({ ...step, tried: { ...step.tried, problem: undefined } }, already))
}

/** A cell's own failure comes first. */
function withProblem({ tried }: Step, problems: readonly string[]): TriedCell {
  if (problems.length === 0 || tried.problem !== undefined) return tried
  return { ...tried, problem: problems.join('\n') }
}
