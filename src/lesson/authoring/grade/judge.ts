import type { CheckData } from '../../../display/index.js'
import type { CodeCell, Notebook } from '../../nbformat.js'
import { sectionsOf } from '../../sections.js'
import { checksOf, isCheckCell } from '../check-cells.js'
import { runnable } from '../orders.js'
import { errorText, type Stepper } from '../step.js'
import { isOutOfTime, type Point } from './points.js'

/** How one check of the lesson stands in a submission. */
export interface GradedCheck {
  goal: string
  passed: boolean
  /** What the check saw; where it could not look, why. A sentence without a full stop. */
  saw: string
}

/** What was found, and whether a cell of the lesson did not end in its time. */
export interface Judgement {
  checks: GradedCheck[]
  isLate: boolean
}

/** A check of the lesson: its cell, and the cells of its section above it. */
interface Place {
  cell: CodeCell
  above: CodeCell[]
}

/** The cells at which submissions are judged. */
export function placesOf({ cells }: Notebook): Place[] {
  return sectionsOf(cells).flatMap(({ indices }) => {
    const section = runnable(indices.flatMap((index) => cells[index] ?? []))
    return section.flatMap((cell, at) => (isCheckCell(cell) ? [{ cell, above: section.slice(0, at) }] : []))
  })
}

/**
 * Builds the network that a submission has left at each check anew, in a lab of ours, and lets the *lesson's* check look at
 * it. What the submission's own cells show or say counts for nothing, and none of its code runs here: a snapshot is data.
 *
 * @param goals what the lesson's checks are called, by their cells
 */
export async function judge(
  lesson: Notebook,
  goals: ReadonlyMap<string, readonly string[]>,
  points: ReadonlyMap<string, Point>,
  why: string | undefined,
  stepper: Stepper,
): Promise<Judgement> {
  const checks: GradedCheck[] = []
  let isLate = false
  for (const place of placesOf(lesson)) {
    const names = goals.get(place.cell.id) ?? []
    const point = points.get(place.cell.id)
    const looked = await lookAt(place, point, why, stepper, () => (isLate = true))
    for (const goal of names) {
      const found = typeof looked === 'string' ? undefined : looked.find((check) => check.goal === goal)
      const saw = found?.saw ?? (typeof looked === 'string' ? looked : 'the check did not look')
      checks.push({ goal, passed: found?.passed === true, saw })
    }
  }
  return { checks, isLate }
}

/** @returns in words why the check could not look */
async function lookAt(
  { cell, above }: Place,
  point: Point | undefined,
  why: string | undefined,
  stepper: Stepper,
  onLate: () => void,
): Promise<CheckData[] | string> {
  if (point === undefined) return why ?? 'the submission has no such cell'
  if (point.snapshot === null) return point.problem ?? 'there was no lab'
  for (const each of above) {
    const { tried } = await stepper.run(each)
    if (isOutOfTime(tried)) onLate()
    if (tried.problem !== undefined) return `the lesson itself fails: ${tried.problem}`
  }
  const restored = await stepper.execute(`await lab.restore(JSON.parse(${JSON.stringify(point.snapshot)}))`)
  if (restored.status !== 'ok') return `its network cannot be built anew: ${errorText(restored)}`
  const { tried, execution } = await stepper.run(cell)
  if (isOutOfTime(tried)) onLate()
  return tried.problem === undefined ? checksOf(execution) : `the lesson’s check fails: ${tried.problem}`
}

/** What the lesson's checks are called: its own cells are run, and asked. @throws Error where one of them fails */
export async function goalsOf(lesson: Notebook, stepper: Stepper): Promise<Map<string, string[]>> {
  const goals = new Map<string, string[]>()
  for (const { cell, above } of placesOf(lesson)) {
    let step
    for (const each of [...above, cell]) {
      step = await stepper.run(each)
      if (step.tried.problem !== undefined) throw new Error(`cell ${each.id} fails: ${step.tried.problem}`)
    }
    if (step)
      goals.set(
        cell.id,
        checksOf(step.execution).map(({ goal }) => goal),
      )
  }
  return goals
}
