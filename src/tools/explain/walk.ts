import type { Link } from '../../network/index.js'
import { askRoute, routeAnswerWords, type Packet, type RouteAnswer } from './ask.js'
import { crossing, type Follow } from './crossing.js'
import type { Fault } from './fault.js'
import type { Arrival, Journey, Stop, Way } from './journey.js'
import { detour } from './detour.js'
import { notTakenIn } from './local-route.js'
import { broadcastFault } from './made-local.js'
import { familyOf, isLoopback } from './map.js'
import { astrayByRule } from './reroute.js'
import { forwardingOff, refusalFault } from './routes.js'
import { routeExtras, routeTooLarge, unlimited } from './route-extras.js'
import { decide } from './rules.js'
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
  /** A rule has sent it away from who was meant. */
  diversion: Fault | undefined
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
  ): Promise<Arrival | null> {
    const journey: Journey = {
      direction,
      start,
      target,
      ttl: Infinity,
      longer: undefined,
      passed: new Set(),
      ruled: undefined,
    }
    let here: Here = { namespace: start, packet, iif: null, unowned: [], crossed: 0 }
    for (;;) {
      const next = await this.#hop(journey, here)
      if (next === null || 'link' in next) return next
      here = next
    }
  }

  /** Through one namespace: into the next one, or to its end. Null: it stops here, and what stops it is noted. */
  async #hop(journey: Journey, before: Here): Promise<Here | Arrival | null> {
    const { map } = this.context
    const { namespace, iif } = before
    const { direction, target } = journey
    const visit = this.visit(namespace, direction, iif)
    const entered = this.#enter(visit, before)
    const stop = this.#stopper(visit)
    // Without lo there is no route to its addresses, and they are no reason to add one.
    if (iif === null && isLoopback(entered.packet.destination) && map.link(namespace, 'lo')?.up === false) {
      this.pass(visit, 'output first')
      return stop(loopbackDown(namespace))
    }
    const { answer, packet } = await this.#route(entered, direction)
    const here = { ...entered, packet }
    const isTaken = answer.isRoute && answer.type === 'local'
    const isStraight = direction === 'return' || (isTaken && target === namespace)
    const diversion = isStraight ? undefined : this.#translations.diversion(namespace, target)
    if (diversion !== undefined) {
      this.diversion = diversion
      return stop(diversion, undefined, Infinity)
    }
    const isMeantHere = iif !== null || target === namespace
    const untaken = isMeantHere && !isTaken ? notTakenIn(map, namespace, packet, direction, iif) : undefined
    const isAstray = !isTaken && here.unowned.length > 0
    if (untaken !== undefined || !answer.isRoute || isAstray)
      this.pass(visit, iif === null ? 'output first' : 'forward first')
    if (untaken !== undefined) return stop(untaken)
    if (isAstray) return this.#unowned(here, visit)
    if (!answer.isRoute) return this.#refused(journey, here, answer.refusal, stop)
    if (answer.type === 'broadcast') return stop(broadcastFault(map, namespace, packet.destination))
    if (isTaken) {
      const fault = this.#takeIn(here, visit, target)
      if (fault !== undefined) return stop(fault)
      visit.says = `${packet.destination} is an address of its own`
      return { namespace, packet, link: iif }
    }
    return this.#sendOn(journey, here, visit, answer, stop)
  }

  /** By the prerouting hook, where it comes from elsewhere. */
  #enter(visit: Visit, here: Here): Here {
    if (here.iif === null) return here
    this.pass(visit, 'prerouting first', 'prerouting last')
    return {
      ...here,
      packet: this.#translations.atPrerouting(here.namespace, here.packet, here.iif, visit.direction),
    }
  }

  /** Notes what stops it in this namespace: from where it has got to by now, where no other place is given. */
  #stopper(visit: Visit): Stop {
    const begin = this.checkpoints.length
    return (fault, first = begin, last = this.checkpoints.length + 1) => {
      this.place(fault, first, last)
      visit.says = fault.evidence[0] ?? ''
      return null
    }
  }

  /** The kernel knows no way for it. */
  #refused(journey: Journey, here: Here, refusal: string, stop: Stop): null {
    const { direction, target, start } = journey
    const { namespace, packet, iif } = here
    // Back where it came from, it is taken for forged.
    if (iif !== null && namespace === start) return stop(this.#circle(journey, packet), 0, Infinity)
    const question = { ...this.context, namespace, packet, iif, target }
    const detour = this.#detour(journey, packet)
    const fault = refusalFault({ ...question, isReturn: direction === 'return' }, refusal)
    if (fault.cause === 'forwarding-off' && detour !== undefined) return stop(detour)
    // Who would take the question who owns the address for forged does not answer it.
    const isSilent = iif !== null && ['rp-filter', 'address-conflict'].includes(fault.cause)
    return isSilent ? stop(fault, here.crossed) : stop(fault)
  }

  /** Who sent it here has its receiver beside itself, and no route to there. */
  #detour({ direction, target }: Journey, packet: Packet): Fault | undefined {
    const last = this.passed(direction).at(-1)
    if (last === undefined || target === null) return undefined
    return detour(this.context, {
      namespace: last.namespace,
      out: last.out ?? '',
      packet,
      target,
      isReturn: direction === 'return',
    })
  }

  /** Out by a link, and over its segment into the next namespace. */
  async #sendOn(journey: Journey, here: Here, visit: Visit, answer: Way, stop: Stop): Promise<Here | null> {
    const { map } = this.context
    const { namespace, packet, iif } = here
    const { direction, target } = journey
    const ruled = astrayByRule(this.context, namespace, packet, iif, target)
    journey.ruled = ruled ?? journey.ruled
    if (!this.#passHooks(journey, here, visit, answer.link, stop)) return null
    visit.out = answer.link
    visit.next = answer.via ?? packet.destination
    visit.says = routeAnswerWords(answer, packet)
    if (this.#isSecondTime(journey, visit)) return stop(this.#circle(journey, packet), 0, Infinity)
    const link = map.link(namespace, answer.link)
    if (link === undefined) return null
    const { route } = decide(map.space(namespace), packet, iif)
    const tooLarge = route === null ? undefined : routeTooLarge(map, namespace, route, this.context.size)
    if (tooLarge !== undefined) stop(tooLarge, undefined, Infinity)
    const bare = iif === null && answer.via !== null ? linkLocalOnly(this.context, link, packet) : undefined
    if (bare !== undefined) stop(bare, undefined, Infinity)
    const sent = { ...here, packet: this.#translations.atPostrouting(namespace, packet, iif, link, direction) }
    this.pass(visit, 'postrouting last')
    const arrived = await this.#cross(link, visit, sent, target, ruled)
    return arrived === null ? null : { ...arrived, packet: sent.packet }
  }

  /** By the hooks on its way out. False: its time to live is over. */
  #passHooks(journey: Journey, { namespace, packet, iif }: Here, visit: Visit, out: string, stop: Stop): boolean {
    const family = familyOf(packet.destination)
    const begin = this.checkpoints.length
    if (iif === null) {
      const { route } = decide(this.context.map.space(namespace), packet, iif)
      const limit = route === null ? undefined : routeExtras(this.context.map, namespace, route)
      const { ttl } = this.context
      journey.ttl = ttl?.hops ?? limit?.hopLimit ?? this.#ttl(namespace, out, family)
      journey.longer = ttl?.longer
      if (ttl === undefined && route !== null && limit?.hopLimit != null)
        journey.longer = unlimited(namespace, route, limit)
      this.pass(visit, 'output first', 'output last')
      return true
    }
    journey.ttl--
    // Back where it began it has gone round: that is told.
    const off =
      family === 'inet6' && namespace !== journey.start
        ? forwardingOff(this.context.map, namespace, iif, family)
        : undefined
    this.pass(visit, 'forward first', 'forward last')
    if (off !== undefined) stop(off, begin, begin + 1)
    if (journey.ttl > 0) return true
    const sent = this.passed(journey.direction)[0]?.out ?? ''
    const fault = ttlExceeded(namespace, iif, { namespace: journey.start, link: sent }, family)
    stop(journey.longer === undefined ? fault : { ...fault, remedies: [journey.longer] }, begin, begin + 1)
    return false
  }

  /** It has been sent on from here to there before. */
  #isSecondTime({ passed }: Journey, { namespace, out, next }: Visit): boolean {
    const key = `${namespace} ${out ?? ''} ${next ?? ''}`
    const isKnown = passed.has(key)
    passed.add(key)
    return isKnown
  }

  /** It goes round: by a rule's doing, or by that of routes. */
  #circle({ ruled, direction, target }: Journey, packet: Packet): Fault {
    return ruled ?? routingLoop(this.context, this.passed(direction), packet, target)
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
