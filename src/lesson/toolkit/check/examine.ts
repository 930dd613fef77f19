import { diff, notableChanges, withFullNames, type NetworkState } from '../../../network/index.js'
import type { Catalogue } from '../text/en.js'
import { find } from './find/index.js'
import type { Goal, Standing } from './goals.js'
import type { Finding, Look } from './look.js'
import type { Verdict } from './test.js'

/** How long packets may take. */
export interface Patience {
  /** For an answer to a ping, in milliseconds. */
  timeoutMs: number
  /** Nobody waits: an answer that comes late is none, and nothing is explained. */
  isHasty: boolean
}

/** Somebody waits for the answer. What does not answer in time is asked once more while it is explained. */
export const patient: Patience = { timeoutMs: 1000, isHasty: false }
export const hasty: Patience = { timeoutMs: 300, isHasty: true }

/**
 * Looks at a goal now, or in a state that has just been read.
 *
 * @throws LabGoneError, and what a test of the author's throws
 */
export async function examine(
  goal: Goal,
  words: Catalogue,
  patience: Patience,
  known?: NetworkState,
): Promise<Standing> {
  const { lab, test } = goal
  const machine = lab.machine()
  const commands = commandsIn(goal.lab).length
  const state = known ?? (await lab.state())
  const heard = { isSilent: false }
  const finding =
    typeof test === 'function'
      ? ofVerdict(await test(state, lab.lab), words)
      : await find(lookAt(goal, words, withFullNames(state), patience, heard), test)
  return { finding, state, machine, commands, isHasty: patience.isHasty, restsOnSilence: heard.isSilent }
}

/** Whether a standing still holds, as far as can be known without sending anything: no command ran, and nothing changed. */
export async function isCurrent(goal: Goal, standing: Standing): Promise<boolean> {
  if (standing.machine !== goal.lab.machine() || standing.commands !== commandsIn(goal.lab).length) return false
  return notableChanges(diff(standing.state, await goal.lab.state())).length === 0
}

/** What was run in a lab, in its order: a command, or the lines of a cell, each. */
export function commandsIn({ events }: Goal['lab']): string[] {
  return events.flatMap((event) => (event.kind === 'command-started' ? [event.command] : []))
}

function lookAt(
  { lab }: Goal,
  words: Catalogue,
  state: NetworkState,
  { timeoutMs, isHasty }: Patience,
  heard: { isSilent: boolean },
): Look {
  return {
    ...{ words, state, events: lab.events, isHasty, timeoutMs },
    ping: async (from, to) => {
      const result = await lab.ping({ from, to, count: 1, timeoutMs })
      if (result.stats.received === 0 && result.errors.length === 0) heard.isSilent = true
      return result
    },
    explain: (from, to, options) => lab.explain({ from, to, ...options }),
  }
}

function ofVerdict(verdict: Verdict, words: Catalogue): Finding {
  const { passed, ...told } = typeof verdict === 'boolean' ? { passed: verdict } : verdict
  const said: { saw?: string; wanted?: string; hint?: string } = told
  return {
    passed,
    saw: said.saw ?? (passed ? words.check.holds : words.check.holdsNot),
    wanted: said.wanted ?? words.check.holds,
    hints: () => (said.hint === undefined ? [] : [said.hint]),
  }
}
