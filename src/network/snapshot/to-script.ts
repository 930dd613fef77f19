import { findNamespace } from '../relations.js'
import type { NamespaceSnapshot, NetworkSnapshot } from '../snapshot.js'
import type { NetworkState } from '../state.js'
import type { Operation } from '../topology/operation.js'
import { shellCommand } from '../topology/shell-command.js'
import { asMade } from './as-made.js'
import { bridgedRoute, isReached } from './bridged-route.js'
import { planCorrections } from './corrections.js'
import { onOneMachine } from './one-machine.js'
import { planRebuild } from './plan-rebuild.js'
import { stepCommand } from './step-command.js'

/** What one would type, in this order, and what that leaves out, each in words. */
export interface ScriptText {
  commands: string[]
  missing: string[]
}

/**
 * The commands that make the network of a snapshot on a machine that has none of it. They take nothing away from that
 * machine: its firewall stays, and links get the indexes that are free there.
 * @param fresh the root namespace of a machine as new
 * @throws RangeError where a namespace has the name that one of a node would get
 */
export function scriptOf(snapshot: Omit<NetworkSnapshot, 'v'>, fresh: NamespaceSnapshot): ScriptText {
  const wanted = withoutOwnLocals(onOneMachine(snapshot))
  const plan = planRebuild({ state: { namespaces: [] }, spaces: [], fresh }, wanted)
  const later = [...plan.settled, ...plan.nexthops]
  const corrections = planCorrections({ namespaces: [] }, asMade(wanted.state), wanted.state)
  return {
    commands: [
      ...withoutTests(plan)
        .map(withoutIndex)
        .flatMap((each) => withItsGateway(each, wanted.state))
        .map(shellCommand),
      ...plan.steps.map(stepCommand),
      ...(later.length === 0 ? [] : ['sleep 2 # until links have a carrier']),
      ...[...later, ...corrections].map(stepCommand),
    ],
    missing: plan.missing,
  }
}

/**
 * A link-local address that was made of a MAC address of then is made of the present one there: what a bridge got before its
 * first port came. RFC 4291, appendix A.
 */
function withoutOwnLocals({ state, spaces }: Omit<NetworkSnapshot, 'v'>): Omit<NetworkSnapshot, 'v'> {
  const isMade = (words: string): boolean => /^fe80:[^/]*ff:fe[0-9a-f]{2}:[0-9a-f]+\//.test(words)
  const links = (space: NamespaceSnapshot) =>
    space.links.map((link) => ({ ...link, addresses: link.addresses.filter((words) => !isMade(words)) }))
  return { state, spaces: spaces.map((space) => ({ ...space, links: links(space) })) }
}

/** That addresses of IPv6 can be used at once is worth two lines a link to a lab, and none to who reads a script. */
function withoutTests({ operations, last }: { operations: readonly Operation[]; last: readonly Operation[] }) {
  const setting = (each: Operation) => (each.do === 'set-sysctl' ? `${each.namespace} ${each.key}` : '')
  const setBack = new Set(last.map(setting))
  return operations.filter((each) => each.do !== 'set-sysctl' || !setBack.has(setting(each)))
}

function withoutIndex(operation: Operation): Operation {
  if (operation.do !== 'add-link') return operation
  const { index: _, kind, ...link } = operation.link
  if (kind.type !== 'veth') return { ...operation, link: { ...link, kind } }
  const { index: __, ...peer } = kind.peer
  return { ...operation, link: { ...link, kind: { ...kind, peer } } }
}

/** The kernel takes no route to a gateway that it cannot reach. */
function withItsGateway(operation: Operation, state: NetworkState): Operation[] {
  if (operation.do !== 'add-route' || operation.route.onlink === true) return [operation]
  const { via, link } = operation.route
  const routes = findNamespace(state, operation.namespace)?.routes ?? []
  if (via === undefined || isReached(routes, via, link)) return [operation]
  return bridgedRoute(operation) ?? [operation]
}
