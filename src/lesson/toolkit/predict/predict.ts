import { randomUUID } from 'node:crypto'
import { currentSink, mime } from '../../../display/index.js'
import { showable } from '../../../lab/index.js'
import { isUnattended, LessonError, lessonLabIfOpen } from '../context.js'
import type { PredictionProgress } from '../progress/data.js'
import { readProgress, updateProgress } from '../progress/progress.js'
import type { Catalogue } from '../text/en.js'
import { catalogue } from '../text/language.js'
import { askedBundle, inWriting, observationBundle, type Asked } from './cards.js'
import { isRight, meantChoice } from './judge.js'
import type { Answer, Observation, ObservedOptions, Prediction, PredictOptions } from './prediction.js'

/**
 * Asks for a prediction, shows it and returns at once; a click counts when it arrives.
 *
 * @throws LessonError where the choices are no choice, or `mine` is none of them
 */
export async function predict(
  question: string,
  choices: readonly Answer[] = [],
  options: PredictOptions<Answer> = {},
): Promise<Prediction> {
  const words = await catalogue()
  refuseNonsense(question, choices, options)
  const asked = startingPoint(question, choices, options, words)
  if (asked.answer !== null && asked.source !== 'kept') keep(asked, words)
  return new Question(asked, words).show()
}

/** What is predicted before anybody clicks: the reader's line, what was kept, or where nobody is here the default. */
function startingPoint(
  question: string,
  choices: readonly Answer[],
  options: PredictOptions<Answer>,
  words: Catalogue,
): Asked {
  const asked = { question, choices: choices.map(String), hasButtons: false }
  if (options.mine !== undefined) {
    return { ...asked, answer: meantChoice(choices, options.mine) ?? null, source: 'now' }
  }
  if (isUnattended()) {
    const taken = options.default ?? choices[0]
    return { ...asked, answer: taken === undefined ? null : String(taken), source: 'default' }
  }
  const kept = readProgress(words).predictions[question]
  const answer = kept?.by === 'reader' ? meantChoice(choices, kept.answer) : undefined
  return { ...asked, answer: answer ?? null, source: answer === undefined ? 'now' : 'kept' }
}

/** A default never takes the place of what somebody predicted. */
function keep({ question, answer, source }: Asked, words: Catalogue, more: Partial<PredictionProgress> = {}): void {
  if (answer === null) return
  updateProgress(words, ({ predictions }) => {
    const isDefault = source === 'default'
    if (isDefault && predictions[question]?.by === 'reader') return
    predictions[question] = { answer, by: isDefault ? 'default' : 'reader', ...more }
  })
}

class Question {
  readonly #asked: Asked
  readonly #words: Catalogue
  readonly #display = { sink: currentSink(), id: randomUUID() }

  constructor(asked: Asked, words: Catalogue) {
    this.#asked = asked
    this.#words = words
  }

  show(): Prediction {
    const asked = this.#asked
    this.#display.sink.display(askedBundle(asked, this.#words), { id: this.#display.id })
    if (asked.source !== 'default') this.#display.sink.display({ [mime.text]: inWriting(asked, this.#words) })
    const handle = {
      question: asked.question,
      choices: asked.choices,
      get answer() {
        return asked.answer
      },
      observed: (outcome: Answer, options: ObservedOptions = {}) => Promise.resolve(this.#observed(outcome, options)),
    }
    return showable(handle, { wasShown: true, bundle: () => askedBundle(asked, this.#words) })
  }

  #observed(outcome: Answer, { because }: ObservedOptions): Observation {
    const { question, choices, answer, source } = this.#asked
    const reason = typeof because === 'string' ? because : because?.[String(outcome)]
    const observation = {
      question,
      predicted: answer,
      observed: String(outcome),
      right: answer === null ? null : isRight(choices, answer, outcome),
      because: reason ?? null,
    }
    if (answer !== null) {
      const { observed, right } = observation
      keep(this.#asked, this.#words, { observed, right })
      lessonLabIfOpen()?.emit({ kind: 'prediction', question, answer, right })
    }
    const isDefault = source === 'default'
    const bundle = observationBundle(observation, { choices, isDefault }, this.#words)
    currentSink().display(bundle)
    return showable(observation, { wasShown: true, bundle: () => bundle })
  }
}

function refuseNonsense(question: string, choices: readonly Answer[], options: PredictOptions<Answer>): void {
  const call = `lesson.predict(${JSON.stringify(question)}, …)`
  if (typeof question !== 'string' || question.trim() === '') {
    throw new LessonError("lesson.predict wants a question: await lesson.predict('How many?', [0, 1, 2])")
  }
  if (choices.length === 1 || new Set(choices.map(String)).size !== choices.length || choices.length > 26) {
    throw new LessonError(`${call} wants 2 to 26 different choices, or none for an answer in words.`)
  }
  for (const name of ['mine', 'default'] as const) {
    const said = options[name]
    if (said === undefined || meantChoice(choices, said) !== undefined) continue
    const known = choices.length === 0 ? 'some words' : choices.join(', ')
    throw new LessonError(
      `${call}: ${name} is ${JSON.stringify(said)}, which is none of its choices. There are: ${known}`,
    )
  }
}
