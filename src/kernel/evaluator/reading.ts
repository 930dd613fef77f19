import { types } from 'node:util'
import { plainText } from './values.js'

/** What was thrown may be a proxy, or have getters that throw: nothing about it can be relied on. Undefined: it threw. */
export function attempt<T>(ask: () => T): T | undefined {
  try {
    return ask()
  } catch {
    // Whatever it threw is not what is to be told.
    return undefined
  }
}

/** A property, whatever it takes to read it; undefined: it is not there, or cannot be read. */
export function read(holder: object, name: string): unknown {
  return attempt(() => (holder as Record<string, unknown>)[name])
}

/** Whether something is an error, of this realm or another (a `vm` context), that can be asked about itself. */
export function isError(value: unknown): value is Error {
  if (types.isNativeError(value)) return true
  return attempt(() => value instanceof Error && typeof value.message === 'string') ?? false
}

/** Longer texts are cut: a message of a megabyte says no more than its beginning. */
const longestText = 10_000

export function cut(text: string): string {
  const rest = text.length - longestText
  return rest > 0 ? `${text.slice(0, longestText)}… and ${rest} more characters` : text
}

/** Plain text of any value. */
export function textOf(value: unknown): string {
  return cut(attempt(() => plainText(value)) ?? '(a value that cannot be shown)')
}
