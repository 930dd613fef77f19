import { inspect } from 'node:util'

/** An outcome as the rows have it. */
export const textOfValue = (value: unknown): string => inspect(value, { breakLength: Infinity })

export const textOfFailure = (name: string, message: string): string =>
  `${name}: ${message}`.replace(/Cell \[\d+\]/, 'Cell').split('\n')[0] ?? ''
