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

/**
 * Puts namespaces that were read one by one together: the root namespace first, the others by name. The root namespace has no name that
 * ip(8) could print, so its number in another namespace is found by a veth pair whose two ends name each other.
 */
export function assembleState(node: string, read: readonly ReadNamespace[]): NetworkState {
  const root = read.find(({ name }) => name === 'root')
  const namespaces = read.map((space): NetworkNamespace => {
    const ids = [...space.namespaceIds].flatMap(([id, name]): [number, string][] => {
      const known = name ?? (root !== undefined && isRootSeenAs(id, space, root) ? 'root' : null)
      return known === null ? [] : [[id, known]]
    })
    return { ...space, node, namespaceIds: Object.fromEntries(ids) }
  })
  return { namespaces: namespaces.sort(rootFirst) }
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
