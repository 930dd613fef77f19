import type { Node } from '../../engine/index.js'
import type { Emit } from '../../network/index.js'
import { readState } from '../state.js'
import { develop, type Developed } from './develop.js'
import { listenTo } from './listen.js'
import { record } from './record.js'
import { tellFrames } from './tell.js'

/** What was captured, and what became of the action. */
export interface CaptureOutcome<Result> {
  capture: Developed
  outcome: PromiseSettledResult<Result>
}

/**
 * Captures frames on links (`'ns1.veth1'`; `'ns1'` for every link of a namespace) while an action runs: the first one after
 * its beginning and the last one before its end are in it.
 * @throws RangeError naming the links that there are
 */
export async function captureFrames<Result>(
  node: Node,
  places: readonly string[],
  action: () => Result | Promise<Result>,
  emit: Emit,
  signal: AbortSignal,
): Promise<CaptureOutcome<Awaited<Result>>> {
  const before = await readState(node, { signal })
  const recording = await record(node, before, listenTo(before, places), action, signal)
  const capture = develop(recording)
  tellFrames(capture, recording.startNs, emit)
  return { capture, outcome: recording.outcome }
}
