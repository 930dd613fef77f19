import { escapeMarkup } from '../../display/index.js'
import { highlight } from '../code/highlight.js'

/**
 * A check of a lesson, from the data of an output of anybody's file: what it looked for and what it saw, its hint and a way
 * that works behind a click each. Undefined where the value is no check.
 */
export function checkHtml(value: unknown): string | undefined {
  const { goal, passed, saw, wanted, hint, solution } = record(value)
  if (typeof goal !== 'string' || typeof passed !== 'boolean') return undefined
  const lines = [
    typeof saw === 'string' && saw !== '' ? `<p>Seen: ${escapeMarkup(saw)}.</p>` : '',
    !passed && typeof wanted === 'string' && wanted !== '' ? `<p>Wanted: ${escapeMarkup(wanted)}.</p>` : '',
    typeof hint === 'string' ? unfolding('A hint', `<p>${escapeMarkup(hint)}</p>`) : '',
    typeof solution === 'string' ? unfolding('One way that works', shell(solution)) : '',
  ]
  const kind = passed ? '✓ Check passed' : 'Check, not passed in this run'
  return `<div class="verified${passed ? '' : ' open'}"><p class="kind">${kind}</p><p><strong>${escapeMarkup(goal)}</strong></p>${lines.join('')}</div>`
}

/** A hint that somebody asked for. Undefined where the value is none. */
export function hintHtml(value: unknown): string | undefined {
  const { goal, hint, number, total, isSolution } = record(value)
  if (typeof goal !== 'string' || typeof hint !== 'string') return undefined
  const words = isSolution === true ? 'One way that works' : `Hint ${Number(number)} of ${Number(total)}`
  const body = isSolution === true ? shell(hint) : `<p>${escapeMarkup(hint)}</p>`
  return unfolding(`${words}: ${goal}`, body)
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
