import type { Packet } from './ask.js'
import type { Fault } from './fault.js'
import { addressesOf, familyOf, holds, linkWords } from './map.js'
import { routeRemedies } from './no-route.js'
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
 * The receiver is on the segment of the sender itself, within the prefix of its address, and only the route to that subnet is
 * missing: so the packet went to a gateway, which forwards nothing.
 */
export function detour(context: WalkContext, { namespace, out, packet, target, isReturn }: Given): Fault | undefined {
  const { map, near } = context
  const family = familyOf(packet.destination)
  const link = map.link(namespace, out)
  if (link === undefined || !addressesOf(link, family).some((own) => holds(own, packet.destination))) return undefined
  const path = near.segment(link, family).find(({ to }) => to.namespace === target)
  if (path === undefined || path.cost > 0) return undefined
  const question = { ...context, namespace, packet, iif: null, target, isReturn }
  return {
    cause: isReturn ? 'no-return-route' : 'no-route',
    at: { node: 'host', namespace },
    evidence: [
      `${packet.destination} is on the segment of ${linkWords(link)} itself, and ${namespace} has no route to there but by a gateway, which does not forward`,
    ],
    remedies: routeRemedies(question, near.way(namespace, target, family)),
  }
}
