import { inspect } from 'node:util'
import { displaySymbol, mime, type Displayable, type MimeBundle } from '../../display/index.js'
import { ofNode, type NetworkState } from '../../network/index.js'
import { stateTable } from '../../views/index.js'
import type { CaptureReport } from '../capture/report.js'
import type { TraceOptions, TraceReport } from '../capture/trace.js'
import type { LinkReport } from '../links.js'
import type { PingOptions, PingReport } from '../ping.js'
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
  const words = (): string =>
    `node ${name} of lab ${sandbox.name}: a machine of its own. Its shell: ${name}.sh\`…\` or a cell %%sh --node ${name}`
  return {
    name,
    sh: shellTag((script, options) => sandbox.run(script, options, name), { sandbox, node: name }),
    state: async () => {
      const state = ofNode(await sandbox.state(), name)
      return showable(state, { bundle: () => stateTable(state) })
    },
    ping: (from, to, options = {}) => sandbox.ping(`${name}/${from}`, to, options),
    trace: (from, to, options = {}) => sandbox.trace(`${name}/${from}`, to, options),
    capture: (links, action) =>
      sandbox.capture(
        links.map((link) => `${name}/${link}`),
        action,
      ),
    watchLinks: (action) => sandbox.watchLinks(action, name),
    dispose: () => sandbox.disposeNode(name),
    [displaySymbol]: (): MimeBundle => ({ [mime.text]: words() }),
    // Not in the interface: what a console prints of a node.
    ...({ [inspect.custom]: words } as object),
  }
}
