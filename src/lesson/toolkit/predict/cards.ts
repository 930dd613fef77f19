import { mime, type MimeBundle, type PredictionData } from '../../../display/index.js'
import { cardBundle } from '../card.js'
import type { Catalogue } from '../text/en.js'
import { letterOf } from './judge.js'
import type { Observation } from './prediction.js'

/** A prediction that is asked for, as it stands. */
export interface Asked {
  question: string
  choices: readonly string[]
  answer: string | null
  /** From an earlier run or kernel; taken because nobody is here. */
  source: 'now' | 'kept' | 'default'
  /** The call has options, among which an answer in writing has its place. */
  hasOptions: boolean
}

/** The question and what was answered; the choices stand below it, on buttons or in writing, where somebody is there. */
export function askedBundle(asked: Asked, words: Catalogue): MimeBundle {
  const { question, choices, answer, source } = asked
  const data: PredictionData = {
    ...{ question, choices: [...choices], answer },
    isDefault: source === 'default' && answer !== null,
    ...{ observed: null, right: null, because: null },
  }
  return cardBundle(
    {
      mood: 'ask',
      title: words.prediction.title(question),
      lines: [...(source === 'default' ? choices.map(lettered) : []), standing(asked, words)],
    },
    { [mime.prediction]: data },
  )
}

/** The choices, and how to answer in the cell itself, for a front end without buttons. */
export function inWriting({ choices, answer, hasOptions }: Asked, { prediction: words }: Catalogue): string {
  const at = answer === null ? -1 : choices.indexOf(answer)
  const example = choices.length === 0 ? '…' : letterOf(Math.max(at, 0))
  const mine = `mine: '${example}'`
  const lines = [...choices.map(lettered), hasOptions ? words.inOptions(mine) : words.byLine(`{ ${mine} }`)]
  return lines.map((line) => `  ${line}`).join('\n')
}

function lettered(choice: string, index: number): string {
  return `${letterOf(index)}) ${choice}`
}

/** What stands on the card below the question. */
export function standing({ answer, source }: Asked, words: Catalogue): string {
  if (answer === null) return words.prediction.none
  if (source === 'default') return words.prediction.taken(answer)
  return source === 'kept' ? words.prediction.kept(answer) : words.prediction.chosen(answer)
}

export function observationBundle(
  { question, predicted, observed, right, because }: Omit<Observation, symbol>,
  { choices, isDefault }: { choices: readonly string[]; isDefault: boolean },
  words: Catalogue,
): MimeBundle {
  const { prediction } = words
  const data: PredictionData = {
    ...{ question, choices: [...choices], answer: predicted, isDefault },
    ...{ observed, right, because },
  }
  const verdict =
    predicted === null ? [] : [right === null ? prediction.open : right ? prediction.right : prediction.wrong]
  return cardBundle(
    {
      mood: right === null ? 'note' : right ? 'right' : 'differs',
      title: question,
      lines: [
        predicted === null ? prediction.notPredicted : prediction.predicted(predicted),
        prediction.observed(observed),
        ...verdict,
        ...(because === null ? [] : [prediction.because(because)]),
      ],
    },
    { [mime.prediction]: data },
  )
}
