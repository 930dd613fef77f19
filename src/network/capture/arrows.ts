import type { Journey, Sighting } from './journeys.js'
import type { Wiring } from './wiring.js'

/** One packet from one namespace to the next. */
export interface Arrow {
  journey: Journey
  atMs: number
  from: string
  /** Null: it was seen on its way out, and nowhere after that. */
  to: string | null
  /** Where it was seen first. */
  sighting: Sighting
  /** Where it came in, if that was seen. */
  arrival: Sighting | null
  /** The link that it came in by, if that is known. */
  into: string | null
}

/**
 * The steps of a packet between namespaces: out at one end of a veth pair and in at the other. Inside a namespace a packet
 * shows up at several links (port, bridge, tunnel): that is no step. `heard` says whether a link was listened to.
 */
export function arrowsOf(
  journey: Journey,
  wiring: Wiring,
  heard: (namespace: string, link: string) => boolean,
): Arrow[] {
  const { sightings } = journey
  const taken = new Set<Sighting>()
  const arrows: Arrow[] = []
  const add = (sighting: Sighting, from: string, to: string | null, arrival: Sighting | null, into: string | null) =>
    arrows.push({ journey, atMs: sighting.atMs, from, to, sighting, arrival, into })
  for (const [index, sighting] of sightings.entries()) {
    if (taken.has(sighting)) continue
    const { namespace, link, direction } = sighting
    const peer = wiring.peer(namespace, link)
    if (direction === 'in') {
      const isInside = sightings.slice(0, index).some((other) => other.namespace === namespace)
      if (peer !== undefined) add(sighting, peer.namespace, namespace, sighting, link)
      else if (!isInside) add(sighting, namespace, namespace, sighting, link)
      continue
    }
    if (peer !== undefined) {
      const arrival = sightings.find(
        (other) =>
          other.direction === 'in' &&
          other.namespace === peer.namespace &&
          other.link === peer.name &&
          !taken.has(other) &&
          depth(other) === depth(sighting),
      )
      if (arrival !== undefined) taken.add(arrival)
      const isLost = arrival === undefined && heard(peer.namespace, peer.name)
      add(sighting, namespace, isLost ? null : peer.namespace, arrival ?? null, isLost ? null : peer.name)
      continue
    }
    const next = sightings.slice(index + 1).find((other) => !taken.has(other))
    if (next === undefined) add(sighting, namespace, null, null, null)
    else if (next.namespace !== namespace && next.direction === 'in') {
      // By a link that has no other end of its own: macvlan, ipvlan.
      taken.add(next)
      add(sighting, namespace, next.namespace, next, next.link)
    }
  }
  return arrows
}

const depth = ({ layers }: Sighting): number => layers.filter(({ name }) => name === 'VXLAN').length
