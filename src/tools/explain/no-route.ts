import { networkOf, type Cause, type Link } from '../../network/index.js'
import { noAddress, noLink } from './absent.js'
import type { Fault } from './fault.js'
import { fittingAddress, freeAddress } from './fitting.js'
import { addressesOf, familyOf, holds, ipIn, linkWords, placeOf, type Family, type NetworkMap } from './map.js'
import type { Neighbourhood } from './paths.js'
import { routerOf } from './routers.js'
import type { RouteQuestion } from './routes.js'
import { linkDown } from './segment.js'
import { subnetFault } from './subnet.js'

/** There is no route: why not, and which one would do. */
export function noRoute(question: RouteQuestion): Fault {
  const { map, near, namespace, packet, isReturn, target } = question
  const family = familyOf(packet.destination)
  const space = map.space(namespace)
  if (space.links.every(({ kind }) => kind === 'loopback')) return noLink(namespace)
  const links = map.endpoints(namespace)
  const own = links.find(
    (link) => !link.up && addressesOf(link, family).some((each) => holds(each, packet.destination)),
  )
  if (own !== undefined) return linkDown(own)
  const way = target === null || target === namespace ? null : near.way(namespace, target, family)
  const first = way?.[0]
  if (first !== undefined) {
    if (!first.from.up) return linkDown(first.from)
    if (addressesOf(first.from, family).length === 0) {
      const free = fittingAddress(map, near, first.from, family, way?.length === 1 ? packet.destination : null)
      return noAddress(map, first.from, family, free ?? '', first.to)
    }
    const lost = lostGateway(question, links)
    if (lost !== undefined) return lost
    const odd = subnetFault(map, near, [first.from, first.to], family, isReturn ? null : question.wanted)
    if (odd !== undefined && routerOf(map, near, first.from, family) === undefined) return odd
    const blocks = first.path.blocks[0]
    if (blocks !== undefined && addressesOf(first.to, family).length === 0) return blocks
  } else {
    const down = links.find((link) => !link.up)
    if (down !== undefined) return linkDown(down)
    const used = links.filter((link) => link.kind !== 'bridge')
    if (used.length > 0 && used.every((link) => addressesOf(link, family).length === 0)) {
      const bare = used[0] as Link
      return noAddress(map, bare, family, fittingAddress(map, near, bare, family, packet.destination) ?? '', null)
    }
    const off = used.find((link) => addressesOf(link, family).length === 0 && isSwitchedOff(map, link, family))
    if (off !== undefined) {
      return noAddress(map, off, family, fittingAddress(map, near, off, family, packet.destination) ?? '', null)
    }
    const narrow = map.owners(packet.destination).length === 0 ? used.find((link) => isNarrow(link, family)) : undefined
    if (narrow !== undefined) return tooNarrow(narrow, family)
  }
  const cause: Cause = isReturn ? 'no-return-route' : 'no-route'
  return {
    cause,
    at: { node: 'host', namespace },
    evidence: [`${namespace} has no route to ${packet.destination}` + (isReturn ? ', where the answer has to go' : '')],
    remedies: routeRemedies(question, way),
  }
}

/** A route by the next router on the way: to the target's network, or to everywhere where there is no default yet. */
export function routeRemedies(
  { map, near, namespace, packet }: RouteQuestion,
  way: ReturnType<Neighbourhood['way']>,
): Fault['remedies'] {
  const [first] = way ?? []
  const family = familyOf(packet.destination)
  const ip = `${ipIn(namespace)}${family === 'inet6' ? ' -6' : ''}`
  if (first === undefined) {
    // Nobody is known to own it, but it would be beside an address of this namespace.
    for (const { name, addresses } of map.endpoints(namespace)) {
      const own = addresses.find((each) => each.scope !== 'link' && holds(each, packet.destination))
      if (own === undefined) continue
      const command = `${ip} route add ${networkOf(own.address, own.prefixLength)} dev ${name}`
      return [{ command, why: `${packet.destination} is in the subnet of ${name} itself` }]
    }
    return []
  }
  const owner = map.owners(packet.destination).find((link) => link.kind !== 'loopback')
  const bits =
    owner?.addresses.find(({ address }) => address === packet.destination)?.prefixLength ??
    (family === 'inet' ? 32 : 128)
  const network = networkOf(packet.destination, bits)
  const router = routerOf(map, near, first.from, family)
  const isNear = addressesOf(first.from, family).some((each) => holds(each, packet.destination))
  if (router !== undefined && way?.length === 1 && !isNear) {
    return [
      {
        command: `${ip} route add ${network} via ${router.address}`,
        why: `${router.address} is ${linkWords(router.link)}, a router on this segment`,
      },
    ]
  }
  const isNext = way?.length === 1 && first.to.addresses.some(({ address }) => address === packet.destination)
  if (isNext) {
    return [
      {
        command: `${ip} route add ${network} dev ${first.from.name}`,
        why: `${packet.destination} is on the segment of ${first.from.name} itself`,
      },
    ]
  }
  const mine = addressesOf(first.from, family)
  const via = addressesOf(first.to, family).find((each) => mine.some((own) => holds(own, each.address)))?.address
  const route = (next: string) => ({
    command: `${ip} route add ${network} via ${next}`,
    why: `${next} is ${linkWords(first.to)}, the next router on the way`,
  })
  if (via !== undefined) return [route(via)]
  const far = addressesOf(first.to, family)[0]?.address
  // As over a tunnel: a next router that no prefix of ours holds, and that is on the segment all the same.
  if (far !== undefined && mine.length > 0 && first.path.tunnels.length > 0) {
    return [{ ...route(far), command: `${route(far).command} dev ${first.from.name} onlink` }]
  }
  // The next router has none of our subnet yet: one that is free, and then the route by it.
  const free = addressesOf(first.to, family).length === 0 ? freeAddress(map, first.from, family) : ''
  const [given] = free === '' ? [] : noAddress(map, first.to, family, free, first.from).remedies
  if (given === undefined) return []
  return [
    {
      command: `${given.command}\n${route(free).command}`,
      why: `${linkWords(first.to)} is the next router on the way, and has no address yet`,
    },
  ]
}

/** The target's own gateway is nobody's, and a link here has no address: the one that lost it. */
function lostGateway({ map, target, packet }: RouteQuestion, links: readonly Link[]): Fault | undefined {
  const family = familyOf(packet.destination)
  const bare = links.filter((link) => link.kind !== 'bridge' && addressesOf(link, family).length === 0)
  const space = target === null ? undefined : map.space(target)
  const [link] = bare
  if (space === undefined || link === undefined || bare.length > 1) return undefined
  const own = space.links.flatMap((each) => addressesOf(each, family))
  for (const { via } of space.routes) {
    if (via === null || familyOf(via) !== family || map.owners(via).length > 0) continue
    const subnet = own.find((each) => holds(each, via))
    if (subnet !== undefined) return noAddress(map, link, family, `${via}/${subnet.prefixLength}`, null)
  }
  return undefined
}

function isSwitchedOff(map: NetworkMap, { namespace, name }: Link, family: Family): boolean {
  return family === 'inet6' && map.sysctl(namespace, `ipv6/conf/${name}/disable_ipv6`) === '1'
}

/** All its addresses are alone in their subnets, on a wire to somebody. */
function isNarrow(link: Link, family: Family): boolean {
  const own = addressesOf(link, family)
  return link.kind === 'veth' && own.length > 0 && own.every(({ prefixLength }) => prefixLength === fullLength(family))
}

function tooNarrow(link: Link, family: Family): Fault {
  const [{ address } = { address: '' }] = addressesOf(link, family)
  const ip = ipIn(link.namespace)
  const [narrow, wide] = [fullLength(family), family === 'inet' ? 24 : 64]
  return {
    cause: 'wrong-subnet',
    at: placeOf(link),
    evidence: [`${linkWords(link)} has ${address}/${narrow}: a prefix that holds nobody but itself`],
    remedies: [
      {
        command: `${ip} addr del ${address}/${narrow} dev ${link.name}\n${ip} addr add ${address}/${wide} dev ${link.name}${family === 'inet6' ? ' nodad' : ''}`,
        why: `/${wide} is usual, and brings a route to its neighbours`,
      },
    ],
  }
}

const fullLength = (family: Family): number => (family === 'inet' ? 32 : 128)
