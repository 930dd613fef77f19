import type { Displayable, MimeBundle } from '../../display/index.js'
import { addNodes, type Feature, type Node } from '../../engine/index.js'
import {
  diff,
  planNetwork,
  type Change,
  type Emit,
  type NetworkState,
  type Operation,
  type WantedNetwork,
} from '../../network/index.js'
import { applyOperations } from '../../tools/index.js'
import { changesTable } from '../../views/index.js'
import { changeWords } from '../change-words.js'
import type { NetworkReader } from '../network-reader.js'
import { inForeground } from '../notebook/foreground.js'
import { showProgress } from '../progress.js'
import { showable } from '../shown.js'
import { BuildError, buildError } from './build-error.js'
import { readPresent, rememberBuild, type Built } from './present.js'
import { refuseImpossible } from './requirements.js'
import { settingWords } from './setting-words.js'

/** What a build changed. Shown as a list of it. */
export interface BuildReport extends Displayable {
  changes: Change[]
  /** What it did beside, each in words: sysctls, queues, nftables rules, services. */
  settings: string[]
  /** Requests that it took; 0: the network was so already. */
  operations: number
  durationMs: number
}

/** Options of lab.build: `await lab.build({ … }, { quiet: true })`. */
export interface BuildOptions {
  /** Shows nothing: no progress, no changes. */
  quiet?: boolean
}

export interface BuildContext extends BuildOptions {
  node: Node
  network: NetworkReader
  /** What was built before, if anything. */
  former: Built | undefined
  can: (feature: Feature) => Promise<boolean>
  /** Where a place of the topology stands in its file. */
  where: (place: string) => string
  onBuilt: (built: Built) => void
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
  const progress = context.quiet === true ? undefined : showProgress()
  try {
    const { operations, built } = await inForeground({ interrupt: stop, stop }, () =>
      makeOrUndo(before, wanted, context, stopping.signal, progress?.tell ?? (() => undefined)),
    )
    context.onBuilt(built)
    const after = operations.length === 0 ? before : await network.read(before)
    const changes = diff(before, after)
    const settings = settingWords(operations)
    const bundle = (): MimeBundle => changesTable(changes, settings, changeWords())
    progress?.end(bundle())
    context.onState(after)
    const durationMs = performance.now() - startedAt
    emit({ kind: 'command-ended', id, exitCode: 0, durationMs })
    return showable({ changes, settings, operations: operations.length, durationMs }, { bundle, wasShown: true })
  } catch (error) {
    progress?.end()
    context.onState(await network.read())
    emit({ kind: 'command-ended', id, exitCode: 1, durationMs: performance.now() - startedAt })
    throw error
  }

  /** Nodes first, as their root namespaces are part of the plan. */
  async function makeOrUndo(
    state: NetworkState,
    network: WantedNetwork,
    { node: first, former, can, where }: BuildContext,
    signal: AbortSignal,
    tell: (words: string) => void,
  ): Promise<Outcome> {
    const missing = network.nodes.filter((name) => !node.nodes.some((each) => each.name === name))
    let added: Node[] = []
    const present = await readPresent(first, state, network, former)
    try {
      added = await addNodes(first, missing)
      const now = missing.length === 0 ? state : await context.network.read()
      const operations = planNetwork(now, present.wanted, present.compared)
      await refuseImpossible(operations, network, can, where)
      await applyOperations(first, operations, {
        signal,
        onProgress: (done) => tell(`Building: ${done} of ${operations.length} requests.`),
      })
      signal.throwIfAborted()
      return { operations, built: await rememberBuild(first, present, network, former) }
    } catch (error) {
      const remains = await undo(first, context.network, network, present.before, added)
      if (signal.aborted) throw new BuildError(`The build was stopped. ${remains}`, null, null, { cause: error })
      throw buildError(error, network, remains, where)
    }
  }
}

interface Outcome {
  operations: Operation[]
  built: Built
}

/** Says how the network is now. */
async function undo(
  first: Node,
  network: NetworkReader,
  failed: WantedNetwork,
  before: WantedNetwork,
  added: readonly Node[],
): Promise<string> {
  try {
    const now = await network.read()
    const { compared } = await readPresent(first, now, before, {
      wanted: failed,
      rulesets: new Map(),
      sysctls: new Map(),
    })
    await applyOperations(first, planNetwork(now, before, compared))
    // Last: links to them would go along, but only some time later.
    for (const node of added) await node.dispose()
    return 'The network is as it was before.'
  } catch (error) {
    // What is told is why the build failed; that it could not be undone belongs to it.
    return `It could not be undone, either (${(error as Error).message}): begin anew with await lab.reset()`
  }
}
