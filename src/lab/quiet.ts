import type { Node } from '../engine/index.js'
import type { Emit, Explanation, LabEvent, NetworkState, PingResult } from '../network/index.js'
import { explain, ping, type ExplainRequest, type PingRequest } from '../tools/index.js'
import { facade } from './facade.js'
import type { Lab } from './lab.js'
import { lastLab } from './open-lab.js'
import type { Sandbox } from './sandbox.js'
import { ownerOf } from './shell/sh.js'

/** A lab for those who look into it and show nothing of that: a lesson's checks. */
export interface QuietLab {
  readonly lab: Lab
  /** It was disposed, or its machine has ended. */
  readonly isGone: boolean
  /** What tells the machine from the one that takes its place at a reset. @throws LabGoneError */
  machine(): object
  readonly events: readonly LabEvent[]
  /** Adds to the lab's log. */
  readonly emit: Emit
  /** The network as the kernel has it now. @throws LabGoneError */
  state(): Promise<NetworkState>
  /** As lab.ping, and neither shown nor logged. @throws RangeError, LabGoneError */
  ping(request: PingRequest, signal?: AbortSignal): Promise<PingResult>
  /** As lab.explain without proofs, and not shown. @throws RangeError, LabGoneError */
  explain(request: ExplainRequest, signal?: AbortSignal): Promise<Explanation>
}

const quietLabs = new WeakMap<Sandbox, QuietLab>()

/** The lab opened last, or the one given; undefined where none is open. */
export function quietLab(lab?: Lab): QuietLab | undefined {
  const sandbox = lab === undefined ? lastLab() : ownerOf(lab.sh)?.sandbox
  if (sandbox === undefined) return undefined
  const known = quietLabs.get(sandbox)
  if (known !== undefined) return known
  const quiet = behind(sandbox)
  quietLabs.set(sandbox, quiet)
  return quiet
}

function behind(sandbox: Sandbox): QuietLab {
  const use = <Result>(action: (node: Node) => Promise<Result>): Promise<Result> => sandbox.use((node) => action(node))
  return {
    lab: facade(sandbox),
    get isGone() {
      return sandbox.isGone
    },
    machine: () => sandbox.machine(),
    get events() {
      return sandbox.events
    },
    emit: sandbox.emit,
    state: () => sandbox.state(),
    ping: (request, signal) =>
      use((node) => ping(node, request, () => undefined, signal === undefined ? {} : { signal })),
    explain: (request, signal) => use(async (node) => (await explain(node, request, signal)).explanation),
  }
}
