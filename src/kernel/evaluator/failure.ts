import type { Failure } from './contract.js'

export const red = (text: string): string => `\u001b[31m${text}\u001b[39m`
export const bold = (text: string): string => `\u001b[1m${text}\u001b[22m`
export const grey = (text: string): string => `\u001b[90m${text}\u001b[39m`

/** The stop button: nothing is wrong with the code. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
  constructor() {
    super('the cell was stopped')
  }
}

/** Where a message of TypeScript points to; lines and columns count from 1. */
export interface ProblemPlace {
  /** Undefined: the cell itself. */
  file: string | undefined
  /** Undefined: somewhere in an earlier cell. */
  line: number | undefined
  /** In the line's text. */
  column: number
  text: string
  /** UTF-16 length, which may go past the line; at least 1. */
  length: number
}

/** What TypeScript says: a chain of messages, one a line, the inner ones indented. */
export interface Remark {
  message: string
  place: ProblemPlace | undefined
}

export interface TypeProblem extends Remark {
  code: number
  /** Where else to look. */
  related: Remark[]
}

export function failureOfProblems(problems: readonly TypeProblem[], executionCount: number): Failure {
  const name = 'TypeScriptError'
  const cell = `Cell [${executionCount}]`
  const [first] = problems
  const at = first && placeText(first.place, cell)
  return {
    name,
    message: first ? `${at === undefined ? '' : `${at} - `}TS${first.code}: ${first.message}` : '',
    traceback: problems.map((problem) => problemText(problem, cell)),
  }
}

/** As tsc prints it, but not in cyan and yellow: nobody can read those on the pink of JupyterLab's errors. */
function problemText({ code, message, place, related }: TypeProblem, cell: string): string {
  const at = placeText(place, cell)
  const title = `${red('error')} ${grey(`TS${code}:`)} ${message}`
  const lines = [at === undefined ? title : `${bold(at)} - ${title}`]
  if (place) lines.push('', ...excerpt(place, '  ', red))
  for (const remark of related) {
    const where = placeText(remark.place, cell)
    if (!remark.place || where === undefined) lines.push(`  ${remark.message}`)
    else lines.push('', `  ${bold(where)}`, ...excerpt(remark.place, '    ', grey), `    ${remark.message}`)
  }
  return lines.length === 1 ? title : `${lines.join('\n')}\n`
}

function placeText(place: ProblemPlace | undefined, cell: string): string | undefined {
  if (!place) return undefined
  const file = place.file ?? cell
  return place.line === undefined ? file : `${file}:${place.line}:${place.column}`
}

/** Of a longer line (a bundled file has endless ones) only what is around the place. */
const longestLine = 400

/** The source line, and what is meant of it underlined. */
function excerpt(
  { line, column, text, length }: ProblemPlace,
  margin: string,
  colour: (text: string) => string,
): string[] {
  const number = line === undefined ? '' : `${line} `
  const from = Math.max(0, column - 1 - longestLine / 2)
  const shown = text.slice(from, from + longestLine)
  const before = shown.slice(0, column - 1 - from)
  const meant = shown.slice(before.length, before.length + Math.max(1, length))
  const count = Math.max(
    1,
    charactersOf(meant).reduce((sum, one) => sum + (isWide(one) ? 2 : 1), 0),
  )
  const caret = colour((count === 1 ? '^' : '~').repeat(count))
  const indent = charactersOf(before).map(blankFor).join('')
  return [`${margin}${grey(number)}${shown}`, `${margin}${' '.repeat(number.length)}${indent}${caret}`]
}

/** As a person counts them: a letter with its accents is one. */
const charactersOf = (text: string): string[] =>
  // Made here: a start-up snapshot cannot hold one.
  Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment)

/** Characters of East Asian scripts and emoji take two columns. */
const isWide = (character: string): boolean =>
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]/u.test(
    character,
  ) || /\p{Emoji_Presentation}|\p{Emoji}\ufe0f/u.test(character)

/** As wide as the character above it, in whatever font: a tab is one again, below a wide one stands a wide space. */
const blankFor = (character: string): string => (character === '\t' ? '\t' : isWide(character) ? '\u3000' : ' ')
