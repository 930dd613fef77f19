import { compareNames } from './words.js'
import type { FdbEntry, Link, Neighbour, NetworkNamespace, NetworkState, Route, Rule, Veth } from './state.js'

/** One namespace as it was read, before the namespaces are known to each other. */
export interface ReadNamespace {
  name: string
  /** Null: the other namespace has no name in /run/netns. */
  namespaceIds: ReadonlyMap<number, string | null>
  links: Link[]
  routes: Route[]
  rules: Rule[]
  neighbours: Neighbour[]
  fdb: FdbEntry[]
}

/** The lab's own machine: what `node` says where there is no other. */
export const FIRST_NODE = 'host'

/**
 * Puts namespaces that were read one by one together: the first machine's first, of each the root namespace first, the
 * others by name. Where it is not known that a number is the root namespace's, since that has no name that ip(8) could
 * print, this is found by a veth pair whose two ends name each other.
 */
export function assembleState(read: readonly (ReadNamespace & { node: string })[]): NetworkState {
  const namespaces = read.map((space): NetworkNamespace => {
    const root = read.find(({ name, node }) => name === 'root' && node === space.node)
    const ids = [...space.namespaceIds].flatMap(([id, name]): [number, string][] => {
      const known = name ?? (root !== undefined && isRootSeenAs(id, space, root) ? 'root' : null)
      return known === null ? [] : [[id, known]]
    })
    const fdb = space.links.some(mayForward) ? space.fdb : []
    const neighbours = space.neighbours.filter((each) => !isEvident(each, space.links))
    return { ...space, namespaceIds: Object.fromEntries(ids), fdb, neighbours }
  })
  return { namespaces: namespaces.sort(inOrder) }
}

/** What lo, and a veth end that is nobody's port, have in the FDB are the groups that they listen to. */
function mayForward({ kind, master }: Link): boolean {
  return master !== null || (kind !== 'loopback' && kind !== 'veth')
}

/**
 * What the kernel notes by itself, as nobody need be asked for it: groups, and whatever goes by a link that does no ARP, which it
 * notes with that link's own MAC address. Whoever enters another one without ARP (`nud noarp`) means it.
 */
function isEvident({ state, mac, link: name }: Neighbour, links: readonly Link[]): boolean {
  if (state === 'NONE') return true
  if (state !== 'NOARP') return false
  const isGroup = mac !== null && (Number.parseInt(mac.slice(0, 2), 16) & 1) === 1
  return (
    mac === null ||
    isGroup ||
    links.some((link) => link.name === name && (link.kind === 'loopback' || link.mac === mac))
  )
}

/** How a namespace is named in one of this node: `ns1` beside it, `node2/ns1` elsewhere. */
export function seenFrom(node: string, place: { node: string; namespace: string }): string {
  return place.node === node ? place.namespace : `${place.node}/${place.namespace}`
}

function inOrder(one: NetworkNamespace, other: NetworkNamespace): number {
  return one.node === other.node ? rootFirst(one, other) : firstNodeFirst(one, other)
}

function firstNodeFirst({ node }: NetworkNamespace, other: NetworkNamespace): number {
  return Number(other.node === FIRST_NODE) - Number(node === FIRST_NODE) || compareNames(node, other.node)
}

function rootFirst(one: NetworkNamespace, other: NetworkNamespace): number {
  return Number(other.name === 'root') - Number(one.name === 'root') || compareNames(one.name, other.name)
}

function isRootSeenAs(id: number, space: ReadNamespace, root: ReadNamespace): boolean {
  const ends = root.links.filter((link): link is Veth => link.kind === 'veth')
  return space.links.some(
    (link) =>
      link.kind === 'veth' &&
      link.peerNamespaceId === id &&
      ends.some(
        (end) =>
          end.index === link.peerIndex &&
          end.peerIndex === link.index &&
          end.peerNamespaceId !== null &&
          root.namespaceIds.get(end.peerNamespaceId) === space.name,
      ),
  )
}
