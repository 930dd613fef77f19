import type { Displayable } from '../../../display/index.js'

/** What may be told of a prediction beside its question and choices. */
export interface PredictOptions<Choice extends Answer = string> {
  /** The reader's own line: a choice, its letter, or free text. It counts as a click does. */
  mine?: Choice | (string & {})
  /** What a run without a person takes: the first choice unless this says another; of free text nothing. */
  default?: Choice
}

export type Answer = string | number

/** What may have happened: one of the choices; of numbers any number. */
export type OutcomeOf<Choice extends Answer> = Choice extends number ? number : Choice

export interface ObservedOptions<Choice extends Answer = string> {
  /** Why it happened: one sentence, or one for each outcome. */
  because?: string | Partial<Record<`${Choice}`, string>>
}

/** A prediction that was asked for. Made by `lesson.predict`. */
export interface Prediction<Choice extends Answer = string> extends Displayable {
  readonly question: string
  /** Empty: the answer is free text. */
  readonly choices: readonly Choice[]
  /** What was predicted, as it stands now: a click changes it between cells. Null: nothing yet. */
  readonly answer: string | null
  /**
   * Shows what happened beside what was predicted, and why. The outcome is measured: `await guess.observed(veths.length,
   * { because: 'a link is in one namespace at a time' })`. From then on the prediction cannot be changed any more.
   */
  observed(outcome: OutcomeOf<Choice>, options?: ObservedOptions<Choice>): Promise<Observation>
}

/** A prediction beside what happened. */
export interface Observation extends Displayable {
  question: string
  /** Null: nothing was predicted. */
  predicted: string | null
  observed: string
  /** Null: nothing was predicted, or two texts that only a reader can compare. */
  right: boolean | null
  because: string | null
}
