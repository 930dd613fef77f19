import { currentSink, mime, type Displayable, type MimeBundle } from '../../display/index.js'
import type { Node } from '../../engine/index.js'
import {
  describeChange,
  describeOperation,
  diff,
  fullName,
  namespaceWords,
  notableChanges,
  planRebuild,
  type Change,
  type NamespaceSnapshot,
  type NetworkState,
  type Rebuild,
} from '../../network/index.js'
import { readSnapshot, readState, rebuild } from '../../tools/index.js'
import { showable } from '../shown.js'
import type { Before, UndoHistory } from './history.js'

/** What was taken back. Shown as sentences. */
export interface UndoReport extends Displayable {
  /** What the undo did to the network. */
  changes: Change[]
  /** The same in words, with settings that a state does not tell. */
  words: string[]
  /** What the cell had done and is not taken back, in words. */
  left: string[]
}

/** There is nothing to take back. */
export class UndoError extends Error {
  override readonly name = 'UndoError'
}

export interface UndoContext {
  node: Node
  history: UndoHistory
  fresh: () => Promise<NamespaceSnapshot>
}

/** A carrier that comes back is waited for so long, in milliseconds. */
const SETTLE_MS = 1500

/** @throws UndoError; RebuildError with what was refused */
export async function undoLast({
  node,
  history,
  fresh,
}: UndoContext): Promise<{ report: UndoReport; state: NetworkState }> {
  for (let before = history.last; before !== undefined; before = history.last) {
    const now = before.spaces.length > 0 ? await readSnapshot(node) : { state: await readState(node), spaces: [] }
    const plan = planRebuild({ ...now, fresh: await fresh() }, before)
    if (isNothing(plan, now.state, before)) {
      // A cell that only looked is none to take back.
      history.drop()
      continue
    }
    const { missing } = await rebuild(node, before, { fresh: await fresh(), settings: now.spaces, settleMs: SETTLE_MS })
    history.drop()
    const state = await readState(node)
    return { report: tell(now.state, before, state, plan, missing), state }
  }
  throw new UndoError(
    'There is nothing to undo: no cell or call since the lab was opened, reset or restored has changed its network',
  )
}

function isNothing({ operations, steps, last, nexthops }: Rebuild, now: NetworkState, before: Before): boolean {
  const isSame = [operations, steps, last, nexthops].every(({ length }) => length === 0)
  return isSame && notableChanges(diff(before.state, now)).length === 0
}

function tell(now: NetworkState, before: Before, after: NetworkState, plan: Rebuild, missing: string[]): UndoReport {
  const changes = diff(now, after)
  // What is set for the time of the rebuilding only is nothing to tell.
  const passing = new Set(
    plan.last.flatMap((each) => (each.do === 'set-sysctl' ? [`${each.namespace} ${each.key}`] : [])),
  )
  const settings = [
    ...plan.operations.flatMap((each) =>
      each.do === 'set-sysctl' && !passing.has(`${each.namespace} ${each.key}`)
        ? [`set again: ${describeOperation(each)}`]
        : [],
    ),
    ...new Set(
      [...plan.steps, ...plan.nexthops].map(
        ({ about, node, namespace }) => `${about} in ${namespaceWords(fullName({ node, name: namespace }))}: as before`,
      ),
    ),
  ]
  const words = [...notableChanges(changes).map(describeChange), ...settings]
  const rest = notableChanges(diff(before.state, after)).map(describeChange)
  const left = [...missing, ...rest.map((each) => `still so: ${each}`)]
  const lines = [
    'Taken back what was done last:',
    ...(words.length === 0 ? ['  nothing that can be seen'] : words.map((each) => `  ${each}`)),
    ...(left.length === 0 ? [] : ['Not taken back:', ...left.map((each) => `  ${each}`)]),
  ]
  const bundle = (): MimeBundle => ({ [mime.text]: lines.join('\n') })
  currentSink().display(bundle())
  return showable({ changes, words, left }, { bundle, wasShown: true })
}
