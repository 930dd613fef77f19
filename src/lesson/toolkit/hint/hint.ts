import { currentSink, mime, type HintData } from '../../../display/index.js'
import { openChallenge } from '../../practice/challenge.js'
import { cardBundle, type Card } from '../card.js'
import { examine, isCurrent, patient } from '../check/examine.js'
import { currentGoals, type Goal } from '../check/goals.js'
import { settle } from '../check/settle.js'
import type { CheckProgress } from '../progress/data.js'
import { updateProgress } from '../progress/progress.js'
import type { Catalogue } from '../text/en.js'
import { catalogue } from '../text/language.js'

/** Shows the next hint: for what a lesson has broken, else for the goal that was asked for last and is not reached. */
export async function hint(): Promise<void> {
  if (openChallenge() !== undefined) return (await import('../../practice/practice.js')).showHint()
  const words = await catalogue()
  const goal = await openGoal(words)
  if (goal === undefined) return show({ mood: 'note', title: words.hint.nothingFails, lines: [] })
  const all = (await goal.standing?.finding.hints()) ?? []
  if (all.length === 0) {
    const lines = goal.solution === null ? [] : [words.hint.last]
    return show({ mood: 'note', title: words.hint.none(goal.name), lines })
  }
  const isSame = JSON.stringify(all) === JSON.stringify(goal.hints.all)
  const number = Math.min(all.length, (isSame ? goal.hints.given : 0) + 1)
  const isNew = !isSame || number > goal.hints.given
  goal.hints = { all, given: number }
  if (isNew) note(goal, words, (progress) => progress.hints++)
  const text = all[number - 1] ?? ''
  const title = words.hint.title(goal.name, number, all.length)
  const isLast = number === all.length && goal.solution !== null
  const lines = [text, ...(number < all.length ? [words.check.moreHints] : isLast ? [words.hint.last] : [])]
  show({ mood: 'note', title, lines }, { goal: goal.name, hint: text, number, total: all.length, isSolution: false })
}

/** Shows the author's solution for that goal. */
export async function solution(): Promise<void> {
  if (openChallenge() !== undefined) return void (await (await import('../../practice/practice.js')).showSolution())
  const words = await catalogue()
  const goal = (await openGoal(words)) ?? currentGoals().at(-1)
  if (goal === undefined) return show({ mood: 'note', title: words.hint.nothingFails, lines: [] })
  if (goal.solution === null) return show({ mood: 'note', title: words.hint.noSolution(goal.name), lines: [] })
  note(goal, words, (progress) => (progress.solution = true))
  const [total] = [goal.hints.all.length]
  show(
    { mood: 'note', title: words.hint.solution(goal.name), lines: [{ code: goal.solution }] },
    { goal: goal.name, hint: goal.solution, number: total, total, isSolution: true },
  )
}

/** Of the goals that are not reached the one that was asked for last. */
async function openGoal(words: Catalogue): Promise<Goal | undefined> {
  for (const goal of currentGoals().reverse()) {
    const { standing: former } = goal
    if (former?.finding.passed === true) continue
    if (former !== undefined && !former.isHasty && (await isCurrent(goal, former))) return goal
    const standing = await examine(goal, words, patient)
    settle(goal, standing, words)
    if (!standing.finding.passed) return goal
  }
  return undefined
}

function note(goal: Goal, words: Catalogue, change: (progress: CheckProgress) => void): void {
  updateProgress(words, ({ checks }) => change((checks[goal.name] ??= { passed: false, hints: 0 })))
}

function show(card: Card, data?: HintData): void {
  currentSink().display(cardBundle(card, data === undefined ? {} : { [mime.hint]: data }))
}
