import { setTimeout } from 'node:timers/promises'
import type { CapturedFrames, CaptureSpace, FrameCapture, Node } from '../../engine/index.js'
import type { NetworkState } from '../../network/index.js'
import { readState } from '../state.js'

/** Bytes of frames that one capture keeps. */
export const LIMIT_BYTES = 16 * 1024 * 1024

/** After the action, until no frame has come for so long (but not longer than that), in milliseconds. */
const QUIET_MS = 30
const MOST_QUIET_MS = 300

export interface Recording<Result> extends CapturedFrames {
  spaces: readonly CaptureSpace[]
  /** The network before the action, and after it. */
  states: [before: NetworkState, after: NetworkState]
  /** Nanoseconds since 1970 from which nothing was missed. */
  startNs: bigint
  durationMs: number
  /** What the action gave, or why it failed. */
  outcome: PromiseSettledResult<Result>
}

/** Listens, acts, listens to what follows, and stops. Where the signal comes first, the action is left to itself. */
export async function record<Result>(
  node: Node,
  before: NetworkState,
  spaces: readonly CaptureSpace[],
  action: () => Result | Promise<Result>,
  signal: AbortSignal,
): Promise<Recording<Awaited<Result>>> {
  if (node.capture === undefined)
    throw new Error('This engine runs no process beside the network that could capture frames.')
  signal.throwIfAborted()
  const capture = await node.capture({ spaces, limitBytes: LIMIT_BYTES })
  try {
    const startNs = BigInt(Date.now()) * 1_000_000n
    const startedAt = performance.now()
    const [outcome] = await Promise.allSettled([Promise.race([act(action), stopped(signal)])])
    if (!signal.aborted) await untilQuiet(capture, signal)
    const durationMs = performance.now() - startedAt
    const captured = await capture.stop()
    const after = await readState(node)
    return { ...captured, spaces, states: [before, after], startNs, durationMs, outcome }
  } finally {
    await capture.stop().catch(() => {
      // The node is gone, and who captured is told by what is thrown already.
    })
  }
}

async function act<Result>(action: () => Result | Promise<Result>): Promise<Awaited<Result>> {
  return await action()
}

function stopped(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = (): void => reject(signal.reason as Error)
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
}

async function untilQuiet(capture: FrameCapture, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + MOST_QUIET_MS
  let [count, since] = [capture.count, performance.now()]
  while (performance.now() < deadline && performance.now() - since < QUIET_MS && !signal.aborted) {
    await setTimeout(10)
    if (capture.count !== count) [count, since] = [capture.count, performance.now()]
  }
}
