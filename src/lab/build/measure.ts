import type { Displayable, MimeBundle } from '../../display/index.js'
import { mime } from '../../display/index.js'
import type { Node } from '../../engine/index.js'
import type { Throughput, ThroughputInterval } from '../../network/index.js'
import { measure, type MeasureOptions } from '../../tools/index.js'
import { formatRate, throughputPlot, throughputText } from '../../views/index.js'
import { StoppedError } from '../errors.js'
import { showProgress } from '../progress.js'
import { showable } from '../shown.js'
import { stoppable } from './stoppable.js'

/** What a connection carried. Shown as a sentence and between which rates it went. */
export interface ThroughputReport extends Throughput, Displayable {
  /** Throughput over time, a point an interval. */
  plot(): Displayable
}

export async function measureReport(
  node: Node,
  from: string,
  to: string,
  options: Pick<MeasureOptions, 'seconds'>,
): Promise<ThroughputReport> {
  const progress = showProgress()
  let last: ThroughputInterval | undefined
  // Also where nobody answers yet: a wait says that it is one.
  const timer = setInterval(() => progress.tell(`Measuring ${from} → ${to}: ${soFar(last)}.`), 1000)
  const result = await stoppable((signal) =>
    measure(node, from, to, { ...options, signal, onInterval: (interval) => (last = interval) }).catch(
      (error: unknown) => {
        progress.end()
        if (!signal.aborted) throw error
        throw new StoppedError(`The measurement from ${from} to ${to} was stopped.`, null)
      },
    ),
  ).finally(() => clearInterval(timer))
  const bundle = (): MimeBundle => ({ [mime.text]: throughputText(result) })
  progress.end(bundle())
  const plot = (): Displayable => showable({}, { bundle: () => throughputPlot(result) })
  return showable(result, { bundle, wasShown: true, methods: { plot } })
}

function soFar(last: ThroughputInterval | undefined): string {
  return last === undefined
    ? 'nothing has arrived yet'
    : `${formatRate(last.bitsPerSecond)} after ${last.endSeconds.toFixed(0)} s`
}
