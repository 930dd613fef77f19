import type { NetworkState } from '../state.js'
import { networkOfState } from './from-state.js'
import type { LinkPlace } from './operation.js'
import { linkPlace, overOf, placeKey, spaceOf } from './places.js'
import { TopologyError } from './topology-error.js'
import { shapingOf } from './shaping.js'
import type {
  BridgeTopology,
  KindTopology,
  LinkTopology,
  NamespaceTopology,
  PairTopology,
  Topology,
} from './topology.js'
import type { WantedLink, WantedNetwork, WantedSpace } from './wanted.js'

/**
 * A network that is there as what lab.build takes, in the long form: building it elsewhere gives the same one.
 * Sysctls, queues, firewalls and services are not in a state.
 * @throws TopologyError naming links of kinds that a topology cannot say
 */
export function toTopology(state: NetworkState): Topology {
  return topologyOf(networkOfState(state))
}

/** A network in which nothing is implied, as one would write it down. */
export function topologyOf(network: WantedNetwork): Topology {
  refuseUntold(network)
  const links = [...network.spaces.values()].flatMap((space) => [...space.links.values()])
  const bridges = links.flatMap((link) => (link.kind.type === 'bridge' ? [bridgeOf(link, link.kind, links)] : []))
  const order = new Map(links.map(({ at }, index) => [placeKey(at), index]))
  const indexOf = (at: LinkPlace): number => order.get(placeKey(at)) ?? -1
  // Each pair is told once, at the end that comes first.
  const pairs = links.flatMap((link): PairTopology[] =>
    link.kind.type === 'veth' && indexOf(link.at) < indexOf(link.kind.peer)
      ? [{ ends: [publicPlace(link), publicPeer(link.kind.peer)] }]
      : [],
  )
  return {
    ...(network.nodes.length > 0 && { nodes: network.nodes }),
    namespaces: Object.fromEntries([...network.spaces].map(([full, space]) => [full, namespaceOf(space)])),
    ...(bridges.length > 0 && { bridges: Object.fromEntries(bridges) }),
    ...(pairs.length > 0 && { links: pairs }),
  }
}

const publicPlace = ({ at }: WantedLink): string => placeKey(at)
const publicPeer = placeKey

/** @throws TopologyError naming links of kinds that a topology cannot say */
export function refuseUntold(network: WantedNetwork): void {
  const links = [...network.spaces.values()].flatMap((space) => [...space.links.values()])
  const problems = links.flatMap(({ place, kind }) =>
    kind.type === 'as-it-is'
      ? [
          {
            place,
            problem:
              kind.of === 'veth'
                ? 'its other end is in a namespace that has no name, or is not part of the state'
                : `a topology has no word for this ${kind.of}`,
            remedy: `Take it away, or leave it out: ip link delete.`,
          },
        ]
      : [],
  )
  if (problems.length > 0) throw new TopologyError(problems)
}

function namespaceOf(space: WantedSpace): NamespaceTopology {
  const links = [...space.links].flatMap(([name, link]): [string, LinkTopology][] =>
    link.kind.type === 'bridge' || (name === 'lo' && link.up && link.addresses.length === 0)
      ? []
      : [[name, linkOf(link)]],
  )
  return {
    links: Object.fromEntries(links),
    ...(space.routes.length > 0 && { routes: space.routes }),
    ...(space.rules.length > 0 && { rules: space.rules }),
    ...(Object.keys(space.sysctls).length > 0 && { sysctls: space.sysctls }),
    ...(space.nftables !== undefined && { nftables: space.nftables }),
    ...(space.services.length > 0 && { services: space.services }),
  }
}

function linkOf(link: WantedLink): LinkTopology {
  const { up, mtu, mac, addresses, port, qdisc } = link
  const kind = publicKind(link)
  return {
    addresses: addresses.map(({ text }) => text),
    ...(!up && { up }),
    ...(mtu !== undefined && { mtu }),
    ...(mac !== undefined && { mac }),
    ...(kind !== undefined && { kind }),
    ...(port !== undefined && { port }),
    ...(qdisc !== undefined && shapingOf(qdisc)),
  }
}

function publicKind(link: WantedLink): KindTopology | undefined {
  const { kind } = link
  if (kind.type === 'veth' || kind.type === 'bridge' || kind.type === 'loopback' || kind.type === 'as-it-is') {
    return undefined
  }
  const place = overOf(link)
  if (place === undefined) return kind
  const { overIn, ...told } = kind as typeof kind & { overIn?: object }
  return { ...told, over: overIn === undefined ? place.link : placeKey(place) } as KindTopology
}

function bridgeOf(
  link: WantedLink,
  { stp, vlanFiltering, ageingSeconds }: { stp?: boolean; vlanFiltering?: boolean; ageingSeconds?: number },
  links: readonly WantedLink[],
): [string, BridgeTopology] {
  const full = spaceOf(link.at)
  const ports = links.filter(({ at, master }) => master === link.at.link && spaceOf(at) === full)
  return [
    placeKey(linkPlace(full, link.at.link)),
    {
      ports: ports.map(publicPlace),
      ...(link.addresses.length > 0 && { addresses: link.addresses.map(({ text }) => text) }),
      ...(stp === true && { stp }),
      ...(vlanFiltering === true && { vlanFiltering }),
      ...(ageingSeconds !== undefined && { ageingSeconds }),
      ...(!link.up && { up: false }),
      ...(link.mtu !== undefined && { mtu: link.mtu }),
      ...(link.mac !== undefined && { mac: link.mac }),
    },
  ]
}
