import { createHash } from 'node:crypto'
import { escapeMarkup } from '../../display/index.js'
import type { CodeCell } from '../../lesson/index.js'
import { en, type PageWords } from '../words/en.js'

/** A gap in commands, as `lesson.gaps` takes it: `▢`, or `▢link` where it says what belongs there. */
const gap = /▢[\p{L}\d_-]*/gu
const mostLines = 26

/** What a reader fills in, and where the solution stands. */
export interface Puzzle {
  key: string
  kind: string
  goal: string
  /** HTML of its lines with what is to be filled in, each with the right answer beside it. */
  form: string
}

/**
 * Lines to be put in order, from the data of an output of anybody's file: out of their order, each with a choice of its
 * place. Undefined where the value is no such puzzle.
 */
export function orderPuzzle(value: unknown, { puzzle: words }: PageWords = en): Puzzle | undefined {
  const { kind, goal, solution } = (value ?? {}) as Record<string, unknown>
  if (kind !== 'order' || typeof goal !== 'string' || typeof solution !== 'string') return undefined
  const lines = solution.split('\n').slice(0, mostLines)
  if (lines.length < 2) return undefined
  const mixed = [...lines.entries()].toSorted(([, a], [, b]) => (digest(a) < digest(b) ? -1 : 1))
  const choices = lines.map((_, index) => `<option>${index + 1}`).join('')
  const rows = mixed.map(([place, line]) => {
    return `<label><select data-right="${place + 1}"><option value="">–${choices}</select><code>${escapeMarkup(line)}</code></label>`
  })
  return { key: digest(`order ${goal}`), kind: words.order, goal, form: rows.join('') }
}

/**
 * Commands with gaps: those that the cell's source holds, answered by the solution of the check that follows. Undefined
 * where the two do not fit together.
 *
 * @param check the data of an output of the type `mime.check`, from a file of anybody's
 */
export function gapsPuzzle(cell: CodeCell, check: unknown, { puzzle: words }: PageWords = en): Puzzle | undefined {
  const { goal, solution } = (check ?? {}) as Record<string, unknown>
  const [, , text = ''] = /\blesson\.gaps\(\s*(['"`])([^]*?)\1/.exec(cell.source) ?? []
  if (typeof goal !== 'string' || typeof solution !== 'string' || !text.includes('▢')) return undefined
  const [lines, solved] = [text.trim().split('\n'), solution.split('\n')]
  if (lines.length !== solved.length || lines.length > mostLines) return undefined
  let number = 0
  const rows: string[] = []
  for (const [index, line] of lines.entries()) {
    const parts = line.trim().split(gap)
    const answers = answersIn(parts, solved[index] ?? '')
    if (answers === undefined) return undefined
    const hints = [...line.matchAll(gap)].map(([found]) => found.slice(1))
    const filled = parts.map((part, at) => {
      if (at === 0) return escapeMarkup(part)
      const [hint = '', answer = ''] = [hints[at - 1], answers[at - 1]].map((each) => escapeMarkup(each ?? ''))
      return `<input aria-label="${words.gap(++number)}" placeholder="${hint}" data-right="${answer}" size="9">${escapeMarkup(part)}`
    })
    rows.push(`<code>${filled.join('')}</code>`)
  }
  return { key: digest(`gaps ${goal}`), kind: words.gaps, goal, form: rows.join('') }
}

/** @param shown HTML of what the notebook shows of it, the solution in it */
export function puzzleHtml(
  { key, kind, goal, form }: Puzzle,
  shown: string,
  { puzzle: words }: PageWords = en,
): string {
  return (
    `<div class="quiz puzzle" data-key="${key}"><p class="kind">${kind}</p>` +
    `<fieldset spellcheck="false"><legend>${escapeMarkup(goal)}</legend>${form}</fieldset>` +
    `<p class="verdict" role="status"></p><details class="answer"><summary>${words.solution}</summary>${shown}</details></div>`
  )
}

/** What stands in a solved line where the gaps are; undefined where the line is another. */
function answersIn(parts: readonly string[], line: string): string[] | undefined {
  const [first = '', ...others] = parts
  if (!line.startsWith(first)) return undefined
  let at = first.length
  const answers: string[] = []
  for (const [index, part] of others.entries()) {
    const end = index === others.length - 1 && part === '' ? line.length : line.indexOf(part === '' ? ' ' : part, at)
    if (end <= at) return undefined
    answers.push(line.slice(at, end))
    at = end + part.length
  }
  return at === line.length ? answers : undefined
}

/** The same for the same text, in every export. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}
