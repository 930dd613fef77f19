import { rehearsalCode } from '../toolkit/rehearsal.js'
import type { CodeCell } from '../nbformat.js'
import { puzzlesOf, type Answered } from './check-cells.js'
import type { Step, Stepper } from './step.js'

/** A puzzle before anybody has answered it, and with the answer that the lesson has stored. */
export interface PuzzleTrial {
  asGiven: Step
  answered: Step
  problems: string[]
  /** Repairs that needed none: something above has mended it. */
  early: string[]
}

/**
 * Runs a cell of puzzles as it is given, which must not reach the goal, and with its stored answers, which must. A diagnosis
 * that is left open is an error as long as nobody fills it: that is no problem of the lesson's.
 */
export async function tryPuzzle(cell: CodeCell, stepper: Stepper): Promise<PuzzleTrial> {
  const asGiven = await runAsGiven(cell, stepper)
  const answered = await stepper.run(cell)
  const given = puzzlesOf(asGiven.execution).filter(({ passed }) => passed)
  const done = puzzlesOf(answered.execution)
  const early = given.filter(({ kind }) => kind === 'repaired').map(({ goal }) => goal)
  const needless = given.filter(({ kind }) => kind !== 'repaired').map(needlessWords)
  const open = done.filter(({ passed }) => !passed).map(openWords)
  const unseen = done.length === 0 ? ['the cell has shown no puzzle. Wait for it: await lesson.gaps(…)'] : []
  return { asGiven, answered, early, problems: [...needless, ...open, ...unseen] }
}

/** With nothing filled in, and lines in the order in which they are shown. */
export async function runAsGiven(cell: CodeCell, stepper: Stepper): Promise<Step> {
  return runWith('as given', cell, stepper)
}

/** With other answers than the stored ones. */
export async function runWith(
  answer: Parameters<typeof rehearsalCode>[0],
  cell: CodeCell,
  stepper: Stepper,
): Promise<Step> {
  await stepper.execute(rehearsalCode(answer))
  const step = await stepper.run(cell)
  await stepper.execute(rehearsalCode('answers'))
  return step
}

function needlessWords({ kind, goal }: Answered): string {
  switch (kind) {
    case 'order':
      return `the lines of “${goal}” reach it in the order in which they are shown. Shuffle them otherwise: { seed: 2 }`
    case 'found':
      return `the diagnosis of “${goal}” stands in the cell. Leave it open: await lesson.found({ cause: '…', at: '…' })`
    default:
      return `“${goal}” is reached before its gaps are filled. Let it look for what the commands with gaps make.`
  }
}

const openWords = ({ goal, saw }: Answered): string => `the stored answer of “${goal}” does not reach it. Seen: ${saw}.`
