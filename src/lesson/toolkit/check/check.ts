import { currentSink, type Displayable, type MimeBundle } from '../../../display/index.js'
import { latestCell, showable, type Lab } from '../../../lab/index.js'
import { LessonError, lessonLab } from '../context.js'
import type { Catalogue } from '../text/en.js'
import { catalogue } from '../text/language.js'
import { watchGoals } from './automatic.js'
import { checkBundle, taskBundle } from './cards.js'
import { examine, hasty, patient, type Patience } from './examine.js'
import { askedGoal, setGoal, type Goal, type Standing } from './goals.js'
import { NotInTime } from './look.js'
import { settle } from './settle.js'
import type { Test } from './test.js'

export interface CheckOptions {
  /** Lines of shell that reach the goal; shown last, and only when asked for. `vethbook test` runs them. */
  solution?: string
  /** The lab to look at; the one opened last by default. */
  lab?: Lab
}

/** How a goal stands. `saw` and `wanted` are sentences without a full stop. */
export interface CheckResult extends Displayable {
  goal: string
  passed: boolean
  saw: string
  wanted: string
  /** The first hint, by what the network shows; null where it passed, or nothing is known. */
  hint: string | null
}

/** Looks whether a goal is reached, and says so. @throws LessonError where there is no lab, or no test */
export async function check(name: string, test: Test | undefined, options: CheckOptions = {}): Promise<CheckResult> {
  const words = await catalogue()
  const goal = goalFor(name, test, options)
  const standing = await ask(goal, words, patient)
  const { finding } = standing
  const hints = finding.passed ? [] : await finding.hints()
  goal.hints = sameHints(goal.hints.all, hints) ? goal.hints : { all: hints, given: 0 }
  if (hints.length > 0) goal.hints.given = Math.max(1, goal.hints.given)
  return shown(goal, standing, hints, checkBundle(goal, finding, hints, words))
}

/** Sets a goal for the reader; it is looked at quietly, and from then on after every cell. */
export async function task(name: string, test: Test, options: CheckOptions = {}): Promise<CheckResult> {
  const words = await catalogue()
  const goal = goalFor(name, test, options)
  // What takes longer than a hasty look (a connection to a port) is waited for here: somebody reads the task meanwhile.
  const standing = await ask(goal, words, hasty).catch((error: unknown) => {
    if (error instanceof NotInTime) return ask(goal, words, patient)
    throw error
  })
  return shown(goal, standing, [], taskBundle(goal, standing.finding, words))
}

async function ask(goal: Goal, words: Catalogue, patience: Patience): Promise<Standing> {
  goal.askedIn = latestCell()?.number
  const standing = await examine(goal, words, patience)
  settle(goal, standing, words)
  watchGoals()
  return standing
}

function shown(goal: Goal, { finding }: Standing, hints: readonly string[], bundle: MimeBundle): CheckResult {
  const { passed, saw, wanted } = finding
  currentSink().display(bundle)
  const result = { goal: goal.name, passed, saw, wanted, hint: hints[0] ?? null }
  return showable(result, { wasShown: true, bundle: () => bundle })
}

function goalFor(name: string, test: Test | undefined, { solution, lab }: CheckOptions): Goal {
  if (typeof name !== 'string' || name.trim() === '') {
    throw new LessonError("A check wants a goal in words: await lesson.check('veth1 is up', isUp('veth1'))")
  }
  const quiet = lessonLab(lab)
  if (test !== undefined) return setGoal({ name, test, solution: tidied(solution), lab: quiet })
  const known = askedGoal(name)
  if (known === undefined) {
    throw new LessonError(`No goal is called ${JSON.stringify(name)} yet. Set it with lesson.task, or give a test.`)
  }
  // The task was set for a lab that another one of the same name has replaced since.
  return known.lab.isGone ? setGoal({ ...known, lab: quiet }) : known
}

/** Without the indentation that it has in a cell. */
function tidied(solution: string | undefined): string | null {
  if (solution === undefined) return null
  const lines = solution.split('\n').map((line) => line.trim())
  return lines.join('\n').trim()
}

function sameHints(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((hint, index) => hint === other[index])
}
