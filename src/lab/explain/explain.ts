import { currentSink, type Displayable, type MimeBundle } from '../../display/index.js'
import type { Node } from '../../engine/index.js'
import type { Explanation, LabEvent } from '../../network/index.js'
import { explain, type ExplainRequest } from '../../tools/index.js'
import { explanationPicture, explanationText } from '../../views/index.js'
import { inForeground } from '../notebook/foreground.js'
import { showProgress } from '../progress.js'
import { showable } from '../shown.js'
import { withProofs } from './prove.js'

/** Options of lab.explain. */
export interface ExplainOptions extends Omit<ExplainRequest, 'from' | 'to'> {
  /** Whether remedies are tried on a copy of the network first, which takes a moment; true by default. */
  prove?: boolean
}

/** Why a packet does or does not arrive: plain data, shown as text where it was asked for. */
export type ExplanationReport = Explanation & Displayable

export interface ExplainContext {
  node: Node
  events: readonly LabEvent[]
  /** Machines as new, for copies; who takes one ends it. */
  spare: { prepare: () => void; take: () => Promise<Node> }
}

/** Explains and shows; the stop button ends it. */
export async function explanationReport(
  from: string,
  to: string,
  { prove = true, ...options }: ExplainOptions,
  { node, events, spare }: ExplainContext,
): Promise<ExplanationReport> {
  // It starts while the network is read.
  if (prove) spare.prepare()
  const stopping = new AbortController()
  const stop = (): boolean => {
    stopping.abort()
    return true
  }
  const progress = showProgress()
  const request = { from, to, ...options }
  const { explanation, snapshot } = await inForeground({ interrupt: stop, stop }, async () => {
    const outcome = await explain(node, request, stopping.signal)
    if (!prove) return outcome
    const proven = await withProofs(outcome, request, {
      start: spare.take,
      signal: stopping.signal,
      tell: progress.tell,
    })
    return { ...outcome, explanation: proven }
  }).catch((error: unknown) => {
    progress.end()
    throw error
  })
  if (explanation.cause === 'no-such-namespace' && !wasNamed(events, explanation.at.namespace)) {
    throw new RangeError(explanation.evidence[0])
  }
  const bundle = (): MimeBundle => explanationText(explanation)
  const sink = currentSink()
  progress.end(bundle())
  // Where only texts are shown, the one above has it all.
  if (sink.isLive && explanation.cause !== 'ok') sink.display(await explanationPicture(explanation, snapshot.state))
  return showable(explanation, { wasShown: true, bundle })
}

/** Whether some command of this lab has named it: then it was there, or was to be, and its absence is a finding, not a slip. */
function wasNamed(events: readonly LabEvent[], name: string): boolean {
  return events.some((event) => event.kind === 'command-started' && event.command.split(/[^\w-]+/).includes(name))
}
