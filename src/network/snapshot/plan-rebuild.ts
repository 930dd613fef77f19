import { FIRST_NODE } from '../assemble.js'
import { findNamespace } from '../relations.js'
import type { NamespaceSnapshot, NetworkSnapshot } from '../snapshot.js'
import type { NetworkNamespace, NetworkState } from '../state.js'
import { networkOfState } from '../topology/from-state.js'
import type { Operation } from '../topology/operation.js'
import { planNetwork } from '../topology/plan.js'
import { withIndexes } from './indexes.js'
import { dropUnmakeable } from './unmakeable.js'
import { planSettings } from './plan-settings.js'
import type { LocalStep, Step } from './step.js'
import { tableSteps } from './table-steps.js'

/** How a network becomes that of a snapshot: in this order, and then what `planCorrections` finds. */
export interface Rebuild {
  operations: Operation[]
  /** Of one namespace in their order; namespaces do not wait for each other. */
  steps: Step[]
  /** Settings that are others meanwhile, so that addresses are there at once. */
  last: Operation[]
  /** When carriers are there again: until then links make no addresses by themselves that they are not to have. */
  settled: Step[]
  /** What cannot be rebuilt, each in words. */
  missing: string[]
}

export interface NetworkNow {
  state: NetworkState
  /** Of namespaces that are there. One that is missing here is left alone in all that a state does not tell. */
  spaces: readonly NamespaceSnapshot[]
  /** The root namespace of a fresh machine: what a new one begins with. */
  fresh: NamespaceSnapshot
}

/**
 * What makes the network that is there (on a fresh machine: none) into that of a snapshot. Where the snapshot has no more
 * than a state of a namespace, no more of it is compared.
 */
export function planRebuild(now: NetworkNow, wanted: Omit<NetworkSnapshot, 'v'>): Rebuild {
  const network = networkOfState(wanted.state)
  const missing = dropUnmakeable(network, now.state)
  const plans = [...network.spaces.values()].flatMap((space) => {
    const [node, name] = [space.node ?? FIRST_NODE, space.namespace]
    const state = findNamespace(wanted.state, name, node)
    if (state === undefined) return []
    const there = findNamespace(now.state, name, node)
    const details = wanted.spaces.find((each) => each.name === name && each.node === node)
    const former = there === undefined ? now.fresh : now.spaces.find((each) => each.name === name && each.node === node)
    const settings =
      details === undefined || former === undefined
        ? { steps: [], last: [], settled: [], missing: [] }
        : planSettings({ space, state, details, former, isNew: (link) => isNewLink(there, state, link) })
    const tables = tableSteps(there, {
      ...state,
      neighbours: state.neighbours.filter(({ link }) => space.links.has(link)),
    })
    const here = (step: LocalStep): Step => ({ ...step, node, namespace: name })
    return [{ ...settings, steps: [...tables, ...settings.steps].map(here), settled: settings.settled.map(here) }]
  })
  return {
    operations: withIndexes(planNetwork(now.state, network), now.state, wanted.state),
    steps: plans.flatMap(({ steps }) => steps),
    last: plans.flatMap(({ last }) => last),
    settled: plans.flatMap(({ settled }) => settled),
    missing: [...missing, ...plans.flatMap((plan) => plan.missing)],
  }
}

/** A link of the same index and kind is the same one; lo comes with its namespace. */
function isNewLink(there: NetworkNamespace | undefined, wanted: NetworkNamespace, name: string): boolean {
  const meant = wanted.links.find((link) => link.name === name)
  if (meant?.kind === 'loopback') return false
  return there?.links.some(({ kind, index }) => kind === meant?.kind && index === meant.index) !== true
}
