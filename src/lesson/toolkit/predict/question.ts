import { randomUUID } from 'node:crypto'
import { currentComms, currentSink, mime, type MimeBundle } from '../../../display/index.js'
import { showable } from '../../../lab/index.js'
import { lessonLabIfOpen } from '../context.js'
import type { PredictionProgress } from '../progress/data.js'
import { updateProgress } from '../progress/progress.js'
import type { Catalogue } from '../text/en.js'
import { askedBundle, inWriting, observationBundle, standing, type Asked } from './cards.js'
import { openControl, type Control } from './controls.js'
import { isRight } from './judge.js'
import type { Answer, Observation, ObservedOptions, Prediction } from './prediction.js'

/** A question in a notebook: its card, the buttons below it, and what was answered so far. */
export class Question {
  readonly #words: Catalogue
  readonly #display = { sink: currentSink(), id: randomUUID() }
  #asked: Asked
  #control: Control | undefined

  constructor(asked: Asked, words: Catalogue) {
    this.#asked = asked
    this.#words = words
    if (asked.answer !== null && asked.source !== 'kept') this.#keep()
  }

  show(): Prediction {
    const comms = currentComms()
    const { source } = this.#asked
    if (comms !== undefined && source !== 'default') {
      const { choices, answer } = this.#asked
      const name = this.#words.prediction.buttons
      this.#control = openControl(comms, { choices, answer, name, onAnswer: (said) => this.#answered(said) })
      this.#control.tell(standing(this.#asked, this.#words))
    }
    const { sink, id } = this.#display
    sink.display(this.#card(), { id })
    if (source !== 'default')
      sink.display({ ...this.#control?.bundle, [mime.text]: inWriting(this.#asked, this.#words) })
    const asked = (): Asked => this.#asked
    const handle = {
      question: asked().question,
      choices: asked().choices,
      get answer() {
        return asked().answer
      },
      observed: (outcome: Answer, options: ObservedOptions = {}) => Promise.resolve(this.#observed(outcome, options)),
    }
    return showable(handle, { wasShown: true, bundle: () => this.#card() })
  }

  #card(): MimeBundle {
    return askedBundle(this.#asked, this.#words)
  }

  /** A click, or a line that was left. */
  #answered(answer: string | null): void {
    this.#asked = { ...this.#asked, answer, source: 'now' }
    this.#keep()
    this.#display.sink.update(this.#display.id, this.#card())
    this.#control?.tell(standing(this.#asked, this.#words))
  }

  #observed(outcome: Answer, { because }: ObservedOptions): Observation {
    // What is known now cannot be predicted any more.
    this.#control?.lock()
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
      this.#keep({ observed, right })
      lessonLabIfOpen()?.emit({ kind: 'prediction', question, answer, right })
    }
    const bundle = observationBundle(observation, { choices, isDefault: source === 'default' }, this.#words)
    currentSink().display(bundle)
    return showable(observation, { wasShown: true, bundle: () => bundle })
  }

  /** A default never takes the place of what somebody predicted. */
  #keep(more: Partial<PredictionProgress> = {}): void {
    const { question, answer, source } = this.#asked
    updateProgress(this.#words, ({ predictions }) => {
      if (answer === null) {
        delete predictions[question]
        return
      }
      const isDefault = source === 'default'
      if (isDefault && predictions[question]?.by === 'reader') return
      predictions[question] = { answer, by: isDefault ? 'default' : 'reader', ...more }
    })
  }
}
