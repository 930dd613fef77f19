import type { Node } from '../../engine/index.js'
import type { Emit, Probe } from '../../network/index.js'
import { trace, type TraceRequest } from '../../tools/index.js'
import { traceDiagram } from '../../views/index.js'
import { StoppedError } from '../errors.js'
import { inForeground } from '../notebook/foreground.js'
import { showProgress } from '../progress.js'
import { captureReport, type CaptureReport } from './report.js'

/** Options of lab.trace. */
export type TraceOptions = Omit<TraceRequest, 'from' | 'to'>

/** The frames of one probe on their way, shown as a sequence diagram where it was asked for. */
export interface TraceReport extends CaptureReport {
  probe: Probe
  /** An answer came back; UDP: the datagram was taken in, and nobody said that it was not wanted. */
  arrived: boolean
  /** Packets that were seen meanwhile and do not belong to the probe: `everywhere: true` tells them, too. */
  others: number
}

export async function reportTrace(
  node: Node,
  from: string,
  to: string,
  options: TraceOptions,
  emit: Emit,
): Promise<TraceReport> {
  const stopping = new AbortController()
  const stop = (): boolean => {
    stopping.abort(new StoppedError(`The trace from ${from} to ${to} was stopped.`, null))
    return true
  }
  const progress = showProgress()
  const timer = setInterval(() => progress.tell(`Tracing a packet from ${from} to ${to}.`), 100)
  try {
    const outcome = await inForeground({ interrupt: stop, stop }, () =>
      trace(node, { from, to, ...options }, emit, stopping.signal),
    )
    const { trace: developed, probe, arrived, others } = outcome
    const bundle = () => traceDiagram(developed, { probe, arrived, others })
    const report = captureReport(developed, { probe, arrived, others }, bundle)
    clearInterval(timer)
    progress.end(bundle())
    return report
  } catch (error) {
    clearInterval(timer)
    progress.end()
    throw stopping.signal.aborted ? stopping.signal.reason : error
  }
}
