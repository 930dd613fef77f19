import { currentSink, type Displayable, type MimeBundle } from '../../display/index.js'
import type { Node } from '../../engine/index.js'
import type { Explanation } from '../../network/index.js'
import { explain, type ExplainRequest } from '../../tools/index.js'
import { explanationText } from '../../views/index.js'
import { inForeground } from '../notebook/foreground.js'
import { showable } from '../shown.js'

/** Options of lab.explain. */
export type ExplainOptions = Omit<ExplainRequest, 'from' | 'to'>

/** Why a packet does or does not arrive: plain data, shown as text where it was asked for. */
export type ExplanationReport = Explanation & Displayable

/** Explains and shows; the stop button ends it. */
export async function explanationReport(
  node: Node,
  from: string,
  to: string,
  options: ExplainOptions,
): Promise<ExplanationReport> {
  const stopping = new AbortController()
  const stop = (): boolean => {
    stopping.abort()
    return true
  }
  const { explanation } = await inForeground({ interrupt: stop, stop }, () =>
    explain(node, { from, to, ...options }, stopping.signal),
  )
  const bundle = (): MimeBundle => explanationText(explanation)
  currentSink().display(bundle())
  return showable(explanation, { wasShown: true, bundle })
}
