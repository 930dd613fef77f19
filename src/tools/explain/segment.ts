import type { Bridge, Link } from '../../network/index.js'
import type { Fault } from './fault.js'
import { addressesOf, holds, ipIn, linkWords, placeOf, type NetworkMap } from './map.js'
import { macvlanBlocks } from './macvlan.js'
import { portEntry, portExit, type Frame } from './ports.js'
import { endless, missingEnds } from './tunnel-end.js'
import { isVxlan, tunnelBlocks } from './tunnel.js'

export interface SegmentStep {
  link: Link
  way: 'out' | 'in'
}

/** The way of a frame from one link to another within a segment, and what would stop it there. */
export interface SegmentPath {
  to: Link
  steps: SegmentStep[]
  /** In the order of travel. */
  blocks: Fault[]
  /** 0 where nothing is in the way; a missing wire or port costs more than a switch that is off. */
  cost: number
  tunnels: { from: Link; to: Link }[]
}

interface Place extends SegmentPath {
  /** `deliver`: given to the namespace that holds the link. */
  way: 'out' | 'in' | 'deliver'
  vlan: number | null
}

/**
 * Every link that a frame leaving by `start` can be delivered to, each by the way with the least in it that has to be
 * mended: the search goes on past what stops a frame (a link that is down, a port that is none) and notes it. So the
 * first thing noted on the way to where a frame should go is why it does not get there.
 */
export function searchSegment(map: NetworkMap, start: Link, frame: Frame): SegmentPath[] {
  const found = new Map<Link, SegmentPath>()
  const settled = new Set<string>()
  let waiting: Place[] = [{ to: start, way: 'out', vlan: null, steps: [], blocks: [], cost: 0, tunnels: [] }]
  while (waiting.length > 0) {
    const next = waiting.reduce((best, each) => (each.cost < best.cost ? each : best))
    waiting = waiting.filter((each) => each !== next)
    const key = `${next.to.namespace} ${next.to.name} ${next.way} ${next.vlan ?? ''}`
    if (settled.has(key)) continue
    settled.add(key)
    if (next.way !== 'deliver') waiting.push(...onward(map, next, frame))
    else if (!found.has(next.to) && next.to !== start) found.set(next.to, next)
  }
  return [...found.values()]
}

function onward(map: NetworkMap, from: Place, frame: Frame): Place[] {
  const link = from.to
  const off = link.up ? (isHeldDown(map, link) ? [heldDown(link)] : []) : [linkDown(link)]
  const here: Place = {
    ...from,
    steps: [...from.steps, { link, way: from.way === 'out' ? 'out' : 'in' }],
    blocks: [...from.blocks, ...off],
    cost: from.cost + off.length,
  }
  return from.way === 'out' ? leave(map, here, frame) : enter(map, here, frame)
}

function go(from: Place, to: Link, way: Place['way'], blocks: Fault[] = [], cost = blocks.length): Place {
  return { ...from, to, way, blocks: [...from.blocks, ...blocks], cost: from.cost + cost }
}

/** Out by a link: to its other end. */
function leave(map: NetworkMap, from: Place, frame: Frame): Place[] {
  const link = from.to
  if (link.kind === 'bridge') {
    const ports = map.ports(link).flatMap((port) => outByPort(map, from, null, link, port, frame))
    return [...ports, ...elsewhere(map, from, null, link)]
  }
  if (link.kind === 'veth') {
    const peer = map.peer(link)
    if (peer === undefined) return []
    const blocks = [link, peer].filter(({ mtu }) => frame.size > mtu).map((each) => tooLarge(each, frame.size))
    if (link.up && peer.up && !link.carrier) blocks.push(noCarrier(link))
    return [go(from, peer, 'in', blocks)]
  }
  if (link.kind !== 'other') return []
  if (isVxlan(link)) {
    const missing = missingEnds(map, link, frame.mac).flatMap(({ namespace, blocks }) =>
      map.bridges(namespace).flatMap((bridge) => {
        const there = go(from, bridge, 'deliver', blocks, 8)
        const ports = map.ports(bridge).map((port) => go(there, port, 'out'))
        return [there, ...ports, ...elsewhere(map, there, null, bridge)]
      }),
    )
    const ends = map.links
      .filter((other) => other !== link && isVxlan(other))
      .map((other) => {
        const blocks = tunnelBlocks(map, link, other, frame.mac)
        const way = go(from, other, 'in', blocks, blocks.length * 4)
        return { ...way, tunnels: [...from.tunnels, { from: link, to: other }] }
      })
    return [...ends, ...missing]
  }
  const lower = map.lower(link)
  if (lower === undefined) return []
  const siblings = map.links.filter((other) => other !== link && map.lower(other) === lower)
  const peer = map.peer(lower)
  const dark = peer?.up === false ? linkDown(peer) : noCarrier(lower)
  const down = !lower.up ? [linkDown(lower)] : lower.carrier ? [] : [dark]
  return [
    go(from, lower, 'out'),
    ...siblings.map((other) => go(from, other, 'in', [...down, ...macvlanBlocks(map, [link, other])])),
  ]
}

/** In by a link: to its namespace, or on through the bridge whose port it is. */
function enter(map: NetworkMap, from: Place, frame: Frame): Place[] {
  const link = from.to
  const bridges = map.bridges(link.namespace)
  const uppers = map.links.filter((other) => other.kind === 'other' && map.lower(other) === link)
  const aside = uppers.map((upper) => go(from, upper, 'in'))
  const bridge = bridges.find(({ name }) => name === link.master)
  if (bridge === undefined) {
    // If it were a port of one of the bridges here.
    const missing = bridges.flatMap((other) => {
      const block = notBridged(link, other)
      const cost = addressesOf(link, 'inet').length > 0 ? 14 : 10
      return [
        go(from, other, 'deliver', [block], cost),
        ...map.ports(other).map((port) => go(from, port, 'out', [block], cost)),
        ...byMissingTunnel(map, go(from, link, 'in', [block], cost), other),
      ]
    })
    return [go(from, link, 'deliver'), ...aside, ...missing]
  }
  const entry = portEntry(map, link, from.vlan)
  const inside: Place = { ...go(from, link, 'in', entry.blocks), vlan: entry.vlan }
  const delivered = go(inside, bridge, 'deliver', bridge.up ? [] : [linkDown(bridge)])
  const ports = map.ports(bridge).filter((port) => port !== link)
  return [
    delivered,
    ...aside,
    ...ports.flatMap((port) => outByPort(map, inside, link, bridge, port, frame)),
    ...elsewhere(map, inside, link, bridge),
  ]
}

function outByPort(
  map: NetworkMap,
  from: Place,
  entered: Link | null,
  bridge: Bridge,
  port: Link,
  frame: Frame,
): Place[] {
  const { blocks, vlan } = portExit(map, { entered, bridge, port, frame, vlan: from.vlan })
  if (!bridge.up && entered !== null) blocks.unshift(linkDown(bridge))
  if (frame.size > port.mtu && entered !== null) blocks.push(tooLarge(port, frame.size))
  return [{ ...go(from, port, 'out', blocks), vlan }]
}

/** If another link here were a port of the same bridge. */
function elsewhere(map: NetworkMap, from: Place, entered: Link | null, bridge: Bridge): Place[] {
  const links = map.space(bridge.namespace).links.flatMap((link) => {
    if (link === entered || link.kind === 'loopback' || link.kind === 'bridge' || link.master === bridge.name) return []
    const other = map.bridges(link.namespace).find(({ name }) => name === link.master)
    if (other !== undefined) {
      if (entered === null) return [go(from, link, 'out', [differentBridge(map, link, other, bridge)], 10)]
      const [fits, enteredFits] = [companions(map, link, other), companions(map, entered, bridge)]
      const isFar = fits === enteredFits ? isOdd(map, other, bridge) : fits < enteredFits
      const [odd, odds, right] = isFar ? [link, other, bridge] : [entered, bridge, other]
      return [go(from, link, 'out', [differentBridge(map, odd, odds, right)], 10)]
    }
    if (link.master !== null) return []
    return [go(from, link, 'out', [notBridged(link, bridge)], addressesOf(link, 'inet').length > 0 ? 14 : 10)]
  })
  return [...byMissingTunnel(map, from, bridge), ...links]
}

/** If a VXLAN link here were the other end of one that sends to this machine in vain. */
function byMissingTunnel(map: NetworkMap, from: Place, { namespace }: Bridge): Place[] {
  return endless(map, namespace).map(({ from: end, blocks }) => go(from, end, 'in', blocks, 8))
}

/** Hosts on a bridge that share the subnet of the host behind one of its ports, less those that do not. */
function companions(map: NetworkMap, port: Link, bridge: Bridge): number {
  const own = addressesOf(map.peer(port) ?? port, 'inet')[0]
  if (own === undefined) return 0
  const others = map.ports(bridge).filter((each) => each !== port)
  const addresses = [bridge, ...others.map((each) => map.peer(each) ?? each)].flatMap((each) =>
    addressesOf(each, 'inet'),
  )
  return addresses.reduce((sum, { address }) => sum + (holds(own, address) ? 1 : -1), 0)
}

/** Of two bridges the one with fewer ports looks like the slip; else the one without an address, else the newer. */
function isOdd(map: NetworkMap, one: Bridge, other: Bridge): boolean {
  const [ports, others] = [map.ports(one).length, map.ports(other).length]
  if (ports !== others) return ports < others
  const [has, otherHas] = [one, other].map((bridge) => addressesOf(bridge, 'inet').length > 0)
  if (has !== otherHas) return otherHas === true
  return one.index > other.index
}

export function linkDown(link: Link): Fault {
  return {
    cause: 'link-down',
    at: placeOf(link),
    evidence: [`${linkWords(link)} is administratively down`],
    remedies: [
      {
        command: `${ipIn(link.namespace)} link set ${link.name} up`,
        why: `${link.name} carries nothing until it is up`,
      },
    ],
  }
}

/** `ip link set … protodown on`: by it a program, or somebody, says that what the link leads to does not work. */
const isHeldDown = (map: NetworkMap, link: Link): boolean => map.detail(link)?.flags.includes('PROTODOWN') === true

function heldDown(link: Link): Fault {
  return {
    cause: 'no-carrier',
    at: placeOf(link),
    evidence: [`${linkWords(link)} is up, and protodown is set on it, which keeps it without a carrier`],
    remedies: [
      { command: `${ipIn(link.namespace)} link set ${link.name} protodown off`, why: 'it then has a carrier again' },
    ],
  }
}

export function noCarrier(link: Link): Fault {
  return {
    cause: 'no-carrier',
    at: placeOf(link),
    evidence: [`${linkWords(link)} is up but has no carrier, and no end of it that can be seen says why`],
    remedies: [],
  }
}

function tooLarge(link: Link, size: number): Fault {
  const mtu = size <= 1500 ? 1500 : size
  return {
    cause: 'mtu',
    at: placeOf(link),
    evidence: [`${linkWords(link)} takes packets of ${link.mtu} bytes at most (its MTU), and this one has ${size}`],
    remedies: [
      {
        command: `${ipIn(link.namespace)} link set ${link.name} mtu ${mtu}`,
        why: `both ends of a wire, and every port on the way, need an MTU that the packet fits in`,
      },
    ],
  }
}

function notBridged(link: Link, bridge: Bridge): Fault {
  return {
    cause: 'not-bridged',
    at: placeOf(link),
    evidence: [`${linkWords(link)} is a port of no bridge, while the way goes through ${bridge.name} there`],
    remedies: [
      {
        command: `${ipIn(link.namespace)} link set ${link.name} master ${bridge.name}`,
        why: `as a port of ${bridge.name} it hands frames on to the other ports`,
      },
    ],
  }
}

function differentBridge(map: NetworkMap, link: Link, bridge: Bridge, right: Bridge): Fault {
  const host = map.peer(link)
  // A router may have answered over the wrong bridge, with the MAC address that it has there.
  const forget =
    host === undefined || host.addresses.length === 0 ? '' : `\n${ipIn(host.namespace)} neigh flush dev ${host.name}`
  return {
    cause: 'different-bridge',
    at: placeOf(link),
    evidence: [
      `${linkWords(link)} is a port of ${bridge.name}, the other side is on ${right.name}, and nothing joins the two`,
    ],
    remedies: [
      {
        command: `${ipIn(link.namespace)} link set ${link.name} master ${right.name}${forget}`,
        why:
          `on ${right.name} it is in one segment with the other side` +
          (forget === '' ? '' : `; what ${host?.name ?? ''} has learnt over ${bridge.name} is to be forgotten`),
      },
    ],
  }
}
