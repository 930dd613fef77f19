import type { Link } from '../../network/index.js'
import type { Packet } from './ask.js'
import { deliver } from './deliver.js'
import type { Fault } from './fault.js'
import { notTakenIn } from './local-route.js'
import { familyOf, ipIn, linkWords, type NetworkMap } from './map.js'
import type { SegmentPath } from './segment.js'
import { rerouted } from './reroute.js'
import { remotesOf } from './tunnel.js'
import type { Checkpoint, WalkContext } from './visit.js'

/** A packet's way over one segment to the next address. */
export interface Crossing {
  /** Null where nobody can be made out who takes it. */
  path: SegmentPath | null
  faults: Fault[]
  /** Somebody there answers for the address. */
  isOwned: boolean
}

/** Follows a packet on a way of its own, and tells what stops it: a tunnel's packets have one. */
export type Follow = (context: WalkContext, packet: Packet, start: string, target: string) => Promise<Fault[]>

/** What goes over a segment. */
export interface Sending {
  /** By which link, to which address. */
  link: Link
  next: string
  packet: Packet
  /** The link the packet came in by before; null where it begins here. */
  iif: string | null
  direction: Checkpoint['direction']
  target: string | null
}

/** Over a segment from a link to the next address, and through the tunnels that are on the way. */
export async function crossing(context: WalkContext, sending: Sending, follow: Follow): Promise<Crossing> {
  const { link, next, packet, direction } = sending
  const { path, faults, isOwned } = deliver(context, link, next)
  const inner = path === null ? [] : await tunnelFaults(context, path, follow)
  // Who does not take an address for its own does not answer ARP for it.
  const silent =
    path === null || familyOf(next) === 'inet6'
      ? undefined
      : notTakenIn(context.map, path.to.namespace, { ...packet, destination: next }, direction, path.to.name)
  const known = isOwned ? faults : faults.map((fault) => astray(context, sending, fault))
  return { path, isOwned, faults: [...known, ...inner, ...(silent === undefined ? [] : [silent])] }
}

/** Nobody answers where the packet is sent, while its receiver is elsewhere: then it is the route that has to change. */
function astray(context: WalkContext, { link, packet, iif, target }: Sending, fault: Fault): Fault {
  const isElsewhere = context.map.owners(packet.destination).some(({ namespace }) => namespace === target)
  if (fault.cause !== 'neighbour-unresolved' || !isElsewhere) return fault
  const remedies = rerouted(context, link.namespace, packet, iif, target)
  return { ...fault, remedies: [...remedies, ...fault.remedies] }
}

/** A tunnel's packets have a way of their own, there and back. */
async function tunnelFaults(context: WalkContext, { tunnels }: SegmentPath, follow: Follow): Promise<Fault[]> {
  const { map } = context
  const faults: Fault[] = []
  for (const { from, to } of tunnels) {
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      const there = map.tunnelNamespace(other)
      const remote = remotesOf(map, one, other.mac).find((address) => map.owns(there, address))
      if (remote === undefined) continue
      const packet: Packet = { source: null, destination: remote, protocol: 'udp', port: null }
      const own = { ...context, size: context.size + 50, ...ttlOf(map, one) }
      const found = await follow(own, packet, map.tunnelNamespace(one), there)
      const where = `it is on the way of the tunnel ${linkWords(one)}`
      faults.push(...found.map((fault) => ({ ...fault, evidence: [...fault.evidence, where] })))
    }
  }
  return faults
}

/** Where a tunnel was given a time to live: by default it is that of its machine. */
function ttlOf(map: NetworkMap, link: Link): Pick<WalkContext, 'ttl'> {
  const hops = map.detail(link)?.data['ttl']
  if (typeof hops !== 'number' || hops === 0) return {}
  const command = `${ipIn(link.namespace)} link set ${link.name} type vxlan ttl 64`
  return { ttl: { hops, longer: { command, why: 'enough for 64 routers' } } }
}
