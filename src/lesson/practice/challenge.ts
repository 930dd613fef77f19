import type { QuietLab } from '../../lab/index.js'
import { LessonError } from '../toolkit/context.js'
import type { Catalogue } from '../toolkit/text/en.js'
import type { Choice } from './choose.js'
import type { Level } from './fault.js'
import type { Proven } from './prove.js'

/** A network that was broken for somebody to find out: what only the lesson knows of it. */
export interface Challenge {
  lab: QuietLab
  /** On which it was broken: a reset gives another one. */
  machine: object
  level: Level
  seed: number
  choice: Choice
  /** Those that were named, in their order. */
  found: Proven[]
  /** Diagnoses that were given, hints that were taken. */
  attempts: number
  hints: number
  gaveUp: boolean
  /** When the ping came back first, in milliseconds since it was broken, and after how many commands; null: not yet. */
  repaired: { afterMs: number; commands: number } | null
  /** By the clock of performance.now(). */
  startedAt: number
  /** So many events the lab had when it was broken. */
  eventsBefore: number
  /** Its numbers in the lab's log. */
  numbers: number[]
}

let latest: Challenge | undefined

/**
 * The one that is open, or was solved last.
 *
 * @throws LessonError before the first
 */
export function currentChallenge({ practice }: Catalogue): Challenge {
  if (latest !== undefined) return latest
  throw new LessonError(practice.nothingBroken)
}

export function setChallenge(challenge: Challenge | undefined): void {
  latest = challenge
}

/** The one that somebody is still at: not given up, and something of it not named or not mended. */
export function openChallenge(): Challenge | undefined {
  if (latest === undefined || latest.lab.isGone || latest.gaveUp) return undefined
  return latest.repaired === null || unfound(latest).length > 0 ? latest : undefined
}

/** What is still broken in this lab, on the machine that it has now: the faults that were put in, and nobody mended. */
export function stillBroken(lab: QuietLab): Proven[] {
  const isHere = latest !== undefined && latest.repaired === null && latest.machine === lab.machine()
  return isHere ? [...(latest?.choice.faults ?? [])] : []
}

/** Whether what becomes of this lab is not to be told: it would say what was broken. */
export function isSecret(lab: QuietLab): boolean {
  const open = openChallenge()
  return open !== undefined && open.repaired === null && open.lab.lab.sh === lab.lab.sh
}

/** Commands that were run since it was broken: lines, but for empty ones and comments. */
export function commandsSince({ lab, eventsBefore }: Challenge): number {
  return lab.events
    .slice(eventsBefore)
    .flatMap((event) => (event.kind === 'command-started' ? event.command.split('\n') : []))
    .filter((line) => !/^\s*(?:#|$)/.test(line)).length
}

/** Those that nobody has named yet. */
export function unfound({ choice, found }: Challenge): Proven[] {
  return choice.faults.filter((fault) => !found.includes(fault))
}
