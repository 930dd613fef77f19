import { currentSink, mime, type Displayable, type PuzzleData } from '../../../display/index.js'
import { CommandError, onCopy, runLines, showable, type LabCopy } from '../../../lab/index.js'
import type { NetworkSnapshot } from '../../../network/index.js'
import { cardBundle, type Card } from '../card.js'
import { examine, patient } from '../check/examine.js'
import type { Goal } from '../check/goals.js'
import { settle } from '../check/settle.js'
import type { Test } from '../check/test.js'
import { currentSection, LessonError } from '../context.js'
import { letterOf } from '../predict/judge.js'
import { rehearsal } from '../rehearsal.js'
import type { Catalogue } from '../text/en.js'
import { catalogue } from '../text/language.js'
import { outOfOrder, readOrder, seedOf } from './arrange.js'

export interface OrderOptions {
  /** The reader's order, by letters: `'c a b'`. Lines may be left out. */
  mine?: string
  /** Lines that belong nowhere. */
  distractors?: readonly string[]
  /** The network to begin with: lines that build it, or a snapshot; a machine as new by default. */
  start?: string | NetworkSnapshot
  /** Another one shuffles the lines otherwise. */
  seed?: number
}

/** How an order did. */
export interface OrderResult extends Displayable {
  goal: string
  /** As they were run; null: no order was given yet. */
  lines: string[] | null
  passed: boolean
  /** The first line that failed, and what it said; null where none did. */
  failed: { line: string; said: string } | null
  /** A sentence without a full stop each; null where a line failed, or none was run. */
  saw: string | null
  wanted: string | null
}

type Outcome = Omit<OrderResult, symbol | 'goal' | 'lines'>

/**
 * Shows lines out of their order; runs the order that the reader gives them on a machine of its own, and looks there
 * whether the goal is reached. Any order that reaches it is right. The lab stays as it is.
 *
 * @throws LessonError where there is nothing to order, or `mine` is no order
 */
export async function order(
  goal: string,
  lines: readonly string[],
  test: Test,
  options: OrderOptions = {},
): Promise<OrderResult> {
  refuseNonsense(goal, lines, options)
  const words = await catalogue()
  const { distractors = [], seed = seedOf(goal) } = options
  const mixed = outOfOrder([...lines, ...distractors], seed)
  const answer = rehearsal()
  const chosen =
    options.mine !== undefined ? readOrder(options.mine, mixed, words.order) : rehearsed(answer, lines, mixed)
  if (chosen === null) {
    const asked = { goal, lines: null, passed: false, failed: null, saw: null, wanted: null }
    return show(asked, lines, puzzleCard(goal, mixed, Object.keys(options).length > 0, words))
  }
  const outcome = await onCopy(typeof options.start === 'object' ? options.start : null, async (copy) => {
    if (typeof options.start === 'string') await runLines(copy.lab, options.start, { quiet: true })
    return tryOut(copy, goal, chosen, test, words)
  })
  const isTaken = options.mine === undefined && answer === 'answers'
  return show({ goal, lines: chosen, ...outcome }, lines, outcomeCard(goal, mixed, chosen, outcome, isTaken, words))
}

/** Where nobody is there to put them in order. Null: somebody is. */
function rehearsed(
  answer: ReturnType<typeof rehearsal>,
  lines: readonly string[],
  mixed: readonly string[],
): string[] | null {
  if (answer === undefined) return null
  return [...(answer === 'answers' ? lines : answer === 'as given' ? mixed : answer)]
}

async function tryOut(
  copy: LabCopy,
  name: string,
  lines: readonly string[],
  test: Test,
  words: Catalogue,
): Promise<Outcome> {
  for (const line of lines) {
    try {
      await runLines(copy.lab, line, { quiet: true })
    } catch (error) {
      if (!(error instanceof CommandError) || error.code === 'STOPPED') throw error
      const said = [error.stderr.trim(), error.hint ?? ''].filter((text) => text !== '').join('\n')
      return { passed: false, failed: { line, said }, saw: null, wanted: null }
    }
  }
  const goal: Goal = {
    ...{ name, test, solution: lines.join('\n'), lab: copy, section: currentSection() },
    ...{ standing: undefined, askedIn: undefined, hints: { all: [], given: 0 } },
  }
  const standing = await examine(goal, words, patient)
  settle(goal, standing, words)
  const { passed, saw, wanted } = standing.finding
  return { passed, failed: null, saw, wanted }
}

function puzzleCard(goal: string, mixed: readonly string[], hasOptions: boolean, { order: words }: Catalogue): Card {
  const mine = `mine: '${mixed.map((_, index) => letterOf(index)).join(' ')}'`
  return {
    mood: 'ask',
    title: words.title(goal),
    lines: [
      words.task,
      { code: lettered(mixed, mixed) },
      hasOptions ? words.inOptions(mine) : words.byLine(`{ ${mine} }`),
    ],
  }
}

function outcomeCard(
  goal: string,
  mixed: readonly string[],
  chosen: readonly string[],
  { passed, failed, saw, wanted }: Outcome,
  isTaken: boolean,
  words: Catalogue,
): Card {
  const { order, check } = words
  const ran = [...(isTaken ? [order.taken] : []), { code: lettered(chosen, mixed) }]
  if (failed !== null) {
    const letter = letterOf(mixed.indexOf(failed.line))
    return {
      mood: 'wrong',
      title: order.failed(letter, failed.line.split('\n')[0] ?? ''),
      lines: [...ran, ...failed.said.split('\n'), order.stopped],
    }
  }
  return {
    mood: passed ? 'right' : 'open',
    title: passed ? check.reached(goal) : check.notYet(goal),
    lines: [...ran, check.saw(saw ?? ''), ...(passed ? [] : [check.wanted(wanted ?? ''), order.nothingFailed])],
  }
}

/** `a) ip netns add ns1`, a line below the other. */
function lettered(lines: readonly string[], mixed: readonly string[]): string {
  return lines.map((line) => `${letterOf(mixed.indexOf(line))}) ${line.split('\n').join('\n   ')}`).join('\n')
}

function show(result: Omit<OrderResult, symbol>, lines: readonly string[], card: Card): OrderResult {
  const { goal, passed, failed, saw } = result
  const data: PuzzleData = {
    ...{ kind: 'order', goal, passed, solution: lines.join('\n') },
    saw: failed === null ? (saw ?? '') : `${failed.line} failed: ${failed.said}`,
  }
  const bundle = cardBundle(card, { [mime.puzzle]: data })
  currentSink().display(bundle)
  return showable(result, { wasShown: true, bundle: () => bundle })
}

function refuseNonsense(goal: string, lines: readonly string[], { distractors = [] }: OrderOptions): void {
  const all = [...lines, ...distractors]
  if (typeof goal !== 'string' || goal.trim() === '' || lines.length < 2) {
    throw new LessonError(
      "lesson.order wants a goal and two lines or more: await lesson.order('ns1 is there', […], exists('ns1'))",
    )
  }
  if (new Set(all).size !== all.length || all.length > 26) {
    throw new LessonError(`lesson.order(${JSON.stringify(goal)}, …) wants 26 lines at most, each of them another.`)
  }
}
