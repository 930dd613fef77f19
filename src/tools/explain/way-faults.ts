import { networkOf, prefixBits, prefixHolds, routeWords, type Endpoint, type Link } from '../../network/index.js'
import { noAddress } from './absent.js'
import type { Packet } from './ask.js'
import type { Fault } from './fault.js'
import { fittingAddress } from './fitting.js'
import { takenForOwn } from './made-local.js'
import {
  addressesOf,
  commandIn,
  familyOf,
  ipIn,
  isLoopback,
  linkWords,
  placeOf,
  type Family,
  type NetworkMap,
} from './map.js'
import { decide } from './rules.js'
import { linkDown } from './segment.js'
import type { Visit, WalkContext } from './visit.js'

/** Routes that lead in a circle: of those in it the first that leads away from the shortest way is to be changed. */
export function routingLoop(
  { map, near }: Pick<WalkContext, 'map' | 'near'>,
  passed: readonly Visit[],
  packet: Packet,
  target: string | null,
): Fault {
  const family = familyOf(packet.destination)
  const ways = passed.map((visit) => ({
    visit,
    way: target === null ? null : near.way(visit.namespace, target, family),
  }))
  const wrong = ways.find(({ visit, way }) => way?.[0] !== undefined && way[0].from.name !== visit.out)
  const { namespace, out } = (wrong ?? ways.at(-1))?.visit ?? { namespace: '', out: null }
  const right = wrong?.way?.[0]
  // No route can be put right over a link that is down.
  if (right !== undefined && !right.from.up) return linkDown(right.from)
  const via = right === undefined ? undefined : addressesOf(right.to, family)[0]?.address
  const route = decide(map.space(namespace), packet, null).route
  const by = via === packet.destination ? `dev ${right?.from.name ?? ''}` : `via ${via ?? ''}`
  const ip = `${ipIn(namespace)}${family === 'inet6' ? ' -6' : ''}`
  return {
    cause: 'loop',
    at: { node: 'host', namespace, ...(out === null ? {} : { link: out }) },
    evidence: [
      `the routes lead packets for ${packet.destination} in a circle: ${passed.map((visit) => visit.namespace).join(' → ')}`,
      ...(route === null ? [] : [`${namespace} has the route: ${routeWords(route)}`]),
    ],
    remedies:
      right !== undefined && via === undefined
        ? // Nothing can be sent by way of a router without an address.
          noAddress(map, right.to, family, fittingAddress(map, near, right.to, family, null) ?? '', right.from).remedies
        : via === undefined || route === null
          ? []
          : [
              {
                command: `${ip} route replace ${network(map, packet.destination, route.destination)} ${by}`,
                why: `${via} is on the way to ${packet.destination}`,
              },
            ],
  }
}

/** What a route is to lead to: what the present one does, but for one that leads to others, too, who may need it. */
function network(map: NetworkMap, address: string, present: string): string {
  const own = map.owners(address).flatMap(({ addresses }) => addresses.filter((each) => each.address === address))[0]
  const narrow = own === undefined ? address : networkOf(own.address, own.prefixLength)
  return prefixBits(present) < prefixBits(narrow) ? narrow : present
}

/** The sender owns the address that it wants to reach elsewhere. */
export function ownAddress(map: NetworkMap, namespace: string, address: string, target: string): Fault | undefined {
  const taken = takenForOwn(map, namespace, address)
  if (taken !== undefined || isLoopback(address)) return taken
  const link = map.space(namespace).links.find((each) => each.addresses.some((own) => own.address === address))
  const entry = link?.addresses.find((own) => own.address === address)
  if (link === undefined || entry === undefined) return undefined
  return {
    cause: 'address-conflict',
    at: placeOf(link),
    evidence: [`${linkWords(link)} has ${address} itself, so nothing for it ever leaves towards ${target}`],
    remedies: [
      {
        command: `${ipIn(namespace)} addr del ${address}/${entry.prefixLength} dev ${link.name}`,
        why: `leaves ${address} to ${target}`,
      },
    ],
  }
}

/** It has no address to send from but one of the link itself, and no router hands packets on from such. */
export function linkLocalOnly(
  { map, near }: Pick<WalkContext, 'map' | 'near'>,
  link: Link,
  { source, destination }: Packet,
): Fault | undefined {
  if (source === null || !prefixHolds('fe80::/10', source) || addressesOf(link, 'inet6').length > 0) return undefined
  const fault = noAddress(map, link, 'inet6', fittingAddress(map, near, link, 'inet6', null) ?? '', null)
  const scope = `it sends from ${source}, which is good for its own segment only, and ${destination} is behind a router`
  return { ...fault, evidence: [...fault.evidence, scope] }
}

/** Its own address, and lo is down. */
export function loopbackDown(namespace: string): Fault {
  return {
    cause: 'loopback-down',
    at: { node: 'host', namespace },
    evidence: [`lo in ${namespace} is down, and packets to an address of one's own go by lo`],
    remedies: [
      {
        command: `${ipIn(namespace)} link set lo up`,
        why: 'what is for oneself goes by lo',
      },
    ],
  }
}

export function ttlExceeded(
  namespace: string,
  iif: string,
  start: { namespace: string; link: string },
  family: Family,
): Fault {
  const name = family === 'inet' ? 'net.ipv4.ip_default_ttl' : `net.ipv6.conf.${start.link}.hop_limit`
  const at: Endpoint = { node: 'host', namespace, link: iif }
  return {
    cause: 'ttl-exceeded',
    at,
    evidence: [`the time to live that ${start.namespace} gives its packets is used up in ${namespace}`],
    remedies: [
      {
        command: commandIn(start.namespace, `sysctl -w ${name}=64`),
        why: 'enough for 64 routers',
      },
    ],
  }
}
