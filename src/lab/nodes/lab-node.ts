import { inspect } from 'node:util'
import { displaySymbol, mime, type Displayable, type MimeBundle } from '../../display/index.js'
import { ofNode, type NetworkState } from '../../network/index.js'
import { stateTable } from '../../views/index.js'
import { reportCapture } from '../capture/capture.js'
import type { CaptureReport } from '../capture/report.js'
import { reportTrace, type TraceOptions, type TraceReport } from '../capture/trace.js'
import { explanationReport, type ExplainOptions, type ExplanationReport } from '../explain/explain.js'
import { linkReport, type LinkReport } from '../links.js'
import { pingReport, type PingOptions, type PingReport } from '../ping.js'
import type { Sandbox } from '../sandbox.js'
import { shellTag, type Sh } from '../shell/sh.js'
import { showable } from '../shown.js'

/** One machine of a lab, beside the lab's own. It holds a name, never state. */
export interface LabNode extends Displayable {
  readonly name: string
  /** Runs lines in this node's own shell; see `lab.sh`. `%%sh --node NAME` is the same as a cell. */
  readonly sh: Sh
  /** What of the lab's network is on this node. */
  state(): Promise<NetworkState & Displayable>
  /**
   * Pings from a namespace of this node (`'root'` for its own) to an address, a namespace of this node, another node, or
   * a namespace there: `'node2/ns1'`. See `lab.ping`.
   */
  ping(from: string, to: string, options?: PingOptions): Promise<PingReport>
  /** As `lab.explain`, from a namespace of this node; what it is to reach is named as for `ping`. */
  explain(from: string, to: string, options?: ExplainOptions): Promise<ExplanationReport>
  /** As `lab.trace`, from a namespace of this node. */
  trace(from: string, to: string, options?: TraceOptions): Promise<TraceReport>
  /** As `lab.capture`, of links of this node: `'root.eth0'`, `'ns1.veth1'`. */
  capture(links: readonly string[], action: () => unknown): Promise<CaptureReport>
  /** As `lab.watchLinks`, with the links of this node only. */
  watchLinks(action: () => unknown): Promise<LinkReport>
  /** Ends this node and everything on it, its ends of links too. */
  dispose(): Promise<void>
}

export function labNode(sandbox: Sandbox, name: string): LabNode {
  /** The full name of what is on this node. */
  const here = (place: string): string => `${name}/${place}`
  const words = (): string =>
    `node ${name} of lab ${sandbox.name}: a machine of its own. Its shell: ${name}.sh\`…\` or a cell %%sh --node ${name}`
  return {
    name,
    sh: shellTag((script, options) => sandbox.run(script, options, name), { sandbox, node: name }),
    state: async () => {
      const state = ofNode(await sandbox.state(), name)
      return showable(state, { bundle: () => stateTable(state) })
    },
    ping: (from, to, options = {}) => sandbox.use((node, { emit }) => pingReport(node, here(from), to, options, emit)),
    explain: (from, to, options = {}) =>
      sandbox.use((node, { events }) =>
        explanationReport(here(from), to, options, { node, events, spare: sandbox.spare }),
      ),
    trace: (from, to, options = {}) =>
      sandbox.use((node, { emit }) => reportTrace(node, here(from), to, options, emit)),
    capture: (links, action) => sandbox.use((node, { emit }) => reportCapture(node, links.map(here), action, emit)),
    watchLinks: (action) => sandbox.use((node, log) => linkReport(node, action, log, name)),
    dispose: () =>
      sandbox.change('delete', async ({ nodes }, network) => {
        const before = await network.read()
        await nodes.find((node) => node.name === name)?.dispose()
        return before
      }),
    [displaySymbol]: (): MimeBundle => ({ [mime.text]: words() }),
    // Not in the interface: what a console prints of a node.
    ...({ [inspect.custom]: words } as object),
  }
}
