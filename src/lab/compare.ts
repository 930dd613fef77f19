import type { Displayable, MimeBundle } from '../display/index.js'
import { describeChange, diff, notableChanges, type Change, type NetworkState } from '../network/index.js'
import { changesTable } from '../views/index.js'
import { showable } from './shown.js'

/** What became of a network between two states. Shown as a list of it. */
export interface ComparisonReport extends Displayable {
  changes: Change[]
  /** One sentence for each change, but for those that the kernel makes by itself. */
  words: string[]
}

export function comparisonReport(before: NetworkState, after: NetworkState): ComparisonReport {
  const changes = diff(before, after)
  const words = notableChanges(changes).map(describeChange)
  return showable({ changes, words }, { bundle: (): MimeBundle => changesTable(changes) })
}
