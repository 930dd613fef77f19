import { compareNames } from './words.js'
import type { Bridge, Endpoint, Link, NetworkNamespace, NetworkState, Veth } from './state.js'

/** The namespace of that name (on that node, where several), or undefined. */
export function findNamespace(state: NetworkState, name: string, node?: string): NetworkNamespace | undefined {
  return state.namespaces.find((space) => space.name === name && (node === undefined || space.node === node))
}

/** `'ns1.veth1'` → `{ namespace: 'ns1', link: 'veth1' }`, split at the first dot; without one a namespace. */
export function parseEndpoint(text: string): Endpoint {
  const dot = text.indexOf('.')
  return dot === -1 ? { namespace: text } : { namespace: text.slice(0, dot), link: text.slice(dot + 1) }
}

/** The link at a place, given as data or as `'ns1.veth1'`; undefined where there is none. */
export function findLink(state: NetworkState, place: Endpoint | string): Link | undefined {
  const { node, namespace, link } = typeof place === 'string' ? parseEndpoint(place) : place
  return findNamespace(state, namespace, node)?.links.find(({ name }) => name === link)
}

/**
 * The other end of a veth pair, by its index and its namespace's id; undefined for other kinds, and where the other end
 * is in a namespace that is not part of the state.
 */
export function peerOf(state: NetworkState, link: Link): Veth | undefined {
  if (link.kind !== 'veth' || link.peerIndex === null) return undefined
  const own = namespaceOf(state, link)
  if (own === undefined) return undefined
  const name = link.peerNamespaceId === null ? own.name : own.namespaceIds[link.peerNamespaceId]
  if (name === undefined) return undefined
  const peer = namespaceSeenFrom(state, own, name)?.links.find(({ index }) => index === link.peerIndex)
  return peer?.kind === 'veth' ? peer : undefined
}

/** The link that a VXLAN, macvlan or VLAN lies over; undefined for other kinds, and where it is not part of the state. */
export function overOf(state: NetworkState, link: Link): Link | undefined {
  if (link.kind !== 'other' || link.overIndex === undefined) return undefined
  const own = namespaceOf(state, link)
  if (own === undefined) return undefined
  const name = link.overNamespaceId === undefined ? own.name : own.namespaceIds[link.overNamespaceId]
  if (name === undefined) return undefined
  return namespaceSeenFrom(state, own, name)?.links.find(({ index }) => index === link.overIndex)
}

/** A namespace by the name that another one has for it: `ns1` on the same node (or its full name), `node2/ns1` elsewhere. */
function namespaceSeenFrom(state: NetworkState, from: NetworkNamespace, name: string): NetworkNamespace | undefined {
  const slash = name.indexOf('/')
  const beside = findNamespace(state, name, from.node)
  return beside ?? findNamespace(state, name.slice(slash + 1), name.slice(0, slash))
}

/** The ports of a bridge, in the order of their indexes. */
export function portsOf(state: NetworkState, bridge: Bridge): Link[] {
  const links = namespaceOf(state, bridge)?.links ?? []
  return links.filter(({ master }) => master === bridge.name).sort((one, other) => one.index - other.index)
}

/**
 * Each veth pair once. Of two ends in one namespace the first by name is first (the kernel lists them in an order that
 * nobody typed), else the end whose namespace is. Ends whose peer is unknown are left out.
 */
export function vethPairs(state: NetworkState): [Veth, Veth][] {
  const seen = new Set<Link>()
  return state.namespaces.flatMap(({ links }) =>
    links.flatMap((link): [Veth, Veth][] => {
      const peer = peerOf(state, link)
      if (link.kind !== 'veth' || peer === undefined || seen.has(link)) return []
      seen.add(peer)
      const isInOrder = !links.includes(peer) || compareNames(link.name, peer.name) < 0
      return [isInOrder ? [link, peer] : [peer, link]]
    }),
  )
}

/** By identity first: two nodes may have namespaces of the same name. */
function namespaceOf(state: NetworkState, link: Link): NetworkNamespace | undefined {
  const isOwn = ({ name, links }: NetworkNamespace): boolean => name === link.namespace && links.includes(link)
  return state.namespaces.find(isOwn) ?? findNamespace(state, link.namespace)
}
