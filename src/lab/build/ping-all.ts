import { mime, type Displayable, type MimeBundle } from '../../display/index.js'
import type { Node } from '../../engine/index.js'
import type { PingMatrix } from '../../network/index.js'
import { measure, pingAll, type MeasureOptions, type Throughput } from '../../tools/index.js'
import { heatMap } from '../../views/index.js'
import { StoppedError } from '../errors.js'
import { inForeground } from '../notebook/foreground.js'
import { showProgress } from '../progress.js'
import { showable } from '../shown.js'

/** Who reaches whom. Shown as a heat map with its table in words. */
export interface PingMatrixReport extends PingMatrix, Displayable {}

export async function pingAllReport(node: Node): Promise<PingMatrixReport> {
  const progress = showProgress()
  const matrix = await stoppable((signal) =>
    pingAll(node, {
      signal,
      onProgress: (done, all) => progress.tell(`Pinging all: ${done} of ${all} namespaces have asked the others.`),
    }),
  ).catch((error: unknown) => {
    progress.end()
    throw error
  })
  const bundle = (): MimeBundle => heatMap(matrix)
  progress.end(bundle())
  return showable(matrix, { bundle, wasShown: true })
}

/** What a connection carried. Shown as a sentence. */
export interface ThroughputReport extends Throughput, Displayable {}

export async function measureReport(
  node: Node,
  from: string,
  to: string,
  options: Omit<MeasureOptions, 'signal'>,
): Promise<ThroughputReport> {
  const result = await stoppable((signal) =>
    measure(node, from, to, { ...options, signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error
      throw new StoppedError(`The measurement from ${from} to ${to} was stopped.`, null)
    }),
  )
  const { bitsPerSecond, seconds, retransmits } = result
  const again = `${retransmits} segment${retransmits === 1 ? '' : 's'} sent again`
  const text = `${from} → ${to}: ${(bitsPerSecond / 1e6).toPrecision(3)} Mbit/s over ${seconds.toFixed(1)} s, ${again}.`
  return showable(result, { bundle: () => ({ [mime.text]: text }) })
}

function stoppable<Result>(run: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const stopping = new AbortController()
  const stop = (): boolean => {
    stopping.abort()
    return true
  }
  return inForeground({ interrupt: stop, stop }, () => run(stopping.signal))
}
