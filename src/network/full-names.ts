import { FIRST_NODE, seenFrom } from './assemble.js'
import { findNamespace } from './relations.js'
import type { NetworkNamespace, NetworkState } from './state.js'

/** A namespace's name among all of a lab: `ns1`, or `node1/ns1` on a node other than the lab's own machine. */
export function fullName({ node, name }: Pick<NetworkNamespace, 'node' | 'name'>): string {
  return seenFrom(FIRST_NODE, { node, namespace: name })
}

/** The same network with full names, as of one machine: for what tells of namespaces by their names alone. */
export function withFullNames(state: NetworkState): NetworkState {
  if (state.namespaces.every(({ node }) => node === FIRST_NODE)) return state
  const namespaces = state.namespaces.map((space): NetworkNamespace => {
    const name = fullName(space)
    const full = (seen: string): string => (seen.includes('/') ? shorten(seen) : fullName({ ...space, name: seen }))
    const ids = Object.entries(space.namespaceIds).map(([id, seen]) => [id, full(seen)])
    const links = space.links.map((link) => ({ ...link, namespace: name }))
    return { ...space, node: FIRST_NODE, name, namespaceIds: Object.fromEntries(ids) as Record<number, string>, links }
  })
  return { namespaces }
}

/** The part of a network that is on one node. */
export function ofNode(state: NetworkState, node: string): NetworkState {
  return { namespaces: state.namespaces.filter((space) => space.node === node) }
}

/** Whether there is more than the lab's own machine. */
export function hasSeveralNodes({ namespaces }: NetworkState): boolean {
  return namespaces.some(({ node }) => node !== namespaces[0]?.node)
}

/**
 * The namespace that is meant by a name: `node1/ns1`; else one of that name on this node;
 * else the root namespace of the node of that name.
 */
export function meantNamespace(state: NetworkState, name: string, node = FIRST_NODE): NetworkNamespace | undefined {
  const slash = name.indexOf('/')
  if (slash >= 0) return findNamespace(state, name.slice(slash + 1), name.slice(0, slash))
  return findNamespace(state, name, node) ?? findNamespace(state, 'root', name)
}

/** Of the lab's own machine no node is told. */
function shorten(seen: string): string {
  return seen.startsWith(`${FIRST_NODE}/`) ? seen.slice(FIRST_NODE.length + 1) : seen
}
