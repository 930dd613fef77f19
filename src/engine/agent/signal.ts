import { constants } from 'node:os'

/** The signal that a shell's status tells of (128 + its number), or null. */
export function signalOf(status: number): string | null {
  const entry = Object.entries(constants.signals).find(([, number]) => number === status - 128)
  return entry?.[0] ?? null
}
