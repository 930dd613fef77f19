import { prefixHolds, routeWords } from '../../network/index.js'
import type { Fault } from './fault.js'
import { familyOf, ipIn, isLoopback, type NetworkMap } from './map.js'

/** A route of the table local that somebody made: by it a namespace takes others' addresses for its own. */
export function takenForOwn(map: NetworkMap, namespace: string, address: string): Fault | undefined {
  if (isLoopback(address) || map.owns(namespace, address)) return undefined
  const route = map
    .space(namespace)
    .routes.find((each) => each.type === 'local' && each.table === 'local' && prefixHolds(each.destination, address))
  if (route === undefined) return undefined
  const ip = `${ipIn(namespace)}${familyOf(address) === 'inet6' ? ' -6' : ''}`
  return {
    cause: 'address-conflict',
    at: { node: 'host', namespace },
    evidence: [
      `the table local of ${namespace} has "${routeWords(route)}": it takes ${address} for an address of its own`,
    ],
    remedies: [
      {
        command: `${ip} route del ${routeWords(route)} table local`,
        why: `leaves ${address} to who has it`,
      },
    ],
  }
}

/** An address that a link takes for everybody on its segment: its broadcast address, or one that somebody made so. */
export function broadcastFault(map: NetworkMap, namespace: string, address: string): Fault {
  const route = map.space(namespace).routes.find((each) => each.type === 'broadcast' && each.destination === address)
  const link = route?.link ?? undefined
  return {
    cause: 'wrong-subnet',
    at: { node: 'host', namespace, ...(link === undefined ? {} : { link }) },
    evidence: [
      `${address} is a broadcast address for ${link ?? namespace} in ${namespace}: for everybody, and for nobody alone`,
    ],
    remedies:
      route === undefined
        ? []
        : [
            {
              command: `${ipIn(namespace)} route del ${routeWords(route)} table local`,
              why: `${address} is then the address of one neighbour; the prefix of the link, or its broadcast address (brd), has to fit`,
            },
          ],
  }
}
