import { prefixHolds } from '../../network/index.js'
import type { Packet } from './ask.js'
import { isUnused } from './conflicts.js'
import type { Fault } from './fault.js'
import { familyOf, ipIn, linkWords, type NetworkMap } from './map.js'
import { missingLocalRule } from './routes.js'

/**
 * A namespace has the packet's destination as its own address, and yet does not take it for its own: the route of the table
 * local that every address brings is gone, or the rule that asks that table. Then it neither takes packets in nor, for IPv4,
 * answers ARP. Undefined where it does take it for its own, or has no such address that is in use.
 */
export function notTakenIn(
  map: NetworkMap,
  namespace: string,
  packet: Packet,
  direction: 'forward' | 'return',
  iif: string | null,
): Fault | undefined {
  const { destination } = packet
  const space = map.space(namespace)
  const rule = missingLocalRule(space, packet, iif)
  if (rule !== undefined) return rule
  const link = space.links.find(
    ({ up, addresses }) => up && addresses.some((each) => each.address === destination && !isUnused(each)),
  )
  const hasRoute = space.routes.some((route) => route.type === 'local' && prefixHolds(route.destination, destination))
  if (link === undefined || hasRoute) return undefined
  const isV6 = familyOf(destination) === 'inet6'
  const scope = isV6 ? '' : ` scope host src ${destination}`
  return {
    cause: direction === 'forward' ? 'no-route' : 'no-return-route',
    at: { node: 'host', namespace },
    evidence: [
      `${linkWords(link)} has ${destination}, but the table local has no route for it, so ${namespace} takes packets to it for somebody else's`,
    ],
    remedies: [
      {
        command: `${ipIn(namespace)}${isV6 ? ' -6' : ''} route add local ${destination} dev ${link.name} table local proto kernel${scope}`,
        why: 'the route that the kernel adds with each address: by it a namespace knows what is for itself',
      },
    ],
  }
}
