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
  /** The choices stand on buttons below. */
  hasButtons: boolean
}

export function askedBundle(asked: Asked, words: Catalogue): MimeBundle {
  const { question, choices, answer, source, hasButtons } = asked
  const data: PredictionData = {
    ...{ question, choices: [...choices], answer },
    isDefault: source === 'default' && answer !== null,
    ...{ observed: null, right: null, because: null },
  }
  return cardBundle(
    {
      mood: 'ask',
      title: words.prediction.title(question),
      lines: [
        ...(hasButtons ? [] : choices.map((each, index) => `${letterOf(index)}) ${each}`)),
        standing(asked, words),
      ],
    },
    { [mime.prediction]: data },
  )
}

/** How to answer in the cell itself, where no buttons are shown. */
export function inWriting({ choices, answer }: Pick<Asked, 'choices' | 'answer'>, words: Catalogue): string {
  const at = answer === null ? -1 : choices.indexOf(answer)
  const example = choices.length === 0 ? '…' : letterOf(Math.max(at, 0))
  return words.prediction.byLine(`{ mine: '${example}' }`)
}

function standing({ answer, source }: Asked, words: Catalogue): string {
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
