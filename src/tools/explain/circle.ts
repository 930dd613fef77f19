import type { Bridge, Link } from '../../network/index.js'
import type { Fault } from './fault.js'
import { ipIn, linkWords, placeOf, type NetworkMap } from './map.js'

/** Bridges joined in a circle in which every port forwards: each broadcast then goes round for ever. */
export function bridgeCircle(map: NetworkMap): Fault | undefined {
  const groups = new Map<Bridge, Bridge>()
  const root = (bridge: Bridge): Bridge => {
    const above = groups.get(bridge)
    return above === undefined ? bridge : root(above)
  }
  const bridges = map.namespaces.flatMap(({ links }) =>
    links.filter((link): link is Bridge => link.kind === 'bridge' && link.up),
  )
  const seen = new Set<Link>()
  for (const bridge of bridges) {
    for (const port of map.ports(bridge).filter(forwards)) {
      const peer = map.peer(port)
      const other = peer === undefined ? undefined : map.master(peer)
      if (peer === undefined || other?.kind !== 'bridge' || !other.up || !forwards(peer) || seen.has(port)) continue
      seen.add(peer)
      const [one, two] = [root(bridge), root(other)]
      if (one === two) return circle(port, peer)
      groups.set(one, two)
    }
  }
  return undefined
}

function forwards(port: Link): boolean {
  return port.up && port.carrier && (port.port?.state ?? 'forwarding') === 'forwarding'
}

function circle(port: Link, peer: Link): Fault {
  return {
    cause: 'loop',
    at: placeOf(port),
    evidence: [
      `bridges are joined in a circle: ${linkWords(port)} and ${linkWords(peer)} close it, and no spanning tree protocol opens it, so that every broadcast goes round for ever`,
    ],
    remedies: [
      {
        command: `${ipIn(port.namespace)} link set ${port.name} down`,
        why: 'opens the circle; stp_state 1 on the bridges does, too, after some 30 s',
      },
    ],
  }
}
