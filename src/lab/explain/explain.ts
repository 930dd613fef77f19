import { currentSink, type Displayable, type MimeBundle } from '../../display/index.js'
import type { Node } from '../../engine/index.js'
import type { Explanation, LabEvent } from '../../network/index.js'
import { explain, type ExplainRequest } from '../../tools/index.js'
import { explanationPicture, explanationText } from '../../views/index.js'
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
  events: readonly LabEvent[],
): Promise<ExplanationReport> {
  const stopping = new AbortController()
  const stop = (): boolean => {
    stopping.abort()
    return true
  }
  const { explanation, snapshot } = await inForeground({ interrupt: stop, stop }, () =>
    explain(node, { from, to, ...options }, stopping.signal),
  )
  if (explanation.cause === 'no-such-namespace' && !wasNamed(events, explanation.at.namespace)) {
    throw new RangeError(explanation.evidence[0])
  }
  const bundle = (): MimeBundle => explanationText(explanation)
  const sink = currentSink()
  sink.display(bundle())
  // Where only texts are shown, the one above has it all.
  if (sink.isLive && explanation.cause !== 'ok') sink.display(await explanationPicture(explanation, snapshot.state))
  return showable(explanation, { wasShown: true, bundle })
}

/** Whether some command of this lab has named it: then it was there, or was to be, and its absence is a finding, not a slip. */
function wasNamed(events: readonly LabEvent[], name: string): boolean {
  return events.some((event) => event.kind === 'command-started' && event.command.split(/[^\w-]+/).includes(name))
}
