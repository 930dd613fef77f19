import { type Link } from '../../network/index.js'
import type { Fault } from './fault.js'
import {
  addressesOf,
  commandIn,
  familyOf,
  holds,
  ipIn,
  linkWords,
  placeOf,
  type Family,
  type NetworkMap,
} from './map.js'
import type { Neighbourhood } from './paths.js'
import { searchSegment, type SegmentPath } from './segment.js'
import { subnetFault, wrongSubnet } from './subnet.js'

/** What becomes of a packet between a link and the next address on its segment. */
export interface Delivery {
  /** The way to who owns the address, or should; null where nobody can be made out. */
  path: SegmentPath | null
  faults: Fault[]
}

interface Segment {
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
  const owners = paths.filter(({ to }) => answersFor(map, to, next)).sort((a, b) => a.cost - b.cost)
  const path = owners[0]
  if (path === undefined) return unresolved(segment, link, next, paths)
  const isOdd = path.cost >= 10 && subnetFault(map, near, [link, path.to], family) !== undefined
  const oddSubnet = isOdd ? wrongSubnet(link, companion(near, link, family) ?? path.to, family) : undefined
  if (oddSubnet !== undefined) return { path, faults: [oddSubnet] }
  const rivals = owners.filter(
    (each) => each !== path && each.cost === path.cost && each.to.namespace !== path.to.namespace,
  )
  const faults = [
    ...rivals.map((rival) => addressConflict(map, next, path.to, rival.to)),
    ...path.blocks,
    ...arpFaults(map, link, path.to, next),
    ...unicastFaults(segment, link, path),
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

/** A neighbour answers for its own addresses; for IPv4 whichever of its links they are on, unless it is told not to. */
function answersFor(map: NetworkMap, link: Link, address: string): boolean {
  if (link.addresses.some((each) => each.address === address && !each.flags.includes('dadfailed'))) return true
  if (familyOf(address) === 'inet6') return false
  return map.owns(link.namespace, address) && switches(map, link, 'arp_ignore') === 0
}

/** The higher of a link's own switch and that of `all`. */
function switches(map: NetworkMap, link: Link, name: string): number {
  return Math.max(
    ...['all', link.name].map((scope) => Number(map.sysctl(link.namespace, `ipv4/conf/${scope}/${name}`) ?? 0)),
  )
}

function unresolved({ map, near }: Segment, link: Link, next: string, paths: readonly SegmentPath[]): Delivery {
  const family = familyOf(next)
  const proxy = paths.find(({ to, cost }) => cost === 0 && switches(map, to, 'proxy_arp') > 0)
  if (proxy !== undefined && family === 'inet') return { path: proxy, faults: [] }
  const nobody = lonely(map)
  if (nobody !== undefined) return { path: null, faults: [noLink(nobody)] }
  const conflict = paths.find(({ to }) => to.addresses.some((each) => each.address === next))
  if (conflict !== undefined) return { path: conflict, faults: [duplicateDetected(map, conflict.to, next)] }
  const elsewhere = map.owners(next).filter((owner) => owner.namespace !== link.namespace)
  const hosts = paths
    .filter(({ to }) => to.namespace !== link.namespace && (to.kind !== 'bridge' || addressesOf(to, family).length > 0))
    .sort((a, b) => a.cost - b.cost)
  if (elsewhere[0] !== undefined) {
    const fault = misplaced(map, near, link, elsewhere[0], family)
    if (fault !== undefined) return { path: null, faults: [fault] }
  }
  const bare = hosts.find(({ to, cost }) => cost < 10 && addressesOf(to, family).length === 0)
  if (bare !== undefined) return { path: bare, faults: [...bare.blocks, noAddress(map, bare.to, family, next, link)] }
  const strange = hosts.find(({ to, cost }) => cost < 10 && !addressesOf(to, family).some((each) => holds(each, next)))
  if (strange !== undefined && elsewhere.length === 0) {
    return { path: strange, faults: [...strange.blocks, wrongSubnet(strange.to, link, family)] }
  }
  const gateway = paths.find(({ to }) => to.kind === 'bridge' && addressesOf(to, family).length === 0)
  const asked = addressesOf(link, family).some((each) => holds(each, next))
  if (
    gateway !== undefined &&
    asked &&
    hosts.every(({ to }) => addressesOf(to, family).length > 0) &&
    isGateway(map, next) &&
    !hosts.some(({ cost, to }) => cost === 0 && isRouter(map, to.namespace, family))
  ) {
    return { path: gateway, faults: [...gateway.blocks, noAddress(map, gateway.to, family, next, link)] }
  }
  const cut = hosts.find(({ blocks, cost }) => blocks.length > 0 && cost < 10)
  if (cut !== undefined && hosts.every(({ cost }) => cost > 0)) return { path: cut, faults: cut.blocks }
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
  if (theirs === undefined || !holds(theirs, mine.address)) return wrongSubnet(link, owner, family)
  const way = near.way(link.namespace, owner.namespace, family)
  const down = way?.flatMap(({ path }) => path.blocks)[0]
  return down
}

function nobodyAnswers(map: NetworkMap, link: Link, next: string, hosts: readonly SegmentPath[]): Fault {
  const family = familyOf(next)
  const seen = hosts
    .filter(({ cost }) => cost === 0)
    .flatMap(({ to }) => addressesOf(to, family).map(({ address }) => address))
  const state = map.space(link.namespace).neighbours.find((each) => each.address === next && each.link === link.name)
  const space = map.space(link.namespace)
  const wrong = space.routes.filter((route) => route.via === next && route.table === 'main')
  const gateway = hosts.find(({ cost, to }) => cost === 0 && isRouter(map, to.namespace, family))
  const address = gateway === undefined ? undefined : addressesOf(gateway.to, family)[0]?.address
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
              why: `${address} is a router that does answer on this segment`,
            },
          ]
        : wrong.length === 0 && host !== undefined
          ? [
              {
                command: `${ipIn(host.to.namespace)} addr add ${next}/${bits} dev ${host.to.name}${family === 'inet6' ? ' nodad' : ''}`,
                why: `gives ${linkWords(host.to)} the address that is asked for`,
              },
            ]
          : [],
  }
}

function isRouter(map: NetworkMap, namespace: string, family: Family): boolean {
  const path = family === 'inet' ? 'ipv4/ip_forward' : 'ipv6/conf/all/forwarding'
  return (
    map.sysctl(namespace, path) === '1' ||
    map.endpoints(namespace).filter((link) => addressesOf(link, family).length > 0).length > 1
  )
}

/** A named namespace that has no link but lo. */
export function lonely(map: NetworkMap): string | undefined {
  return map.namespaces.find(({ name, links }) => name !== 'root' && links.every(({ kind }) => kind === 'loopback'))
    ?.name
}

export function noLink(namespace: string): Fault {
  return {
    cause: 'no-link',
    at: { node: 'host', namespace },
    evidence: [`${namespace} has no link but lo: none was made, or it was deleted or moved away`],
    remedies: [],
  }
}

export function noAddress(map: NetworkMap, link: Link, family: Family, address: string, asker: Link | null): Fault {
  const bits = asker === null ? undefined : addressesOf(asker, family)[0]?.prefixLength
  const off = family === 'inet6' && map.sysctl(link.namespace, `ipv6/conf/${link.name}/disable_ipv6`) === '1'
  const smallMtu = family === 'inet6' && link.mtu < 1280
  const length = bits ?? (family === 'inet' ? 24 : 64)
  const add = `${ipIn(link.namespace)} addr add ${address}/${length} dev ${link.name}${family === 'inet6' ? ' nodad' : ''}`
  const first = smallMtu
    ? `${ipIn(link.namespace)} link set ${link.name} mtu 1500\n`
    : off
      ? `${commandIn(link.namespace, `sysctl -w net.ipv6.conf.${link.name}.disable_ipv6=0`)}\n`
      : ''
  return {
    cause: smallMtu ? 'mtu' : 'no-address',
    at: placeOf(link),
    evidence: [
      `${linkWords(link)} has no ${family === 'inet' ? 'IPv4' : 'IPv6'} address`,
      ...(off ? [`IPv6 is switched off on it (net.ipv6.conf.${link.name}.disable_ipv6 is 1)`] : []),
      ...(smallMtu ? [`its MTU is ${link.mtu}: below 1280 the kernel takes IPv6 off a link`] : []),
    ],
    remedies: address === '' ? [] : [{ command: `${first}${add}`, why: `gives it the address that is asked for` }],
  }
}

function duplicateDetected(map: NetworkMap, link: Link, address: string): Fault {
  const other = map.owners(address).find((each) => each !== link)
  return {
    cause: 'address-conflict',
    at: placeOf(link),
    evidence: [
      `${linkWords(link)} does not use ${address}: duplicate address detection found another owner`,
      ...(other === undefined ? [] : [`${linkWords(other)} has it too`]),
    ],
    remedies: [],
  }
}

function addressConflict(map: NetworkMap, address: string, one: Link, other: Link): Fault {
  const [odd, right] = looksAdded(one, address) >= looksAdded(other, address) ? [one, other] : [other, one]
  const entry = odd.addresses.find((each) => each.address === address)
  return {
    cause: 'address-conflict',
    at: placeOf(odd),
    evidence: [`${linkWords(odd)} and ${linkWords(right)} both own ${address}: who answers first is a matter of luck`],
    remedies: [
      {
        command: `${ipIn(odd.namespace)} addr del ${address}/${entry?.prefixLength ?? 32} dev ${odd.name}\nip neigh flush all; for n in $(ip netns list | cut -d' ' -f1); do ip -n $n neigh flush all; done`,
        why: `leaves ${address} to ${linkWords(right)}`,
      },
    ],
  }
}

/** An address beside another on the same link looks more like the slip. */
function looksAdded(link: Link, address: string): number {
  return link.addresses.filter((each) => each.scope === 'global').findIndex((each) => each.address === address)
}

function arpFaults(map: NetworkMap, link: Link, owner: Link, next: string): Fault[] {
  const family = familyOf(next)
  const entry = map.space(link.namespace).neighbours.find((each) => each.address === next && each.link === link.name)
  const isFixed = entry?.mac != null && ['PERMANENT', 'NOARP'].includes(entry.state)
  const faults: Fault[] = []
  if (
    entry?.mac != null &&
    owner.mac !== null &&
    entry.mac !== owner.mac &&
    !['FAILED', 'INCOMPLETE'].includes(entry.state)
  ) {
    faults.push({
      cause: 'stale-neighbour',
      at: placeOf(link),
      evidence: [
        `${linkWords(link)} believes ${next} to be ${entry.mac} (${entry.state}), while ${linkWords(owner)} has ${owner.mac}`,
      ],
      remedies: [
        {
          command: `${ipIn(link.namespace)} neigh del ${next} dev ${link.name}`,
          why: `without the entry the kernel asks by ${family === 'inet' ? 'ARP' : 'neighbour discovery'} who ${next} is`,
        },
      ],
    })
  }
  if (isFixed) return faults
  for (const each of [link, owner]) {
    if (map.detail(each)?.flags.includes('NOARP') === true) faults.push(arpOff(each))
  }
  if (family === 'inet' && switches(map, owner, 'arp_ignore') === 8) {
    faults.push({
      cause: 'arp-off',
      at: placeOf(owner),
      evidence: [`${linkWords(owner)} answers no ARP request (arp_ignore is 8)`],
      remedies: ['all', owner.name].map((scope) => ({
        command: commandIn(owner.namespace, `sysctl -w net.ipv4.conf.${scope}.arp_ignore=0`),
        why: 'it answers for its addresses again',
      })),
    })
  }
  return faults
}

function arpOff(link: Link): Fault {
  return {
    cause: 'arp-off',
    at: placeOf(link),
    evidence: [`${linkWords(link)} does no ARP (NOARP is set): it neither asks nor answers`],
    remedies: [
      {
        command: `${ipIn(link.namespace)} link set ${link.name} arp on`,
        why: 'neighbours can find each other again',
      },
    ],
  }
}

/** What stops frames to the one address where broadcasts pass, there and back. */
function unicastFaults({ map, size }: Segment, link: Link, path: SegmentPath): Fault[] {
  const known = new Set(path.blocks.map(({ cause, at }) => JSON.stringify([cause, at])))
  const there = searchSegment(map, link, { mac: path.to.mac, size }).find(({ to }) => to === path.to)
  const back = searchSegment(map, path.to, { mac: link.mac, size }).find(({ to }) => to === link)
  return [...(there?.blocks ?? []), ...(back?.blocks ?? [])].filter(({ cause, at }) => {
    const key = JSON.stringify([cause, at])
    if (known.has(key)) return false
    known.add(key)
    return true
  })
}

function sameMac(link: Link, path: SegmentPath, paths: readonly SegmentPath[]): Fault[] {
  const isBridged = path.steps.length > 2
  const segment = [link, ...paths.filter(({ cost }) => cost === 0).map(({ to }) => to)]
  const twin = segment.find(
    (each) =>
      each.mac !== null &&
      each.kind !== 'bridge' &&
      segment.some(
        (other) =>
          other !== each && other.kind !== 'bridge' && other.mac === each.mac && [link, path.to].includes(other),
      ),
  )
  if (twin === undefined || !isBridged) return []
  const both = segment.filter(({ mac, kind }) => mac === twin.mac && kind !== 'bridge')
  // The kernel makes locally administered addresses by itself, at random: what looks typed is the slip, else the later one.
  const odd = both.find((each) => each !== link) ?? twin
  const right = both.find((each) => each !== odd) ?? link
  const fresh = `02:${Array.from({ length: 5 }, () =>
    Math.floor(Math.random() * 256)
      .toString(16)
      .padStart(2, '0'),
  ).join(':')}`
  return [
    {
      cause: 'address-conflict',
      at: placeOf(odd),
      evidence: [
        `${linkWords(odd)} and ${linkWords(right)} have the same MAC address ${twin.mac ?? ''}: a bridge cannot tell them apart`,
      ],
      remedies: [
        {
          command: `${ipIn(odd.namespace)} link set ${odd.name} address ${fresh}`,
          why: 'each end of a segment needs a MAC address of its own',
        },
      ],
    },
  ]
}
