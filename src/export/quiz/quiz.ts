import { createHash } from 'node:crypto'
import { escapeMarkup, mime, type PredictionData } from '../../display/index.js'
import type { Notebook } from '../../lesson/index.js'
import { en, type PageWords } from '../words/en.js'

/** What came of each question, by its words: known from the outputs that follow it. */
export type Outcomes = ReadonlyMap<string, Outcome>

type Outcome = Pick<PredictionData, 'observed' | 'because'>

/** A prediction that an output of anybody's file holds; undefined where it is none. */
export function readPrediction(value: unknown): PredictionData | undefined {
  const { question, choices, observed, because, right } = (value ?? {}) as Record<string, unknown>
  if (typeof question !== 'string' || !Array.isArray(choices)) return undefined
  return {
    ...{ question, choices: choices.filter((each) => typeof each === 'string').slice(0, 26) },
    // What somebody else predicted is not the reader's answer.
    ...{ answer: null, isDefault: false },
    observed: typeof observed === 'string' ? observed : null,
    because: typeof because === 'string' ? because : null,
    right: typeof right === 'boolean' ? right : null,
  }
}

export function outcomesOf(notebook: Notebook): Outcomes {
  const outcomes = new Map<string, Outcome>()
  for (const output of notebook.cells.flatMap((cell) => (cell.cell_type === 'code' ? cell.outputs : []))) {
    const found = 'data' in output ? readPrediction(output.data[mime.prediction]) : undefined
    if (found !== undefined && found.observed !== null) outcomes.set(found.question, found)
  }
  return outcomes
}

/**
 * A question that is answered in the page itself: a choice, or a few words, kept by the browser where it may. What
 * happened, and why, unfolds on a click; with scripts it does so by itself once a choice is made, and says whether it
 * came true. Without outcome in the notebook it is a question to think about.
 */
export function questionHtml(
  { question, choices }: PredictionData,
  outcomes: Outcomes,
  prefix: string,
  { quiz }: PageWords = en,
): string {
  const outcome = outcomes.get(question)
  const key = keyOf(question)
  const options = choices.map((choice, index) => {
    const isRight = outcome?.observed === choice ? ' data-right' : ''
    return `<label${isRight}><input type="radio" name="${prefix}q" value="${index}"> <span>${escapeMarkup(choice)}</span></label>`
  })
  const words = `<label class="words">${quiz.yours} <input type="text" autocomplete="off" maxlength="200"></label>`
  return (
    `<div class="quiz" data-key="${key}"><p class="kind">${quiz.predict}</p>` +
    `<fieldset><legend>${escapeMarkup(question)}</legend>${choices.length === 0 ? words : options.join('')}</fieldset>` +
    `<p class="verdict" role="status"></p>${outcome === undefined ? '' : answerHtml(outcome, quiz)}</div>`
  )
}

/** What happened, where the notebook shows it: beside it, with scripts, what the reader had predicted. */
export function outcomeHtml({ question, observed, because }: PredictionData, { quiz }: PageWords = en): string {
  return (
    `<div class="outcome" data-key="${keyOf(question)}"><p class="kind">${escapeMarkup(question)}</p>` +
    `<p class="mine"></p>${observedHtml({ observed, because }, quiz)}</div>`
  )
}

function answerHtml(outcome: Outcome, quiz: PageWords['quiz']): string {
  return `<details class="answer"><summary>${quiz.happened}</summary>${observedHtml(outcome, quiz)}</details>`
}

function observedHtml({ observed, because }: Outcome, quiz: PageWords['quiz']): string {
  const reason = because === null ? '' : ` <span class="why">${escapeMarkup(because)}</span>`
  return `<p class="observed">${quiz.observed(`<strong>${escapeMarkup(observed ?? '')}</strong>`)}${reason}</p>`
}

/** The same question has the same key in every export of every edition of its lesson. */
function keyOf(question: string): string {
  return createHash('sha256').update(question).digest('hex').slice(0, 12)
}
