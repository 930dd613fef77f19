import type { Link } from '../../network/index.js'
import { askRoute, type Packet, type RouteAnswer } from './ask.js'
import { deliver } from './deliver.js'
import type { Fault, PlacedFault } from './fault.js'
import { notTakenIn } from './local-route.js'
import { familyOf, isLoopback, linkWords } from './map.js'
import { forwardingOff, refusalFault, ruleFault } from './routes.js'
import { Translations } from './translations.js'
import { remotesOf } from './tunnel.js'
import type { Checkpoint, Visit, WalkContext } from './visit.js'
import { loopbackDown, ownAddress, routingLoop, ttlExceeded } from './way-faults.js'

/** What the configuration says will become of a packet, hop by hop, there and back. */
export class Walk {
  readonly checkpoints: Checkpoint[] = []
  readonly faults: PlacedFault[] = []
  readonly visits: Visit[] = []
  /** The sender's address, once the kernel has chosen it. */
  source: string | null = null
  /** Whether it went through a VXLAN link. */
  hasTunnel = false
  readonly #translations: Translations

  constructor(private readonly context: WalkContext) {
    this.#translations = new Translations(context.map)
  }

  /** Ports that a translation makes of the one asked for. */
  get ports(): readonly number[] {
    return this.#translations.ports
  }

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
        here = { ...here, packet: this.#translations.atPrerouting(namespace, here.packet, iif, direction) }
      }
      const begin = this.checkpoints.length
      const stop = (fault: Fault, first = begin, last = this.checkpoints.length + 1): null => {
        this.faults.push({ ...fault, first, last })
        visit.says = fault.evidence[0] ?? ''
        return null
      }
      // Without lo there is no route to its addresses, and they are no reason to add one.
      if (iif === null && isLoopback(here.packet.destination) && map.link(namespace, 'lo')?.up === false) {
        hooks('output first')
        return stop(loopbackDown(namespace))
      }
      const answer = await this.#ask(namespace, here.packet, iif)
      const isMeantHere = iif !== null || target === namespace
      const isTaken = answer.isRoute && answer.type === 'local'
      const untaken = isMeantHere && !isTaken ? notTakenIn(map, namespace, here.packet, direction) : undefined
      if (untaken !== undefined) {
        hooks(iif === null ? 'output first' : 'forward first')
        return stop(untaken)
      }
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
      if (isTaken) {
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
      if (turn > 1)
        return stop(ruled ?? routingLoop(this.context, this.#passed(direction), here.packet, target), 0, Infinity)
      const link = map.link(namespace, answer.link)
      if (link === undefined) return null
      here.packet = this.#translations.atPostrouting(namespace, here.packet, iif, link, direction)
      hooks('postrouting last')
      const arrived = await this.#cross(link, visit, here.packet, ruled)
      visit.last = this.checkpoints.length
      if (arrived === null) return null
      here = { namespace: arrived.namespace, packet: here.packet, iif: arrived.name }
      if (passed.size > 64) return null
    }
  }

  /** Over a segment to the next address. */
  async #cross(link: Link, visit: Visit, packet: Packet, ruled: Fault | undefined): Promise<Link | null> {
    const { direction } = visit
    const first = this.checkpoints.length
    const next = visit.next ?? ''
    const { path, faults } = deliver(this.context, link, next)
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
    // Who does not take an address for its own does not answer ARP for it.
    const silent =
      path === null || familyOf(next) === 'inet6'
        ? undefined
        : notTakenIn(this.context.map, path.to.namespace, { ...packet, destination: next }, direction)
    const all = [...faults, ...inner, ...(silent === undefined ? [] : [silent])]
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

  /** Where it has been in a direction, and has left again. */
  #passed(direction: Checkpoint['direction']): Visit[] {
    return this.visits.filter((visit) => visit.direction === direction && visit.out !== null)
  }

  #ttl(namespace: string, family: 'inet' | 'inet6'): number {
    const path = family === 'inet' ? 'ipv4/ip_default_ttl' : 'ipv6/conf/all/hop_limit'
    return Number(this.context.map.sysctl(namespace, path) ?? 64)
  }
}

function routeAnswerWords(answer: Extract<RouteAnswer, { isRoute: true }>, packet: Packet): string {
  return `to ${packet.destination} ${answer.via === null ? 'directly' : `via ${answer.via}`} by ${answer.link}`
}
