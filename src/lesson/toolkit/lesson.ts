import type { CheckOptions, CheckResult } from './check/check.js'
import type { Test } from './check/test.js'
import type { Answer, Prediction, PredictOptions } from './predict/prediction.js'
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
  /** The next hint for the goal that was asked for last and is not reached, chosen by the network as it is now. */
  hint(): Promise<void>
  /** A solution for that goal, where its author gave one. */
  solution(): Promise<void>
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
  hint: async () => (await import('./hint/hint.js')).hint(),
  solution: async () => (await import('./hint/hint.js')).solution(),
  reset: async () => (await import('./progress/reset.js')).resetLesson(),
  language: async (name) => (await import('./text/language.js')).chooseLanguage(name),
}

type PredictArguments = [choices: readonly Answer[], options?: PredictOptions<Answer>]

/** The choices may be left out. */
function predictArguments([first, second]: unknown[]): PredictArguments {
  if (Array.isArray(first)) return [first as Answer[], second as PredictOptions<Answer>]
  return [[], first as PredictOptions<Answer>]
}
