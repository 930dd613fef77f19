import { parseSnapshotSpace, type NamespaceSnapshot, type NetworkState } from '../../../src/network/index.js'
import { NetworkMap } from '../../../src/tools/explain/map.js'
import { address, bridge, lo, network, veth } from '../../network/build.js'

/** The map of a state, with what else decides in its namespaces; by default nothing does. */
export function mapOf(state: NetworkState, more: Record<string, Partial<NamespaceSnapshot>> = {}): NetworkMap {
  const spaces = state.namespaces.map(({ name }) => ({
    ...parseSnapshotSpace('host', name, new Map()),
    ...more[name],
  }))
  return new NetworkMap({ v: 1, state, spaces })
}

/** What becomes of one link of `bridged`. */
type Change = Partial<ReturnType<typeof veth>>

/** ns1 and ns2, each by its veth pair on br0 in the root namespace: eth0 in ns1 – p1, eth0 in ns2 – p2. */
export function bridged(changes: Record<string, Change> = {}, isFiltering = false): NetworkState {
  const host = (name: string, number: number) => ({
    namespaceIds: { 0: 'root' },
    links: [
      lo(),
      veth('eth0', 2, [number + 1, 0], {
        mac: `02:00:00:00:00:0${number}`,
        addresses: [address(`10.0.0.${number}/24`)],
        ...changes[`${name}.eth0`],
      }),
    ],
  })
  return network({
    root: {
      namespaceIds: { 0: 'ns1', 1: 'ns2' },
      links: [
        bridge('br0', 1, { vlanFiltering: isFiltering }),
        ...[1, 2].map((number) =>
          veth(`p${number}`, number + 1, [2, number - 1], { master: 'br0', ...changes[`p${number}`] }),
        ),
      ],
    },
    ns1: host('ns1', 1),
    ns2: host('ns2', 2),
  })
}
