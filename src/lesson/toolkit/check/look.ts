import type { Explanation, LabEvent, NetworkState, PingResult } from '../../../network/index.js'
import type { Catalogue } from '../text/en.js'

/** With what a goal is looked at: the network as it is now, the log, packets, and the words to say it with. */
export interface Look {
  words: Catalogue
  state: NetworkState
  events: readonly LabEvent[]
  /** One ping, its answer awaited for `timeoutMs`. */
  ping(from: string, to: string): Promise<PingResult>
  timeoutMs: number
  /** There is no time to explain anything: nobody waits for it. */
  isHasty: boolean
  explain(from: string, to: string, options?: { protocol: 'tcp'; port: number }): Promise<Explanation>
}

/** What a look came to; `saw` and `wanted` are sentences without a full stop. */
export interface Finding {
  passed: boolean
  saw: string
  wanted: string
  /** Why it is not so and what to try, from vague to plain, by what the network shows; asked for only where it failed. */
  hints: () => readonly string[] | Promise<readonly string[]>
}

/** To find it out takes longer than there is time: nothing is known. */
export class NotInTime extends Error {
  override readonly name = 'NotInTime'
}
