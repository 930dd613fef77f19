/** A shell's status and the signal it tells of: 128 and the signal's number. */
import { constants } from 'node:os'

const NUMBERS: Record<string, number> = constants.signals

export function signalOf(status: number): string | null {
  return Object.keys(NUMBERS).find((name) => NUMBERS[name] === status - 128) ?? null
}

/** Of a process that ended, as a shell would put it. */
export function statusOf(exitCode: number | null, signal: string | null): number {
  return exitCode ?? 128 + (NUMBERS[signal ?? ''] ?? 0)
}
