import type { Node } from '../../engine/index.js'
import { routeWords, type Endpoint, type Link } from '../../network/index.js'
import { askRoute, type Packet, type RouteAnswer } from './ask.js'
import type { PlacedFault, Fault } from './fault.js'
import { addressesOf, commandIn, familyOf, ipIn, linkWords, placeOf, type NetworkMap } from './map.js'
import { translation } from './nat.js'
import { deliver } from './neighbours.js'
import type { Neighbourhood } from './paths.js'
import { forwardingOff, missingLocalRule, refusalFault, ruleFault } from './routes.js'
import { decide } from './rules.js'
import { remotesOf } from './tunnel.js'

/** A place in the kernel's way of a packet at which the witness counts: a hook's beginning or end, or a link in or out. */
export interface Checkpoint {
  namespace: string
  /** `in veth1`, `out veth1`, `output first`, `forward last` … */
  place: string
  direction: 'forward' | 'return'
}

export interface Visit {
  namespace: string
  direction: 'forward' | 'return'
  in: string | null
  out: string | null
  /** Its checkpoints: from the first to before the last. */
  first: number
  last: number
  says: string
  next: string | null
}

export interface WalkContext {
  node: Node
  map: NetworkMap
  near: Neighbourhood
  /** Bytes of a packet, headers of IP in. */
  size: number
  signal: AbortSignal | undefined
}

/** What the configuration says will become of a packet, hop by hop, there and back. */
export class Walk {
  readonly checkpoints: Checkpoint[] = []
  readonly faults: PlacedFault[] = []
  readonly visits: Visit[] = []
  /** Translated flows: what comes to the one address there is for the other. */
  readonly #translated: { namespace: string; from: string; to: string; original: string }[] = []

  /** The sender's address, once the kernel has chosen it. */
  source: string | null = null
  /** Whether it went through a VXLAN link. */
  hasTunnel = false
  /** Ports that a translation makes of the one asked for. */
  readonly ports: number[] = []

  constructor(private readonly context: WalkContext) {}

  /** Follows a packet until it is delivered; gives where, and the packet as it is there, or null where it stops before. */
  async leg(
    direction: 'forward' | 'return',
    packet: Packet,
    start: string,
    target: string | null,
  ): Promise<{ namespace: string; packet: Packet; link: string | null } | null> {
    const { map } = this.context
    let here = { namespace: start, packet, iif: null as string | null }
    let ttl = this.#ttl(start, familyOf(packet.destination))
    const passed = new Map<string, number>()
    for (;;) {
      const { namespace, iif } = here
      const visit: Visit = {
        ...{ namespace, direction, in: iif, out: null, next: null, says: '' },
        ...{ first: this.checkpoints.length, last: this.checkpoints.length },
      }
      this.visits.push(visit)
      const hooks = (...places: string[]) => {
        for (const place of places) this.checkpoints.push({ namespace, place, direction })
        visit.last = this.checkpoints.length
      }
      if (iif !== null) {
        hooks('prerouting first', 'prerouting last')
        here = { ...here, packet: this.#backOrDnat(namespace, here.packet, iif, direction) }
      }
      const begin = this.checkpoints.length
      const stop = (fault: Fault, first = begin, last = this.checkpoints.length + 1): null => {
        this.faults.push({ ...fault, first, last })
        visit.says = fault.evidence[0] ?? ''
        return null
      }
      const answer = await this.#ask(namespace, here.packet, iif)
      if (!answer.isRoute) {
        hooks(...(iif === null ? ['output first'] : ['forward first']))
        return stop(
          refusalFault(
            { ...this.context, namespace, packet: here.packet, iif, target, isReturn: direction === 'return' },
            answer.refusal,
          ),
        )
      }
      if (here.packet.source === null) {
        here.packet = { ...here.packet, source: answer.source }
        this.source = answer.source
      }
      if (answer.type === 'local') {
        if (iif === null) {
          hooks('output first', 'output last', 'in lo', 'input first')
          const isMeantElsewhere = target !== null && target !== namespace
          const twin = isMeantElsewhere ? ownAddress(map, namespace, here.packet.destination, target) : undefined
          if (twin !== undefined) return stop(twin, begin)
          if (map.link(namespace, 'lo')?.up === false) return stop(loopbackDown(namespace), begin)
        }
        hooks(...(iif === null ? ['input last'] : ['input first', 'input last']))
        visit.says = `${here.packet.destination} is an address of its own`
        return { namespace, packet: here.packet, link: iif }
      }
      const lost = iif === null ? undefined : missingLocalRule(map.space(namespace), here.packet)
      if (lost !== undefined) {
        hooks('forward first')
        return stop(lost)
      }
      const ruled = ruleFault(map.space(namespace), here.packet, iif)
      const family = familyOf(here.packet.destination)
      if (iif === null) hooks('output first', 'output last')
      else {
        ttl--
        const off = family === 'inet6' ? forwardingOff(map, namespace, iif, family) : undefined
        hooks('forward first', 'forward last')
        if (off !== undefined) stop(off, begin, begin + 1)
        if (ttl <= 0) return stop(ttlExceeded(namespace, iif, start), begin, begin + 1)
      }
      visit.out = answer.link
      visit.next = answer.via ?? here.packet.destination
      visit.says = routeAnswerWords(answer, here.packet)
      const key = `${namespace} ${answer.link} ${visit.next}`
      const turn = (passed.get(key) ?? 0) + 1
      passed.set(key, turn)
      if (turn > 1) return stop(ruled ?? this.#loop(here.packet, direction, target), 0, Infinity)
      const link = map.link(namespace, answer.link)
      if (link === undefined) return null
      here.packet = this.#snat(namespace, here.packet, iif, link, direction)
      hooks('postrouting last')
      const arrived = await this.#cross(link, visit, direction, ruled)
      visit.last = this.checkpoints.length
      if (arrived === null) return null
      here = { namespace: arrived.namespace, packet: here.packet, iif: arrived.name }
      if (passed.size > 64) return null
    }
  }

  /** Over a segment to the next address. */
  async #cross(
    link: Link,
    visit: Visit,
    direction: Checkpoint['direction'],
    ruled: Fault | undefined,
  ): Promise<Link | null> {
    const first = this.checkpoints.length
    const { path, faults } = deliver(this.context, link, visit.next ?? '')
    const steps = path?.steps ?? [{ link, way: 'out' as const }]
    for (const step of steps) {
      this.checkpoints.push({ namespace: step.link.namespace, place: `${step.way} ${step.link.name}`, direction })
    }
    if (path !== null && path.to.kind === 'bridge') {
      this.checkpoints.push({ namespace: path.to.namespace, place: `in ${path.to.name}`, direction })
    }
    if (path !== null && path.tunnels.length > 0) this.hasTunnel = true
    const inner = path === null ? [] : await this.#tunnelFaults(path.tunnels)
    const last = this.checkpoints.length
    const all = [...faults, ...inner]
    const found = all.length > 0 && ruled !== undefined ? [ruled, ...all] : all
    for (const fault of found) this.faults.push({ ...fault, first, last })
    if (found[0] !== undefined) visit.says += `; ${found[0].evidence[0] ?? ''}`
    return path?.to ?? null
  }

  /** A tunnel's packets have a way of their own, there and back. */
  async #tunnelFaults(tunnels: readonly { from: Link; to: Link }[]): Promise<Fault[]> {
    const { map } = this.context
    const faults: Fault[] = []
    for (const { from, to } of tunnels) {
      for (const [one, other] of [
        [from, to],
        [to, from],
      ] as const) {
        const there = map.tunnelNamespace(other)
        const remote = remotesOf(map, one, other.mac).find((address) => map.owns(there, address))
        if (remote === undefined) continue
        const outer = new Walk({ ...this.context, size: this.context.size + 50 })
        const packet: Packet = { source: null, destination: remote, protocol: 'udp', port: null }
        await outer.leg('forward', packet, map.tunnelNamespace(one), there)
        faults.push(
          ...outer.faults.map((fault) => ({
            ...fault,
            evidence: [...fault.evidence, `it is on the way of the tunnel ${linkWords(one)}`],
          })),
        )
      }
    }
    return faults
  }

  #ask(namespace: string, packet: Packet, iif: string | null): Promise<RouteAnswer> {
    return askRoute(this.context.node, namespace, packet, iif, this.context.signal)
  }

  /** Routes that lead in a circle: of those in it the first that leads away from the shortest way is to be changed. */
  #loop(packet: Packet, direction: Checkpoint['direction'], target: string | null): Fault {
    const { map, near } = this.context
    const family = familyOf(packet.destination)
    const passed = this.visits.filter((visit) => visit.direction === direction && visit.out !== null)
    const ways = passed.map((visit) => ({
      visit,
      way: target === null ? null : near.way(visit.namespace, target, family),
    }))
    const wrong = ways.find(({ visit, way }) => way?.[0] !== undefined && way[0].from.name !== visit.out)
    const { namespace, out } = (wrong ?? ways.at(-1))?.visit ?? { namespace: '', out: null }
    const via = wrong?.way?.[0] === undefined ? undefined : addressesOf(wrong.way[0].to, family)[0]?.address
    const route = decide(map.space(namespace), packet, null).route
    const ip = `${ipIn(namespace)}${family === 'inet6' ? ' -6' : ''}`
    return {
      cause: 'loop',
      at: { node: 'host', namespace, ...(out === null ? {} : { link: out }) },
      evidence: [
        `the routes lead packets for ${packet.destination} in a circle: ${passed.map((visit) => visit.namespace).join(' → ')}`,
        ...(route === null ? [] : [`${namespace} has the route: ${routeWords(route)}`]),
      ],
      remedies:
        via === undefined || route === null
          ? []
          : [
              {
                command: `${ip} route replace ${route.destination} via ${via}`,
                why: `${via} is on the way to ${packet.destination}`,
              },
            ],
    }
  }

  #ttl(namespace: string, family: 'inet' | 'inet6'): number {
    const path = family === 'inet' ? 'ipv4/ip_default_ttl' : 'ipv6/conf/all/hop_limit'
    return Number(this.context.map.sysctl(namespace, path) ?? 64)
  }

  /** The destination after prerouting: an answer's original receiver, or where a rule sends it. */
  #backOrDnat(namespace: string, packet: Packet, iif: string, direction: string): Packet {
    if (direction === 'return') {
      const known = this.#translated.find(
        (each) => each.namespace === namespace && each.to === packet.destination && each.from === packet.source,
      )
      return known === undefined ? packet : { ...packet, destination: known.original }
    }
    const found = translation(this.context.map.more(namespace), 'prerouting', packet, { iif, oif: null })
    if (found?.to !== 'destination' || found.address === null) return packet
    if (found.port !== null) this.ports.push(found.port)
    return { ...packet, destination: found.address, port: found.port ?? packet.port }
  }

  #snat(namespace: string, packet: Packet, iif: string | null, link: Link, direction: string): Packet {
    if (direction === 'return' || packet.source === null) return packet
    const found = translation(this.context.map.more(namespace), 'postrouting', packet, { iif, oif: link.name })
    if (found?.to !== 'source') return packet
    const address = found.address ?? addressesOf(link, familyOf(packet.destination))[0]?.address
    if (address === undefined) return packet
    this.#translated.push({ namespace, from: packet.destination, to: address, original: packet.source })
    return { ...packet, source: address }
  }
}

function routeAnswerWords(answer: Extract<RouteAnswer, { isRoute: true }>, packet: Packet): string {
  return `to ${packet.destination} ${answer.via === null ? 'directly' : `via ${answer.via}`} by ${answer.link}`
}

/** The sender owns the address that it wants to reach elsewhere. */
function ownAddress(map: NetworkMap, namespace: string, address: string, target: string): Fault | undefined {
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

function loopbackDown(namespace: string): Fault {
  return {
    cause: 'loopback-down',
    at: { node: 'host', namespace },
    evidence: [`lo in ${namespace} is down, and packets to an address of one's own go by lo`],
    remedies: [
      {
        command: `${namespace === 'root' ? 'ip' : `ip -n ${namespace}`} link set lo up`,
        why: 'what is for oneself goes by lo',
      },
    ],
  }
}

function ttlExceeded(namespace: string, iif: string, start: string): Fault {
  const at: Endpoint = { node: 'host', namespace, link: iif }
  return {
    cause: 'ttl-exceeded',
    at,
    evidence: [`the time to live that ${start} gives its packets is used up in ${namespace}`],
    remedies: [{ command: commandIn(start, 'sysctl -w net.ipv4.ip_default_ttl=64'), why: 'enough for 64 routers' }],
  }
}
