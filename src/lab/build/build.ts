import type { Displayable, MimeBundle } from '../../display/index.js'
import type { Node } from '../../engine/index.js'
import {
  diff,
  networkOfState,
  planNetwork,
  type Change,
  type Emit,
  type NetworkState,
  type Operation,
  type WantedNetwork,
} from '../../network/index.js'
import { applyOperations } from '../../tools/index.js'
import { changesTable } from '../../views/index.js'
import type { NetworkReader } from '../network-reader.js'
import { inForeground } from '../notebook/foreground.js'
import { showProgress } from '../progress.js'
import { showable } from '../shown.js'
import { BuildError, buildError } from './build-error.js'
import { formerSettings } from './former-settings.js'

/** What a build changed. Shown as a list of it. */
export interface BuildReport extends Displayable {
  changes: Change[]
  /** Requests that it took; 0: the network was so already. */
  operations: number
  durationMs: number
}

export interface BuildContext {
  node: Node
  network: NetworkReader
  /** What was built before, if anything. */
  former: WantedNetwork | undefined
  emit: Emit
  id: number
  onState: (state: NetworkState) => void
}

/**
 * Makes the network a wanted one, or leaves it as it was.
 * @throws BuildError
 */
export async function buildNetwork(wanted: WantedNetwork, context: BuildContext): Promise<BuildReport> {
  const { node, network, emit, id } = context
  const startedAt = performance.now()
  emit({ kind: 'command-started', id, command: 'lab.build(…)' })
  const stopping = new AbortController()
  const stop = (): boolean => {
    stopping.abort()
    return true
  }
  const before = await network.read()
  const progress = showProgress()
  try {
    const operations = await inForeground({ interrupt: stop, stop }, () =>
      makeOrUndo(before, wanted, context, stopping.signal, progress.tell),
    )
    const after = operations.length === 0 ? before : await network.read(before)
    const changes = diff(before, after)
    const bundle = (): MimeBundle => changesTable(changes)
    progress.end(bundle())
    context.onState(after)
    const durationMs = performance.now() - startedAt
    emit({ kind: 'command-ended', id, exitCode: 0, durationMs })
    return showable({ changes, operations: operations.length, durationMs }, { bundle, wasShown: true })
  } catch (error) {
    progress.end()
    context.onState(await network.read())
    emit({ kind: 'command-ended', id, exitCode: 1, durationMs: performance.now() - startedAt })
    throw error
  }

  /** Nodes first, as their root namespaces are part of the plan. */
  async function makeOrUndo(
    state: NetworkState,
    network: WantedNetwork,
    { node: first, former }: BuildContext,
    signal: AbortSignal,
    tell: (words: string) => void,
  ): Promise<Operation[]> {
    const missing = network.nodes.filter((name) => !node.nodes.some((each) => each.name === name))
    const added: Node[] = []
    let settings: Operation[] = []
    try {
      for (const name of missing) added.push(await first.addNode(name))
      const now = missing.length === 0 ? state : await context.network.read()
      const operations = planNetwork(now, network, former)
      settings = await formerSettings(first, operations, state)
      await applyOperations(first, operations, {
        signal,
        onProgress: (done) => tell(`Building: ${done} of ${operations.length} requests.`),
      })
      if (signal.aborted) throw new BuildError('The build was stopped; the network is as it was before.', null, null)
      return operations
    } catch (error) {
      const remains = await undo(first, context.network, state, settings, added)
      throw buildError(error, network, remains)
    }
  }
}

/** Says how the network is now. */
async function undo(
  first: Node,
  network: NetworkReader,
  before: NetworkState,
  settings: readonly Operation[],
  added: readonly Node[],
): Promise<string> {
  try {
    for (const node of added) await node.dispose()
    const now = await network.read()
    await applyOperations(first, [...planNetwork(now, networkOfState(before)), ...settings])
    return 'The network is as it was before.'
  } catch (error) {
    // What is told is why the build failed; that it could not be undone belongs to it.
    return `It could not be undone, either (${(error as Error).message}): begin anew with await lab.reset()`
  }
}
