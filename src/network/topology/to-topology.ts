import type { NetworkState } from '../state.js'
import { networkOfState } from './from-state.js'
import { linkPlace, placeKey, spaceOf } from './places.js'
import { TopologyError } from './topology-error.js'
import type { BridgeTopology, LinkTopology, NamespaceTopology, PairTopology, Topology } from './topology.js'
import type { WantedLink, WantedSpace } from './wanted.js'

/**
 * A network that is there as what lab.build takes, in the long form: building it elsewhere gives the same one.
 * @throws TopologyError naming links whose settings a state does not tell (a VXLAN's id, say)
 */
export function toTopology(state: NetworkState): Topology {
  const network = networkOfState(state)
  const links = [...network.spaces.values()].flatMap((space) => [...space.links.values()])
  refuseUntold(links)
  const bridges = links.flatMap((link) => (link.kind.type === 'bridge' ? [bridgeOf(link, link.kind, links)] : []))
  const pairs = links.flatMap((link): PairTopology[] =>
    link.kind.type === 'veth' && isFirst(link.at, link.kind.peer, links)
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

function refuseUntold(links: readonly WantedLink[]): void {
  const problems = links.flatMap(({ place, kind }) =>
    kind.type === 'as-it-is'
      ? [
          {
            place,
            problem: `the settings of a ${kind.of} are not in a state`,
            remedy: 'Write it by hand, with its kind.',
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
  }
}

function linkOf({ kind, up, mtu, mac, addresses }: WantedLink): LinkTopology {
  return {
    addresses: addresses.map(({ text }) => text),
    ...(!up && { up }),
    ...(mtu !== undefined && { mtu }),
    ...(mac !== undefined && { mac }),
    ...(kind.type === 'dummy' && { kind }),
  }
}

function bridgeOf(
  link: WantedLink,
  { stp, vlanFiltering }: { stp?: boolean; vlanFiltering?: boolean },
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
      ...(!link.up && { up: false }),
      ...(link.mac !== undefined && { mac: link.mac }),
    },
  ]
}

/** Each pair is told once, at the end that comes first. */
function isFirst(at: WantedLink['at'], peer: WantedLink['at'], links: readonly WantedLink[]): boolean {
  const index = (place: WantedLink['at']): number => links.findIndex((link) => placeKey(link.at) === placeKey(place))
  return index(at) < index(peer)
}
