import type { Failure } from './contract.js'
import { bold, grey, red } from './failure.js'
import { attempt, cut, isError, read, textOf } from './reading.js'
import { framesOf, type PlaceOf } from './stack.js'

/** So many errors are told of one failure; they may be each other's causes by the thousand. */
const mostErrors = 20

/** A thrown value as an error message: its stack in terms of cells, its causes, the errors it stands for. */
export function failureOf(thrown: unknown, placeOf: PlaceOf = () => undefined): Failure {
  if (isError(thrown)) {
    const teller = new Teller(placeOf)
    return { name: nameOf(thrown), message: messageOf(thrown), traceback: teller.describe(thrown) }
  }
  const text = textOf(thrown)
  return { name: 'Uncaught', message: text, traceback: [`${red(bold('Uncaught'))} ${text}`] }
}

const builtIn = /^(?:Aggregate|Eval|Range|Reference|Syntax|Type|URI)?Error$/

/** What it calls itself; the name of its class, if that gives its errors none and they have that of what it extends. */
function nameOf(error: Error): string {
  const name = said(read(error, 'name')) || 'Error'
  const isInherited = builtIn.test(name) && attempt(() => Object.hasOwn(error, 'name')) === false
  const maker = isInherited ? read(error, 'constructor') : undefined
  return (typeof maker === 'function' && said(read(maker, 'name'))) || name
}

function messageOf(error: Error): string {
  return said(read(error, 'message'))
}

function said(value: unknown): string {
  return typeof value === 'string' ? cut(value) : value === undefined ? '' : textOf(value)
}

const indent = (text: string): string => text.replace(/^/gm, '  ')

/** Tells an error and what hangs on it, each once. */
class Teller {
  readonly #placeOf: PlaceOf
  readonly #told = new Set<Error>()

  constructor(placeOf: PlaceOf) {
    this.#placeOf = placeOf
  }

  describe(error: Error): string[] {
    const [name, message] = [nameOf(error), messageOf(error)]
    const title = message ? `${red(bold(name))}: ${message}` : red(bold(name))
    if (this.#told.has(error)) return [`${title} ${grey('(told above)')}`]
    if (this.#told.size >= mostErrors) return [grey('… and more')]
    this.#told.add(error)
    const stack = read(error, 'stack')
    const frames = typeof stack === 'string' ? framesOf(stack, error, this.#placeOf) : []
    return [title, ...frames.map(grey), ...this.#propertiesOf(error), ...this.#errorsOf(error), ...this.#causeOf(error)]
  }

  #describeAny(value: unknown): string[] {
    return isError(value) ? this.describe(value) : [textOf(value)]
  }

  /** Those that an `AggregateError` stands for. */
  #errorsOf(error: Error): string[] {
    const errors = aggregated(error)
    const lines: string[] = []
    for (const [at, inner] of errors.entries()) {
      if (this.#told.size >= mostErrors) return [...lines, indent(grey(`… and ${errors.length - at} more`))]
      lines.push(...this.#describeAny(inner).map(indent))
    }
    return lines
  }

  /** What the error has beyond what all errors have: a `code`, say; other errors in full. */
  #propertiesOf(error: Error): string[] {
    const names = (attempt(() => Object.keys(error)) ?? []).filter((name) => !known.has(name))
    const own = names
      .filter((name) => name !== 'errors' || aggregated(error).length === 0)
      .map((name) => [name, read(error, name)] as const)
    const plain = own.filter(([, value]) => !isError(value))
    const lines = plain.length > 0 ? [indent(textOf(Object.fromEntries(plain)))] : []
    for (const [name, value] of own) {
      if (isError(value)) lines.push(grey(`${name}:`), ...this.describe(value).map(indent))
    }
    return lines
  }

  #causeOf(error: Error): string[] {
    const cause = read(error, 'cause')
    return cause === undefined ? [] : [grey('Caused by:'), ...this.#describeAny(cause)]
  }
}

const known = new Set(['name', 'message', 'stack', 'cause'])

function aggregated(error: Error): readonly unknown[] {
  const errors = read(error, 'errors')
  if (!Array.isArray(errors)) return []
  const isAggregate = nameOf(error) === 'AggregateError' || attempt(() => error instanceof AggregateError)
  return isAggregate || (attempt(() => errors.some(isError)) ?? false) ? errors : []
}
