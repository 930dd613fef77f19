import { fileURLToPath } from 'node:url'
import type { Failure } from './contract.js'
import { plainText } from './values.js'

const red = (text: string): string => `\u001b[31m${text}\u001b[39m`
const bold = (text: string): string => `\u001b[1m${text}\u001b[22m`
const grey = (text: string): string => `\u001b[90m${text}\u001b[39m`

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

/** The name of a run's compiled code in stacks; spaces are not allowed there. */
export const scriptName = (run: number): string => `vethbook-run-${run}`

/** Where in which cell (by its execution count) a place in a run's compiled code comes from; undefined: not known. */
export type PlaceOf = (
  run: number,
  line: number,
  column: number,
) => { cell: number; line: number; column: number } | undefined

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
  const count = Math.max(1, Math.min(length, shown.length - before.length))
  const caret = colour((count === 1 ? '^' : '~').repeat(count))
  // Tabs stay tabs in the line above, so they stay tabs before the caret.
  const indent = before.replace(/[^\t]/g, ' ')
  return [`${margin}${grey(number)}${shown}`, `${margin}${' '.repeat(number.length)}${indent}${caret}`]
}

/** A thrown value as an error message: its stack in terms of cells, its causes, the errors it stands for. */
export function failureOf(thrown: unknown, placeOf: PlaceOf = () => undefined): Failure {
  if (!(thrown instanceof Error) && !isErrorLike(thrown)) {
    const text = plainText(thrown)
    return { name: 'Uncaught', message: text, traceback: [`${red(bold('Uncaught'))} ${text}`] }
  }
  const name = thrown.name || 'Error'
  const message = thrown.message
  return { name, message, traceback: describe(thrown, placeOf, 0) }
}

/** Errors of other realms (a `vm` context) are no `instanceof Error` here. */
function isErrorLike(value: unknown): value is Error {
  return Object.prototype.toString.call(value) === '[object Error]'
}

const deepestCause = 8

function describe(error: Error, placeOf: PlaceOf, depth: number): string[] {
  const name = error.name || 'Error'
  const lines = [error.message ? `${red(bold(name))}: ${error.message}` : red(bold(name))]
  lines.push(...framesOf(error, placeOf))
  if (depth >= deepestCause) return lines
  const indent = (text: string): string => text.replace(/^/gm, '  ')
  if (error instanceof AggregateError) {
    for (const inner of error.errors) lines.push(...describeAny(inner, placeOf, depth + 1).map(indent))
  }
  if (error.cause !== undefined) lines.push(grey('Caused by:'), ...describeAny(error.cause, placeOf, depth + 1))
  return lines
}

function describeAny(value: unknown, placeOf: PlaceOf, depth: number): string[] {
  return value instanceof Error || isErrorLike(value) ? describe(value, placeOf, depth) : [plainText(value)]
}

/** The evaluator's name in stacks where it comes from a start-up snapshot. */
export const bundleName = 'vethbook-evaluator.cjs'

/** Folders whose frames say nothing to the person who wrote the cell. */
const ours = fileURLToPath(new URL('../../', import.meta.url))

function framesOf(error: Error, placeOf: PlaceOf): string[] {
  const stack = typeof error.stack === 'string' ? error.stack : ''
  const frames: string[] = []
  for (const line of stack.split('\n')) {
    if (!/^\s+at /.test(line)) continue
    const compiled = /vethbook-run-(\d+):(\d+):(\d+)/.exec(line)
    if (compiled) {
      const [run, scriptLine, scriptColumn] = compiled.slice(1).map(Number) as [number, number, number]
      const place = placeOf(run, scriptLine, scriptColumn)
      // The executor's own line around the cell is no place in it.
      if (!place) continue
      const where = `Cell [${place.cell}]:${place.line}:${place.column}`
      const caller = /at (?:async )?([^(]+) \(/.exec(line)?.[1]
      frames.push(grey(caller === undefined ? `    at ${where}` : `    at ${caller} (${where})`))
    } else if (
      !/node:|\(<anonymous>\)|evalmachine|\/tslab\/dist\//.test(line) &&
      !line.includes(ours) &&
      !line.includes(bundleName)
    ) {
      frames.push(grey(line))
    }
  }
  return frames
}
