import type { Displayable } from '../../display/index.js'
import type { Lab } from '../../lab/index.js'
import type { Diagnosis, Repair, SaidAnswer } from '../practice/attempt.js'
import type { BreakOptions } from '../practice/begin.js'
import type { PracticeTask } from '../practice/practice.js'
import type { CheckOptions, CheckResult } from './check/check.js'
import type { Test } from './check/test.js'
import type { GapsOptions } from './gaps/gaps.js'
import type { OrderOptions, OrderResult } from './order/order.js'
import type { Answer, Prediction, PredictOptions } from './predict/prediction.js'
import type { SectionOptions } from './section/section.js'
import type { LessonSummary } from './summary/summary.js'
import type { LanguageName } from './text/language.js'

/** What a lesson does with its reader beside the lab: asks, checks, hints. Each call loads what it needs. */
export interface Lesson {
  /**
   * Asks for a prediction before a step: buttons where the front end has widgets, and always a line to write. Returns at
   * once; a click counts when it arrives. It is never needed to go on. Kept in the lesson's progress; a run without a
   * person takes the default. After the step, `prediction.observed(…)` shows both side by side:
   * `const guess = await lesson.predict('How many veth links are left in the root namespace?', [0, 1, 2])`
   *
   * @throws LessonError where the choices are no choice, or `mine` is none of them
   */
  predict<const Choice extends Answer>(
    question: string,
    choices: readonly Choice[],
    options?: PredictOptions<Choice>,
  ): Promise<Prediction<Choice>>
  /** Asks for a prediction in words. */
  predict(question: string, options?: PredictOptions): Promise<Prediction>
  /**
   * Looks whether a goal is reached, by the network as it is and not by what was typed, and shows what was seen, what was
   * wanted, and one hint. Never throws for a goal that is not reached. From then on, and until the next section or lab, it
   * is looked at after every cell: `await lesson.check('ns1 reaches ns2', reaches('ns1', 'ns2'))`. Without a test it is the
   * goal that a task has set.
   *
   * @throws LessonError where there is no lab, or no test; what a test of the author's own throws
   */
  check(goal: string, test?: Test, options?: CheckOptions): Promise<CheckResult>
  /**
   * Sets a goal for the reader, for whom an empty cell follows. Reaching it is announced below the cell that does; a check
   * below that cell tells more: `await lesson.check(goal)`. Options and errors are those of `check`.
   */
  task(goal: string, test: Test, options?: CheckOptions): Promise<CheckResult>
  /**
   * Commands with gaps (`▢`, or `▢link` where it says what belongs there) that the reader fills in the cell; they are run in
   * the lab, and then the goal is looked at as by `check`: `await lesson.gaps('sudo ip link set ▢ up', 'veth1 is up',
   * isUp('veth1'), { fill: ['veth1'] })`. What fails is shown with what it means here, and is no error. A gap that is empty is
   * named, and nothing is run then. A run without a person takes `fill`.
   *
   * @throws LessonError where nobody is there to fill a gap, and no word is stored for it
   */
  gaps(commands: string, goal: string, test: Test, options?: GapsOptions): Promise<CheckResult>
  /**
   * Lines out of their order, given in the right one, and others that belong nowhere; the reader's order is run on a machine
   * of its own, and the goal is looked at there: `await lesson.order('ns1 is there', ['ip netns add ns1', …], exists('ns1'))`.
   * Any order that reaches it is right; else the first line that fails is told, and why.
   *
   * @throws LessonError where there is nothing to order, or `mine` is no order
   */
  order(goal: string, lines: readonly string[], test: Test, options?: OrderOptions): Promise<OrderResult>
  /**
   * Begins a section with the lab in a known state, the same each time: `await lesson.section('2. Up and down', { start: … })`,
   * so that a reader can start with any. Checks belong to the section that was begun last. Gives the lab.
   *
   * @throws LessonError where it has no name; what building its start throws
   */
  section(name: string, options?: SectionOptions): Promise<Lab>
  /**
   * Breaks a network that works, without saying what: one ping of it is not answered any more. The learner's own network, or
   * where the lab has none, one of the level. Proven on a copy first, so that it can be found and mended; the same seed breaks
   * the same network in the same way: `await lesson.break(lab, { level: 2, seed: 7 })`. The log, `undo` and pictures drawn
   * before tell nothing of it. `hint` and `solution` are then about it.
   *
   * @throws LessonError where an option is none, no ping works, or nothing fits
   */
  break(lab: Lab, options?: BreakOptions): Promise<PracticeTask>
  /**
   * Says what was broken, as `lab.explain` names causes and places: `await lesson.found({ cause: 'link-down', at: 'ns1.veth1' })`.
   * Evidence is shown once it is right. Of two faults each is named by itself. In a lesson it is left open, for the reader to
   * fill: `await lesson.found({ cause: '…', at: '…' })`, and says so; a run without a person takes the right one.
   *
   * @throws LessonError where nothing was broken, or the cause or the place is none
   */
  found(diagnosis: SaidAnswer): Promise<Diagnosis & Displayable>
  /**
   * Tests whether the ping comes back; whatever mended it is right. Tells the time and the number of commands. A run without
   * a person mends it first.
   *
   * @throws LessonError where nothing was broken
   */
  repaired(): Promise<Repair & Displayable>
  /** The next hint for the goal that was asked for last and is not reached, chosen by the network as it is now. */
  hint(): Promise<void>
  /** A solution for that goal, where its author gave one. */
  solution(): Promise<void>
  /**
   * What was done in this notebook so far, also before the kernel was started anew: predictions and what came of them, goals
   * with the hints that were taken, networks mended, time, and the manual's pages of the commands that were run.
   */
  summary(): Promise<LessonSummary>
  /**
   * Forgets the progress of this notebook: predictions, checks, hints. Its file goes.
   */
  reset(): Promise<void>
  /**
   * The language of what the toolkit says from now on; without it that of the environment (`LANG`), or English.
   *
   * @throws LessonError where there is no such language
   */
  language(name: LanguageName): Promise<void>
}

export const lesson: Lesson = {
  predict: async (question: string, ...rest: unknown[]) =>
    (await import('./predict/predict.js')).predict(question, ...predictArguments(rest)),
  check: async (...all) => (await import('./check/check.js')).check(...all),
  task: async (...all) => (await import('./check/check.js')).task(...all),
  gaps: async (...all) => (await import('./gaps/gaps.js')).gaps(...all),
  order: async (...all) => (await import('./order/order.js')).order(...all),
  section: async (...all) => (await import('./section/section.js')).section(...all),
  break: async (...all) => (await import('../practice/practice.js')).breakLab(...all),
  found: async (...all) => (await import('../practice/practice.js')).found(...all),
  repaired: async () => (await import('../practice/practice.js')).repaired(),
  hint: async () => (await import('./hint/hint.js')).hint(),
  solution: async () => (await import('./hint/hint.js')).solution(),
  summary: async () => (await import('./summary/summary.js')).summary(),
  reset: async () => (await import('./progress/reset.js')).resetLesson(),
  language: async (name) => (await import('./text/language.js')).chooseLanguage(name),
}

type PredictArguments = [choices: readonly Answer[], options?: PredictOptions<Answer>]

/** The choices may be left out. */
function predictArguments([first, second]: unknown[]): PredictArguments {
  if (Array.isArray(first)) return [first as Answer[], second as PredictOptions<Answer>]
  return [[], first as PredictOptions<Answer>]
}
