import type { Link } from '../../network/index.js'
import type { Fault } from './fault.js'
import { addressesOf, ipIn, linkWords, placeOf, type Family, type NetworkMap } from './map.js'
import { routesKept } from './routes-kept.js'

/** A link that sends by itself, and is a port of a bridge: what comes in by it is the bridge's, which has no such address. */
export function portAsOwn(map: NetworkMap, link: Link, family: Family): Fault | undefined {
  const bridge = map.master(link)
  const addresses = addressesOf(link, family)
  if (bridge?.kind !== 'bridge' || addresses.length === 0) return undefined
  const ip = ipIn(link.namespace)
  const words = addresses.map(({ address, prefixLength }) => `${address}/${prefixLength}`)
  const moved = [
    ...words.flatMap((each) => [
      `${ip} addr del ${each} dev ${link.name}`,
      `${ip} addr add ${each} dev ${bridge.name}${family === 'inet6' ? ' nodad' : ''}`,
    ]),
    `${ip} link set ${bridge.name} up`,
    ...addresses.flatMap((each) => routesKept(map, link, each, bridge.name)),
  ].join('\n')
  return {
    cause: 'no-address',
    at: placeOf(bridge),
    evidence: [
      `${linkWords(link)} has ${words.join(', ')} and is a port of ${bridge.name}: what comes in by it goes to ${bridge.name}, which has no address`,
    ],
    remedies: [
      { command: moved, why: `of a bridge and its ports only the bridge needs an address` },
      { command: `${ip} link set ${link.name} nomaster`, why: `${link.name} then takes in what is for it by itself` },
    ],
  }
}
