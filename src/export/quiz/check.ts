import { escapeMarkup } from '../../display/index.js'
import { highlight } from '../code/highlight.js'
import { en, type PageWords } from '../words/en.js'

/**
 * A check of a lesson, from the data of an output of anybody's file: what it looked for and what it saw, its hint and a way
 * that works behind a click each. Undefined where the value is no check.
 */
export function checkHtml(value: unknown, { check: words }: PageWords = en): string | undefined {
  const { goal, passed, saw, wanted, hint, solution } = record(value)
  if (typeof goal !== 'string' || typeof passed !== 'boolean') return undefined
  const lines = [
    typeof saw === 'string' && saw !== '' ? `<p>${words.saw(escapeMarkup(saw))}</p>` : '',
    !passed && typeof wanted === 'string' && wanted !== '' ? `<p>${words.wanted(escapeMarkup(wanted))}</p>` : '',
    typeof hint === 'string' ? unfolding(words.hint, `<p>${escapeMarkup(hint)}</p>`) : '',
    typeof solution === 'string' ? unfolding(words.solution, shell(solution)) : '',
  ]
  const kind = passed ? words.passed : words.open
  return `<div class="verified${passed ? '' : ' open'}"><p class="kind">${kind}</p><p><strong>${escapeMarkup(goal)}</strong></p>${lines.join('')}</div>`
}

/** A hint that somebody asked for. Undefined where the value is none. */
export function hintHtml(value: unknown, { check: words }: PageWords = en): string | undefined {
  const { goal, hint, number, total, isSolution } = record(value)
  if (typeof goal !== 'string' || typeof hint !== 'string') return undefined
  const title = isSolution === true ? words.solution : words.hintOf(Number(number), Number(total))
  const body = isSolution === true ? shell(hint) : `<p>${escapeMarkup(hint)}</p>`
  return unfolding(words.titled(title, goal), body)
}

function unfolding(summary: string, body: string): string {
  return `<details class="answer"><summary>${escapeMarkup(summary)}</summary>${body}</details>`
}

function shell(lines: string): string {
  return `<pre class="scroll">${highlight(lines.trim(), 'bash')}</pre>`
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
