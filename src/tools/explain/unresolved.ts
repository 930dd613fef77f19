import { prefixHolds, type Link } from '../../network/index.js'
import { lonely, noAddress, noLink } from './absent.js'
import { neighbourOf, switches } from './arp.js'
import { bridgeless } from './bridgeless.js'
import { unusedAddress } from './conflicts.js'
import type { Delivery, Segment } from './delivery.js'
import type { Fault } from './fault.js'
import { addressesOf, familyOf, holds, ipIn, linkWords, placeOf, type Family, type NetworkMap } from './map.js'
import type { Neighbourhood } from './paths.js'
import { isRouter } from './routers.js'
import type { SegmentPath } from './segment.js'
import { companion, strayAddress, wrongSubnet } from './subnet.js'

/** Nobody on the segment answers for an address: who should? */
export function unresolved(segment: Segment, link: Link, next: string, paths: readonly SegmentPath[]): Delivery {
  const { path, faults } = whoShould(segment, link, next, paths)
  // Whoever is remembered by its MAC address is sent to, all the same.
  const mac = neighbourOf(segment.map, link, next)?.mac
  const remembered = mac == null ? undefined : paths.find(({ to }) => to.mac === mac)
  return { path: path ?? remembered ?? null, faults, isOwned: faults.length === 0 }
}

function whoShould(
  { map, near, size }: Segment,
  link: Link,
  next: string,
  paths: readonly SegmentPath[],
): Omit<Delivery, 'isOwned'> {
  const family = familyOf(next)
  const proxy = paths.find(({ to, cost }) => cost === 0 && switches(map, to, 'proxy_arp') > 0)
  if (proxy !== undefined && family === 'inet') return { path: proxy, faults: [] }
  const nobody = lonely(map)
  if (nobody !== undefined) {
    const fault = noLink(nobody)
    const guess = `nobody has ${next}, and who has no link may have been meant to`
    const evidence = map.owners(next).length === 0 ? [...fault.evidence, guess] : fault.evidence
    return { path: null, faults: [{ ...fault, evidence }] }
  }
  const conflict = paths.find(({ to }) => to.addresses.some((each) => each.address === next))
  if (conflict !== undefined && family === 'inet6')
    return { path: conflict, faults: [unusedAddress(map, conflict.to, next)] }
  const elsewhere = map.owners(next).filter((owner) => owner.namespace !== link.namespace)
  const hosts = paths
    .filter(({ to }) => to.namespace !== link.namespace && (to.kind !== 'bridge' || addressesOf(to, family).length > 0))
    .sort((a, b) => a.cost - b.cost)
  if (elsewhere[0] !== undefined) {
    const fault = misplaced(map, near, link, elsewhere[0], family)
    if (fault !== undefined) return { path: null, faults: [fault] }
  }
  const unbridged = bridgeless({ map, near, size }, next, hosts)
  if (unbridged !== undefined) return { path: null, faults: [unbridged] }
  // Such an address is given by the kernel itself.
  const isLinkLocal = prefixHolds('fe80::/10', next)
  const bare = hosts.find(({ to, cost }) => cost < 10 && !isLinkLocal && addressesOf(to, family).length === 0)
  if (bare !== undefined) return { path: bare, faults: [...bare.blocks, noAddress(map, bare.to, family, next, link)] }
  const routed = hosts.some(
    ({ to }) => isRouter(map, to.namespace, family) && addressesOf(to, family).some((each) => holds(each, next)),
  )
  // A gateway that nobody is, where a router is: no prefix is to blame for that.
  const isWrongGateway = isGateway(map, next) && routed
  const strange = hosts.find(
    ({ to, cost }) => cost < 10 && !isLinkLocal && !addressesOf(to, family).some((each) => holds(each, next)),
  )
  if (strange !== undefined && elsewhere.length === 0 && !isWrongGateway) {
    return { path: strange, faults: [...strange.blocks, wrongSubnet(map, strange.to, link, family, next)] }
  }
  const gateway = paths.find(({ to }) => to.kind === 'bridge' && addressesOf(to, family).length === 0)
  const asked = addressesOf(link, family).some((each) => holds(each, next))
  if (
    gateway !== undefined &&
    asked &&
    hosts.every(({ to }) => addressesOf(to, family).length > 0) &&
    isGateway(map, next) &&
    !isWrongGateway &&
    !hosts.some(({ cost, to }) => cost === 0 && isRouter(map, to.namespace, family))
  ) {
    return { path: gateway, faults: [...gateway.blocks, noAddress(map, gateway.to, family, next, link)] }
  }
  const cut = hosts.find(({ blocks, cost }) => blocks.length > 0 && cost < 10)
  if (cut !== undefined && hosts.every(({ cost }) => cost > 0)) return { path: cut, faults: cut.blocks }
  // A router that would be the gateway, had it an address and were the wire to it whole.
  const far = hosts.find(
    ({ to }) => isGateway(map, next) && !isWrongGateway && to.kind !== 'bridge' && addressesOf(to, family).length === 0,
  )
  if (far !== undefined && hosts.every(({ cost }) => cost > 0)) {
    return { path: far, faults: [...far.blocks, noAddress(map, far.to, family, next, link)] }
  }
  const alone = paths.length === 0 ? deadEnd(map, link) : undefined
  return { path: null, faults: [alone ?? nobodyAnswers(map, link, next, hosts)] }
}

function isGateway(map: NetworkMap, address: string): boolean {
  return map.namespaces.some(({ routes }) => routes.some(({ via }) => via === address))
}

/** A link whose other end is not to be seen. */
function deadEnd(map: NetworkMap, link: Link): Fault | undefined {
  if (link.kind !== 'veth' || map.peer(link) !== undefined) return undefined
  return {
    cause: 'no-carrier',
    at: placeOf(link),
    evidence: [`the other end of ${linkWords(link)} is in no namespace that has a name here`],
    remedies: [],
  }
}

/** The owner of the address exists, but in another segment: an odd prefix, or a wire that is missing. */
function misplaced(map: NetworkMap, near: Neighbourhood, link: Link, owner: Link, family: Family): Fault | undefined {
  const mine = addressesOf(link, family).find((each) =>
    holds(each, owner.addresses.find((a) => a.family === family)?.address ?? ''),
  )
  if (mine === undefined) return undefined
  const theirs = addressesOf(owner, family).find((each) => holds(mine, each.address))
  if (theirs === undefined || !holds(theirs, mine.address))
    return wrongSubnet(map, link, companion(near, link, family) ?? owner, family, null, mine)
  const way = near.way(link.namespace, owner.namespace, family)
  const down = way?.flatMap(({ path }) => path.blocks)[0]
  if (down !== undefined) return down
  return strayAddress(map, near, link, mine, family)
}

function nobodyAnswers(map: NetworkMap, link: Link, next: string, hosts: readonly SegmentPath[]): Fault {
  const family = familyOf(next)
  const seen = hosts
    .filter(({ cost }) => cost === 0)
    .flatMap(({ to }) => addressesOf(to, family).map(({ address }) => address))
  const state = map.space(link.namespace).neighbours.find((each) => each.address === next && each.link === link.name)
  const space = map.space(link.namespace)
  const wrong = space.routes.filter((route) => route.via === next && route.table === 'main')
  const mine = addressesOf(link, family)
  const address = hosts
    .filter(({ to }) => isRouter(map, to.namespace, family))
    .flatMap(({ to }) => addressesOf(to, family))
    .find((each) => mine.some((own) => holds(own, each.address)))?.address
  const ip = `${ipIn(link.namespace)}${family === 'inet6' ? ' -6' : ''}`
  const host = hosts.find(({ cost, to }) => cost === 0 && addressesOf(to, family).some((each) => holds(each, next)))
  const bits = host === undefined ? 24 : (addressesOf(host.to, family)[0]?.prefixLength ?? 24)
  return {
    cause: 'neighbour-unresolved',
    at: placeOf(link),
    evidence: [
      `nobody on the segment of ${linkWords(link)} owns ${next}, so ${family === 'inet' ? 'ARP' : 'neighbour discovery'} gets no answer`,
      ...(seen.length > 0 ? [`addresses that do answer there: ${seen.slice(0, 8).join(', ')}`] : []),
      ...(state === undefined ? [] : [`its neighbour entry is ${state.state}`]),
    ],
    remedies:
      wrong.length > 0 && address !== undefined
        ? [
            {
              command: `${ip} route replace ${wrong[0]?.destination ?? 'default'} via ${address}`,
              why: `${address} is a router of this segment`,
            },
          ]
        : host !== undefined
          ? [
              {
                command: `${ipIn(host.to.namespace)} addr add ${next}/${bits} dev ${host.to.name}${family === 'inet6' ? ' nodad' : ''}`,
                why: `gives ${linkWords(host.to)} the address that is asked for`,
              },
            ]
          : [],
  }
}
