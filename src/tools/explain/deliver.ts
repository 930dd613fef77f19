import type { Link } from '../../network/index.js'
import { arpFaults, isFixed, neighbourOf, switches } from './arp.js'
import { addressConflict, isUnused, sameMac } from './conflicts.js'
import type { Delivery, Segment } from './delivery.js'
import type { Fault } from './fault.js'
import { addressesOf, familyOf, holds, type NetworkMap } from './map.js'
import { movedAway } from './moved-away.js'
import { portAsOwn } from './port-as-own.js'
import { searchSegment, type SegmentPath } from './segment.js'
import { companion, strayAddress, subnetFault, wrongSubnet } from './subnet.js'
import { unresolved } from './unresolved.js'

/** From `link` to the neighbour `next`: who owns that address, is the way free, and does the address lead to the right MAC? */
export function deliver(segment: Segment, link: Link, next: string): Delivery {
  const { map, near } = segment
  const family = familyOf(next)
  const paths = near
    .segment(link, family)
    .filter(({ to }) => to.namespace !== link.namespace || !map.owns(link.namespace, next))
  const owners = paths.filter(({ to }) => answersFor(map, to, next)).sort(byLikelihood(next))
  // Whom it remembers is sent to, whoever else would answer if it asked.
  const remembered = neighbourOf(map, link, next)?.mac
  const path = owners.find(({ to }) => remembered != null && to.mac === remembered) ?? owners[0]
  const owner = map.owners(next).find(({ namespace }) => namespace !== link.namespace)
  const isFar = path === undefined || path.cost >= 10
  const moved = isFar && owner !== undefined ? movedAway(segment, link, next, owner.namespace) : undefined
  if (moved !== undefined) return { path: path ?? null, faults: [moved], isOwned: path !== undefined }
  const beside = addressesOf(link, family).find((each) => holds(each, next))
  const stray = isFar && beside !== undefined ? strayAddress(map, near, link, beside, family) : undefined
  if (stray !== undefined) return { path: path ?? null, faults: [stray], isOwned: path !== undefined }
  if (path === undefined) return unresolved(segment, link, next, paths)
  const isOdd = path.cost >= 10 && subnetFault(map, near, [link, path.to], family) !== undefined
  const oddSubnet = isOdd ? wrongSubnet(map, link, companion(near, link, family) ?? path.to, family) : undefined
  if (oddSubnet !== undefined) return { path, faults: [oddSubnet], isOwned: true }
  const rivals = owners.filter(
    (each) => each !== path && each.cost === path.cost && each.to.namespace !== path.to.namespace,
  )
  // Who is told the MAC address asks nobody: then it does not matter whether broadcasts pass, nor answers to them.
  const isTold = isFixed(neighbourOf(map, link, next))
  const [own] = ownersAsPorts(map, path.to, next)
  const faults = [
    ...[link, own].flatMap((each) => (each === undefined ? [] : (portAsOwn(map, each, family) ?? []))),
    ...rivals.map((rival) => addressConflict(map, next, path.to, rival.to)),
    ...(isTold ? [] : path.blocks),
    // What it believes of a MAC address that two have is no fault of its own.
    ...sameMac(link, path, paths),
    ...arpFaults(map, link, path.to, next),
    ...unicastFaults(segment, link, path, isTold),
  ]
  return { path, faults, isOwned: true }
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

/** Ports of a bridge that have an address, which the bridge answers for. */
function ownersAsPorts(map: NetworkMap, link: Link, address: string): Link[] {
  return link.kind === 'bridge'
    ? map.ports(link).filter((port) => port.addresses.some((each) => each.address === address))
    : []
}

/** A neighbour answers for its own addresses; for IPv4 whichever of its links they are on, unless it is told not to. */
function answersFor(map: NetworkMap, link: Link, address: string): boolean {
  if (link.addresses.some((each) => each.address === address && !isUnused(each))) return true
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
