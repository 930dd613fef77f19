import { isUnattended, LessonError } from '../context.js'
import { readProgress } from '../progress/progress.js'
import type { Catalogue } from '../text/en.js'
import { catalogue } from '../text/language.js'
import type { Asked } from './cards.js'
import { meantChoice } from './judge.js'
import type { Answer, Prediction, PredictOptions } from './prediction.js'
import { Question } from './question.js'

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
  refuseNonsense(question, choices, options, words)
  return new Question(startingPoint(question, choices, options, words), words).show()
}

/** What is predicted before anybody clicks: the reader's line, what was kept, or where nobody is here the default. */
function startingPoint(
  question: string,
  choices: readonly Answer[],
  options: PredictOptions<Answer>,
  words: Catalogue,
): Asked {
  const asked = { question, choices: choices.map(String), hasOptions: Object.keys(options).length > 0 }
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

function refuseNonsense(
  question: string,
  choices: readonly Answer[],
  options: PredictOptions<Answer>,
  words: Catalogue,
): void {
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
    const known = choices.length === 0 ? ['some words'] : choices.map(String)
    throw new LessonError(`${call}: ${words.prediction.noChoice(name, JSON.stringify(said), known)}`)
  }
}
