import { FIRST_NODE } from '../assemble.js'
import { findNamespace } from '../relations.js'
import type { NamespaceSnapshot, NetworkSnapshot } from '../snapshot.js'
import type { NetworkNamespace, NetworkState } from '../state.js'
import { isFallback, networkOfState } from '../topology/from-state.js'
import type { Operation } from '../topology/operation.js'
import { linkPlace, placeKey } from '../topology/places.js'
import { keptLinks, planNetwork } from '../topology/plan.js'
import { connectedSteps } from './connected-steps.js'
import { withIndexes } from './indexes.js'
import { nexthopSteps, withoutNexthops } from './nexthop-steps.js'
import { dropUnmakeable } from './unmakeable.js'
import { planSettings } from './plan-settings.js'
import type { SpacePlan } from './space-plan.js'
import type { LocalStep, Step } from './step.js'
import { kernelRuleSteps, tableSteps } from './table-steps.js'

/** How a network becomes that of a snapshot: in this order, and then what `planCorrections` finds. */
export interface Rebuild {
  operations: Operation[]
  /** Of one namespace in their order; namespaces do not wait for each other. */
  steps: Step[]
  /** Settings that are others meanwhile, so that addresses are there at once. */
  last: Operation[]
  /** When carriers are there again: until then links make no addresses by themselves that they are not to have. */
  settled: Step[]
  /** Nexthop objects and the routes that go by them: the kernel takes none over a link without a carrier. */
  nexthops: Step[]
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
  const [present, meant] = [now.state, wanted.state].map((each) => withoutNexthops(each, wanted.spaces)) as [
    NetworkState,
    NetworkState,
  ]
  const network = networkOfState(meant)
  const missing = dropUnmakeable(network, present)
  const kept = keptLinks(present, network)
  const plans = [...network.spaces].flatMap(([full, space]) => {
    const [node, name] = [space.node ?? FIRST_NODE, space.namespace]
    const state = findNamespace(wanted.state, name, node)
    if (state === undefined) return []
    const there = findNamespace(now.state, name, node)
    const details = wanted.spaces.find((each) => each.name === name && each.node === node)
    const former = there === undefined ? now.fresh : now.spaces.find((each) => each.name === name && each.node === node)
    const isNew = (link: string): boolean => !kept.has(placeKey(linkPlace(full, link))) && !comesBySelf(state, link)
    const isNewPort = (name: string): boolean => {
      const master = state.links.find((link) => link.name === name)?.master ?? null
      const former = there?.links.find((link) => link.name === name)?.master
      return isNew(name) || (master !== null && (isNew(master) || former !== master))
    }
    const plan: SpacePlan | undefined = details &&
      former && { space, state, details, former: ofKept(former, isNew, isNewPort), isNew }
    const settings = plan === undefined ? { steps: [], last: [], settled: [], missing: [] } : planSettings(plan)
    const tables = tableSteps(there && tablesOfKept(there, isNew, isNewPort), {
      ...state,
      neighbours: state.neighbours.filter(({ link }) => space.links.has(link)),
    })
    // A gateway is only reached by a rule that leads to the table main.
    const rules = kernelRuleSteps(there ?? state, state).filter(({ isOptional }) => isOptional !== true)
    const connected = there === undefined ? [] : connectedSteps(there, state, isNew)
    const here = (step: LocalStep): Step => ({ ...step, node, namespace: name })
    return [
      {
        ...settings,
        // A link whose ARP is switched forgets its neighbours, so these come last.
        steps: [...rules, ...connected, ...settings.steps, ...tables].map(here),
        settled: settings.settled.map(here),
        nexthops: (operations: readonly Operation[]) =>
          plan === undefined
            ? []
            : nexthopSteps(
                plan,
                operations.filter((each) => isIn(each, node, name)),
              ).map(here),
      },
    ]
  })
  const operations = withIndexes(planNetwork(present, network), now.state, wanted.state)
  return {
    operations,
    steps: plans.flatMap(({ steps }) => steps),
    last: plans.flatMap(({ last }) => last),
    settled: plans.flatMap(({ settled }) => settled),
    nexthops: plans.flatMap(({ nexthops }) => nexthops(operations)),
    missing: [...missing, ...plans.flatMap((plan) => plan.missing)],
  }
}

function isIn(operation: Operation, node: string, name: string): boolean {
  const place = 'at' in operation ? operation.at : operation
  return (place.node ?? FIRST_NODE) === node && place.namespace === name
}

/** lo, and what a kernel makes in each namespace, come with it. */
function comesBySelf({ links }: NetworkNamespace, name: string): boolean {
  const link = links.find((each) => each.name === name)
  return link !== undefined && (link.kind === 'loopback' || isFallback(link))
}

type IsNew = (link: string) => boolean

/** What is in tables of a link goes with it, and what a bridge knows of a port with that. */
function tablesOfKept(space: NetworkNamespace, isNew: IsNew, isNewPort: IsNew): NetworkNamespace {
  return {
    ...space,
    neighbours: space.neighbours.filter(({ link }) => !isNew(link)),
    fdb: space.fdb.filter(({ link }) => !isNewPort(link)),
  }
}

function ofKept(space: NamespaceSnapshot, isNew: IsNew, isNewPort: IsNew): NamespaceSnapshot {
  return {
    ...space,
    links: space.links
      .filter(({ name }) => !isNew(name))
      .map((link) => (isNewPort(link.name) ? { ...link, port: {} } : link)),
    proxies: space.proxies.filter(({ link }) => !isNew(link)),
    remotes: space.remotes.filter(({ link }) => !isNew(link)),
  }
}
