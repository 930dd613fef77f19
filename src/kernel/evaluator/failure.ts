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

/** One message of TypeScript about a cell; lines and columns count from 1. */
export interface TypeProblem {
  code: number
  message: string
  line: number
  column: number
  /** UTF-16 length on the first line, at least 1. */
  length: number
  /** Name of the file where it is not the cell itself. */
  file: string | undefined
}

/** The name of a run's compiled code in stacks; spaces are not allowed there. */
export const scriptName = (run: number): string => `vethbook-run-${run}`

/** Where in which cell (by its execution count) a place in a run's compiled code comes from; undefined: not known. */
export type PlaceOf = (
  run: number,
  line: number,
  column: number,
) => { cell: number; line: number; column: number } | undefined

export function failureOfProblems(problems: readonly TypeProblem[], source: string, executionCount: number): Failure {
  const lines = source.split('\n')
  const texts = problems.map((problem) => {
    // Not in cyan and yellow, as tsc prints it: nobody can read those on the pink of JupyterLab's errors.
    const place = bold(`${problem.file ?? `Cell [${executionCount}]`}:${problem.line}:${problem.column}`)
    const text = `${place} - ${red('error')} ${grey(`TS${problem.code}:`)} ${problem.message}`
    const line = problem.file === undefined ? lines[problem.line - 1] : undefined
    if (line === undefined) return text
    const number = String(problem.line)
    const length = Math.max(1, Math.min(problem.length, line.length - problem.column + 1))
    const caret = red((length === 1 ? '^' : '~').repeat(length))
    // Tabs stay tabs in the line above, so they stay tabs before the caret.
    const indent = line.slice(0, problem.column - 1).replace(/[^\t]/g, ' ')
    return `${text}\n\n  ${grey(number)} ${line}\n  ${' '.repeat(number.length)} ${indent}${caret}\n`
  })
  const first = problems[0]
  return {
    name: 'TypeScriptError',
    message: first
      ? `${first.file ?? `Cell [${executionCount}]`}:${first.line}:${first.column} - TS${first.code}: ${first.message}`
      : '',
    traceback: texts,
  }
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
