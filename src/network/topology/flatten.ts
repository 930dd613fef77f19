import type { LinkPlace } from './operation.js'
import { linkPlace, spaceOf } from './places.js'
import type { WantedKind, WantedNetwork, WantedSpace } from './wanted.js'

/**
 * A network of several machines as one of a single machine: a node is a namespace of its name, its namespaces are called
 * `node1-ns1`.
 * @throws RangeError where there is such a namespace already
 */
export function flatten(network: WantedNetwork): WantedNetwork {
  if (network.nodes.length === 0) return network
  const names = new Map([...network.spaces].map(([full, space]) => [full, flatName(space)]))
  const [twice] = [...names.values()].filter((name, index, all) => all.indexOf(name) < index)
  if (twice !== undefined) throw new RangeError(`Two namespaces would be named ${twice} on one machine: rename one`)
  const move = (place: LinkPlace): LinkPlace => linkPlace(names.get(spaceOf(place)) ?? spaceOf(place), place.link)
  const moveKind = (kind: WantedKind): WantedKind => {
    if (kind.type === 'veth') return { ...kind, peer: move(kind.peer) }
    if (!('overIn' in kind) || kind.overIn === undefined) return kind
    const { namespace } = move({ ...kind.overIn, link: '' })
    return { ...kind, overIn: { namespace } }
  }
  const spaces = [...network.spaces].map(([full, space]): [string, WantedSpace] => {
    const namespace = names.get(full) ?? full
    const links = [...space.links].map(
      ([name, link]) => [name, { ...link, at: move(link.at), kind: moveKind(link.kind) }] as const,
    )
    return [namespace, { ...space, node: undefined, namespace, links: new Map(links) }]
  })
  return { nodes: [], spaces: new Map(spaces) }
}

function flatName({ node, namespace }: WantedSpace): string {
  if (node === undefined) return namespace
  return namespace === 'root' ? node : `${node}-${namespace}`
}
