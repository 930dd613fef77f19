import type { Lab } from '../../../lab/index.js'
import type { NetworkState } from '../../../network/index.js'
import { sendsPackets, type Predicate } from './predicate.js'

/** What an author's own test says. */
export type Verdict = boolean | { passed: boolean; saw?: string; wanted?: string; hint?: string }

/**
 * How a goal is looked at: by a predicate, or by a function of one's own. A function of the state alone is looked at after
 * every cell, as predicates are; one that takes the lab, too, may ping and capture, and is looked at only when asked.
 */
export type Test = Predicate | ((state: NetworkState, lab: Lab) => Verdict | Promise<Verdict>)

/** When a goal may be looked at without being asked. */
export function occasion(test: Test): 'after every cell' | 'in the background' | 'when asked' {
  if (typeof test === 'function') return test.length < 2 ? 'after every cell' : 'when asked'
  return sendsPackets(test) ? 'in the background' : 'after every cell'
}
