import type { Link } from '../../network/index.js'
import { askRoute, routeAnswerWords, type Packet, type RouteAnswer } from './ask.js'
import { crossing, type Follow } from './crossing.js'
import type { Fault } from './fault.js'
import { notTakenIn } from './local-route.js'
import { familyOf, isLoopback } from './map.js'
import { forwardingOff, refusalFault, ruleFault } from './routes.js'
import { Trail } from './trail.js'
import { Translations } from './translations.js'
import type { Here, Visit, WalkContext } from './visit.js'
import { linkLocalOnly, loopbackDown, ownAddress, routingLoop, ttlExceeded } from './way-faults.js'

/** What the configuration says will become of a packet, hop by hop, there and back. */
export class Walk extends Trail {
  /** The sender's address, once the kernel has chosen it. */
  source: string | null = null
  /** Whether it went through a VXLAN link. */
  hasTunnel = false
  readonly #translations: Translations

  constructor(private readonly context: WalkContext) {
    super()
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
    let here: Here = { namespace: start, packet, iif: null, unowned: [], crossed: 0 }
    let ttl = Infinity
    const passed = new Map<string, number>()
    let lastRuled: Fault | undefined
    const circle = (): Fault => lastRuled ?? routingLoop(this.context, this.passed(direction), here.packet, target)
    for (;;) {
      const { namespace, iif } = here
      const visit = this.visit(namespace, direction, iif)
      if (iif !== null) {
        this.pass(visit, 'prerouting first', 'prerouting last')
        here = { ...here, packet: this.#translations.atPrerouting(namespace, here.packet, iif, direction) }
      }
      const begin = this.checkpoints.length
      const stop = (fault: Fault, first = begin, last = this.checkpoints.length + 1): null => {
        this.place(fault, first, last)
        visit.says = fault.evidence[0] ?? ''
        return null
      }
      // Without lo there is no route to its addresses, and they are no reason to add one.
      if (iif === null && isLoopback(here.packet.destination) && map.link(namespace, 'lo')?.up === false) {
        this.pass(visit, 'output first')
        return stop(loopbackDown(namespace))
      }
      const { answer, packet: sent } = await this.#route(here, direction)
      here.packet = sent
      const isTaken = answer.isRoute && answer.type === 'local'
      const isMeantHere = iif !== null || target === namespace
      const untaken = isMeantHere && !isTaken ? notTakenIn(map, namespace, here.packet, direction) : undefined
      if (untaken !== undefined || !answer.isRoute || (!isTaken && here.unowned.length > 0))
        this.pass(visit, iif === null ? 'output first' : 'forward first')
      if (untaken !== undefined) return stop(untaken)
      if (!isTaken && here.unowned.length > 0) return this.#unowned(here, visit)
      // Back where it came from, it is taken for forged.
      if (!answer.isRoute && iif !== null && namespace === start) return stop(circle(), 0, Infinity)
      if (!answer.isRoute) {
        const question = { ...this.context, namespace, packet: here.packet, iif, target }
        const fault = refusalFault({ ...question, isReturn: direction === 'return' }, answer.refusal)
        // Who would take the question who owns the address for forged does not answer it.
        const isSilent = iif !== null && ['rp-filter', 'address-conflict'].includes(fault.cause)
        return stop(fault, isSilent ? here.crossed : begin)
      }
      if (isTaken) {
        const fault = this.#takeIn(here, visit, target)
        if (fault !== undefined) return stop(fault, begin)
        visit.says = `${here.packet.destination} is an address of its own`
        return { namespace, packet: here.packet, link: iif }
      }
      const ruled = ruleFault(map.space(namespace), here.packet, iif)
      lastRuled = ruled ?? lastRuled
      const family = familyOf(here.packet.destination)
      if (iif === null) {
        ttl = this.#ttl(namespace, answer.link, family)
        this.pass(visit, 'output first', 'output last')
      } else {
        ttl--
        const off = family === 'inet6' ? forwardingOff(map, namespace, iif, family) : undefined
        this.pass(visit, 'forward first', 'forward last')
        if (off !== undefined) stop(off, begin, begin + 1)
        if (ttl <= 0) {
          const sent = this.passed(direction)[0]?.out ?? ''
          return stop(ttlExceeded(namespace, iif, { namespace: start, link: sent }, family), begin, begin + 1)
        }
      }
      visit.out = answer.link
      visit.next = answer.via ?? here.packet.destination
      visit.says = routeAnswerWords(answer, here.packet)
      const key = `${namespace} ${answer.link} ${visit.next}`
      const turn = (passed.get(key) ?? 0) + 1
      passed.set(key, turn)
      if (turn > 1) return stop(circle(), 0, Infinity)
      const link = map.link(namespace, answer.link)
      if (link === undefined) return null
      const bare = iif === null && answer.via !== null ? linkLocalOnly(this.context, link, here.packet) : undefined
      if (bare !== undefined) stop(bare, begin, Infinity)
      here.packet = this.#translations.atPostrouting(namespace, here.packet, iif, link, direction)
      this.pass(visit, 'postrouting last')
      const arrived = await this.#cross(link, visit, here, target, ruled)
      if (arrived === null || passed.size > 64) return null
      here = { ...arrived, packet: here.packet }
    }
  }

  /** It is for the namespace that it is in: what keeps it from there, where it was sent by itself. */
  #takeIn({ namespace, iif, packet }: Here, visit: Visit, target: string | null): Fault | undefined {
    const { map } = this.context
    if (iif !== null) {
      this.pass(visit, 'input first', 'input last')
      return undefined
    }
    this.pass(visit, 'output first', 'output last', 'in lo', 'input first')
    const isMeantElsewhere = target !== null && target !== namespace
    const twin = isMeantElsewhere ? ownAddress(map, namespace, packet.destination, target) : undefined
    const fault = twin ?? (map.link(namespace, 'lo')?.up === false ? loopbackDown(namespace) : undefined)
    if (fault === undefined) this.pass(visit, 'input last')
    return fault
  }

  /** It came to somebody who does not own its address, since the sender still remembers a MAC address: so far it is seen. */
  #unowned({ unowned }: Here, visit: Visit): null {
    for (const fault of unowned) fault.last = this.checkpoints.length
    visit.says = unowned[0]?.evidence[0] ?? ''
    return null
  }

  /** Over a segment to the next address. */
  async #cross(
    link: Link,
    visit: Visit,
    { packet, iif }: Here,
    target: string | null,
    ruled: Fault | undefined,
  ): Promise<Omit<Here, 'packet'> | null> {
    const { direction } = visit
    const next = visit.next ?? ''
    const first = this.checkpoints.length
    const sending = { link, next, packet, iif, direction, target }
    const { path, isOwned, faults } = await crossing(this.context, sending, follow)
    const steps = path?.steps ?? [{ link, way: 'out' as const }]
    for (const step of steps) {
      this.checkpoints.push({ namespace: step.link.namespace, place: `${step.way} ${step.link.name}`, direction })
    }
    if (path?.to.kind === 'bridge') {
      this.checkpoints.push({ namespace: path.to.namespace, place: `in ${path.to.name}`, direction })
    }
    visit.last = this.checkpoints.length
    if (path !== null && path.tunnels.length > 0) this.hasTunnel = true
    const found = faults.length > 0 && ruled !== undefined ? [ruled, ...faults] : faults
    const placed = found.map((fault) => this.place(fault, first, visit.last))
    if (found[0] !== undefined) visit.says += `; ${found[0].evidence[0] ?? ''}`
    if (path === null) return null
    const isLast = next === packet.destination
    return {
      namespace: path.to.namespace,
      iif: path.to.name,
      unowned: isLast && !isOwned ? placed : [],
      crossed: first,
    }
  }

  /** Its way out of a namespace; what rules make of a packet that begins there is routed anew. */
  async #route({ namespace, packet, iif }: Here, direction: Visit['direction']) {
    const ask = (each: Packet): Promise<RouteAnswer> =>
      askRoute(this.context.node, namespace, each, iif, this.context.signal)
    const answer = await ask(packet)
    if (!answer.isRoute) return { answer, packet }
    if (packet.source === null) this.source = answer.source
    const sourced = packet.source === null ? { ...packet, source: answer.source } : packet
    const changed = iif === null ? this.#translations.atOutput(namespace, sourced, answer.link, direction) : sourced
    return { answer: changed === sourced ? answer : await ask(changed), packet: changed }
  }

  #ttl(namespace: string, link: string, family: 'inet' | 'inet6'): number {
    const path = family === 'inet' ? 'ipv4/ip_default_ttl' : `ipv6/conf/${link}/hop_limit`
    return Number(this.context.map.sysctl(namespace, path) ?? 64)
  }
}

const follow: Follow = async (context, packet, start, target) => {
  const walk = new Walk(context)
  await walk.leg('forward', packet, start, target)
  return walk.faults
}
