import { currentSink } from '../../display/index.js'
import type { Node } from '../../engine/index.js'
import type { Emit } from '../../network/index.js'
import { captureFrames } from '../../tools/index.js'
import { captureDiagram } from '../../views/index.js'
import { StoppedError } from '../errors.js'
import { inForeground } from '../notebook/foreground.js'
import { captureReport, type CaptureReport } from './report.js'

/** What the stop button has stopped gets so long to end by itself, as in the shell, before the capture ends without it. */
const GRACE_MS = 500

/** Captures and shows; also where the action fails or is stopped, which is thrown then. */
export async function reportCapture(
  node: Node,
  places: readonly string[],
  action: () => unknown,
  emit: Emit,
): Promise<CaptureReport> {
  if (typeof action !== 'function')
    throw new TypeError(
      'lab.capture wants what to do meanwhile, too: lab.capture([…], async () => { await lab.sh`…` })',
    )
  const stopping = new AbortController()
  const stop = (): boolean => {
    stopping.abort(new StoppedError('The capture was stopped before its action had ended.', null))
    return true
  }
  let timer: NodeJS.Timeout | undefined
  const interrupt = (): boolean => {
    timer ??= setTimeout(stop, GRACE_MS)
    return true
  }
  try {
    const { capture, outcome } = await inForeground({ interrupt, stop }, () =>
      captureFrames(node, places, action, emit, stopping.signal),
    )
    const report = captureReport(capture, {}, () => captureDiagram(capture))
    currentSink().display(captureDiagram(capture))
    if (outcome.status === 'fulfilled') return report
    if (stopping.signal.aborted) throw new StoppedError('The capture was stopped before its action had ended.', report)
    throw outcome.reason
  } finally {
    clearTimeout(timer)
  }
}
