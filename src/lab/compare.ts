import type { Displayable, MimeBundle } from '../display/index.js'
import {
  describeChange,
  diff,
  notableChanges,
  settingChanges,
  type Change,
  type NetworkSnapshot,
  type NetworkState,
} from '../network/index.js'
import { changesTable } from '../views/index.js'
import { changeWords } from './change-words.js'
import { showable } from './shown.js'

/** What became of a network between two states, or two snapshots. Shown as a list of it. */
export interface ComparisonReport extends Displayable {
  changes: Change[]
  /** One sentence for each change, but for those that the kernel makes by itself; of snapshots also for each setting. */
  words: string[]
}

/** @throws TypeError where one of them is neither a state nor a snapshot */
export function comparisonReport(
  before: NetworkState | NetworkSnapshot,
  after: NetworkState | NetworkSnapshot,
): ComparisonReport {
  const changes = diff(stateOf(before, 'first'), stateOf(after, 'second'))
  const settings = 'spaces' in before && 'spaces' in after ? settingChanges(before, after) : []
  const words = [...notableChanges(changes).map(describeChange), ...settings]
  return showable({ changes, words }, { bundle: (): MimeBundle => changesTable(changes, settings, changeWords()) })
}

function stateOf(value: NetworkState | NetworkSnapshot, which: string): NetworkState {
  const { state, namespaces } = (value ?? {}) as Partial<NetworkState & NetworkSnapshot>
  const found = Array.isArray(namespaces) ? (value as NetworkState) : state
  if (Array.isArray(found?.namespaces)) return found
  const what = value instanceof Promise ? 'is a promise: await it' : 'is none'
  throw new TypeError(
    `lab.compare wants two states, or two snapshots, of a network; the ${which} ${what}. ` +
      'const before = await lab.state(); …; lab.compare(before, await lab.state())',
  )
}
