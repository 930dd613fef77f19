import { networkOf, type Link } from '../../network/index.js'
import type { Packet } from './ask.js'
import type { Fault } from './fault.js'
import { addressesOf, familyOf, holds, ipIn, linkWords, type Family } from './map.js'
import type { WalkContext } from './visit.js'

/** A packet that has been given to a neighbour to send it on. */
interface Given {
  /** Who gave it, by which link. */
  namespace: string
  out: string
  packet: Packet
  target: string
  isReturn: boolean
}

/**
 * The receiver is on the segment of the sender itself, or was meant to be, and only the route to that subnet is missing: so the
 * packet went to a gateway, which forwards nothing.
 */
export function detour(
  { map, near }: Pick<WalkContext, 'map' | 'near'>,
  { namespace, out, packet, target, isReturn }: Given,
): Fault | undefined {
  const family = familyOf(packet.destination)
  const link = map.link(namespace, out)
  const own = link === undefined ? undefined : addressesOf(link, family).find((each) => holds(each, packet.destination))
  if (link === undefined || own === undefined) return undefined
  const isBeside = near.segment(link, family).some(({ to, cost }) => to.namespace === target && cost === 0)
  const owner = map.owners(packet.destination).find((each) => each.namespace === target)
  if (!isBeside && (owner === undefined || !areNeighbours(link, owner, family))) return undefined
  const ip = `${ipIn(namespace)}${family === 'inet6' ? ' -6' : ''}`
  return {
    cause: isReturn ? 'no-return-route' : 'no-route',
    at: { node: 'host', namespace },
    evidence: [
      `${packet.destination} is in the subnet of ${linkWords(link)} itself, and ${namespace} has no route to there but by a gateway, which does not forward`,
    ],
    remedies: [
      {
        command: `${ip} route replace ${networkOf(own.address, own.prefixLength)} dev ${out}`,
        why: `${packet.destination} is in the subnet of ${out} itself`,
      },
    ],
  }
}

/** Each is in the other's prefix: nobody meant a router between them, whatever else is in the way. */
function areNeighbours(one: Link, other: Link, family: Family): boolean {
  return addressesOf(one, family).some((mine) =>
    addressesOf(other, family).some((theirs) => holds(mine, theirs.address) && holds(theirs, mine.address)),
  )
}
