import { FIRST_NODE } from '../assemble.js'
import { fullName, hasSeveralNodes, withFullNames } from '../full-names.js'
import type { NetworkSnapshot } from '../snapshot.js'

/**
 * A network of several machines as one of a single machine: a node is a namespace of its name, its namespaces are called
 * `node1-ns1`.
 * @throws RangeError where there is such a namespace already
 */
export function onOneMachine({ state, spaces }: Omit<NetworkSnapshot, 'v'>): Omit<NetworkSnapshot, 'v'> {
  if (!hasSeveralNodes(state)) return { state, spaces }
  const full = withFullNames(state)
  const names = full.namespaces.map(({ name }) => flatName(name))
  const twice = names.find((name, index) => names.indexOf(name) < index)
  if (twice !== undefined) throw new RangeError(`Two namespaces would be named ${twice} on one machine: rename one`)
  return {
    state: {
      namespaces: full.namespaces.map((space) => ({
        ...space,
        name: flatName(space.name),
        namespaceIds: Object.fromEntries(Object.entries(space.namespaceIds).map(([id, name]) => [id, flatName(name)])),
        links: space.links.map((link) => ({ ...link, namespace: flatName(link.namespace) })),
      })),
    },
    spaces: spaces.map((space) => ({ ...space, node: FIRST_NODE, name: flatName(fullName(space)) })),
  }
}

/** `node1/root` → `node1`, `node1/ns1` → `node1-ns1` */
function flatName(full: string): string {
  return full.replace(/\/root$/, '').replace('/', '-')
}
