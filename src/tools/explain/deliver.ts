import type { Link } from '../../network/index.js'
import { arpFaults, isFixed, neighbourOf, switches } from './arp.js'
import { addressConflict, sameMac } from './conflicts.js'
import type { Fault } from './fault.js'
import { addressesOf, familyOf, holds, type Family, type NetworkMap } from './map.js'
import type { Neighbourhood } from './paths.js'
import { searchSegment, type SegmentPath } from './segment.js'
import { subnetFault, wrongSubnet } from './subnet.js'
import { unresolved } from './unresolved.js'

/** What becomes of a packet between a link and the next address on its segment. */
export interface Delivery {
  /** The way to who owns the address, or should; null where nobody can be made out. */
  path: SegmentPath | null
  faults: Fault[]
}

/** What a delivery is looked at in. */
export interface Segment {
  map: NetworkMap
  near: Neighbourhood
  /** Bytes of the packet. */
  size: number
}

/** From `link` to the neighbour `next`: who owns that address, is the way free, and does the address lead to the right MAC? */
export function deliver(segment: Segment, link: Link, next: string): Delivery {
  const { map, near } = segment
  const family = familyOf(next)
  const paths = near
    .segment(link)
    .filter(({ to }) => to.namespace !== link.namespace || !map.owns(link.namespace, next))
  const owners = paths.filter(({ to }) => answersFor(map, to, next)).sort(byLikelihood(next))
  const path = owners[0]
  if (path === undefined) return unresolved(segment, link, next, paths)
  const isOdd = path.cost >= 10 && subnetFault(map, near, [link, path.to], family) !== undefined
  const oddSubnet = isOdd ? wrongSubnet(link, companion(near, link, family) ?? path.to, family) : undefined
  if (oddSubnet !== undefined) return { path, faults: [oddSubnet] }
  const rivals = owners.filter(
    (each) => each !== path && each.cost === path.cost && each.to.namespace !== path.to.namespace,
  )
  // Who is told the MAC address asks nobody: then it does not matter whether broadcasts pass, nor answers to them.
  const isTold = isFixed(neighbourOf(map, link, next))
  const faults = [
    ...rivals.map((rival) => addressConflict(map, next, path.to, rival.to)),
    ...(isTold ? [] : path.blocks),
    ...arpFaults(map, link, path.to, next),
    ...unicastFaults(segment, link, path, isTold),
    ...sameMac(link, path, paths),
  ]
  return { path, faults }
}

/** Who is on the segment and has this link's address in its prefix: the model for a prefix that is odd. */
function companion(near: Neighbourhood, link: Link, family: Family): Link | undefined {
  return near
    .segment(link)
    .filter(({ cost }) => cost === 0)
    .map(({ to }) => to)
    .find((to) =>
      addressesOf(to, family).some((each) => addressesOf(link, family).some((own) => holds(each, own.address))),
    )
}

/**
 * The nearest first. Where none can be reached before a wire or a port is mended, it is the one that has the address to
 * itself that was meant to be: a namespace with several links answers by each, if asked there.
 */
function byLikelihood(address: string): (one: SegmentPath, other: SegmentPath) => number {
  const rank = ({ to, cost }: SegmentPath): number =>
    cost < 10 ? 0 : to.addresses.some((each) => each.address === address) ? 1 : 2
  return (one, other) => rank(one) - rank(other) || one.cost - other.cost
}

/** A neighbour answers for its own addresses; for IPv4 whichever of its links they are on, unless it is told not to. */
function answersFor(map: NetworkMap, link: Link, address: string): boolean {
  if (link.addresses.some((each) => each.address === address && !each.flags.includes('dadfailed'))) return true
  if (familyOf(address) === 'inet6') return false
  return map.owns(link.namespace, address) && switches(map, link, 'arp_ignore') === 0
}

/** What stops frames to the one address where broadcasts pass (or none is needed), there and, where that is asked, back. */
function unicastFaults({ map, size }: Segment, link: Link, path: SegmentPath, isTold: boolean): Fault[] {
  const known = new Set((isTold ? [] : path.blocks).map(({ cause, at }) => JSON.stringify([cause, at])))
  const there = searchSegment(map, link, { mac: path.to.mac, size }).find(({ to }) => to === path.to)
  const back = isTold ? undefined : searchSegment(map, path.to, { mac: link.mac, size }).find(({ to }) => to === link)
  return [...(there?.blocks ?? []), ...(back?.blocks ?? [])].filter(({ cause, at }) => {
    const key = JSON.stringify([cause, at])
    if (known.has(key)) return false
    known.add(key)
    return true
  })
}
