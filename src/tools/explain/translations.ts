import type { Link } from '../../network/index.js'
import type { Packet } from './ask.js'
import type { Fault } from './fault.js'
import { addressesOf, commandIn, familyOf, isLoopback, type NetworkMap } from './map.js'
import { isRouter } from './routers.js'
import { isUntracked, markGiven, translation, type RuleMet } from './nat.js'

/** Addresses, ports and marks that change on the way, and the way back of the answers: by what the rules say, as conntrack would. */
export class Translations {
  /** Ports made of the one asked for. */
  readonly ports: number[] = []
  /** Translated flows: what comes to the one address there is for the other. */
  readonly #flows: { namespace: string; from: string; to: string; original: string }[] = []

  #sent: { namespace: string; from: string; to: string; rule: RuleMet } | undefined

  constructor(private readonly map: NetworkMap) {}

  /** A rule of a namespace has sent elsewhere what was for an address of the target's own. */
  diversion(here: string, target: string | null): Fault | undefined {
    if (this.#sent?.namespace !== here || target === null) return undefined
    const { from, to, rule } = this.#sent
    // A router passes on to hosts behind it what comes to its own address.
    if (target === here && !isLoopback(to) && isRouter(this.map, here, familyOf(to))) return undefined
    if (!this.map.owns(target, from) || (this.map.owns(target, to) && !isLoopback(to))) return undefined
    return {
      cause: 'filtered',
      at: { node: 'host', namespace: here },
      evidence: [`${rule.says} of ${here} sends what is for ${from}, an address of ${target}, on to ${to}`],
      remedies: [{ command: commandIn(here, rule.undo), why: `what is for ${from} then goes there` }],
    }
  }

  /** After prerouting: an answer goes to its original receiver; a question where a rule sends it, with the mark it is given. */
  atPrerouting(namespace: string, packet: Packet, iif: string, direction: string): Packet {
    const mark = markGiven(this.map.more(namespace), 'prerouting', packet, { iif, oif: null })
    const here = mark === null ? withoutMark(packet) : { ...packet, mark }
    if (direction === 'return') {
      const known = this.#flows.find(
        (each) => each.namespace === namespace && each.to === packet.destination && each.from === packet.source,
      )
      return known === undefined ? here : { ...here, destination: known.original }
    }
    return this.#sentTo(here, 'prerouting', namespace, { iif, oif: null })
  }

  /** After the output hook, where what a namespace sends itself is routed anew if its receiver or its mark has changed. */
  atOutput(namespace: string, packet: Packet, link: string, direction: string): Packet {
    const links = { iif: null, oif: link }
    const mark = markGiven(this.map.more(namespace), 'output', packet, links)
    const here = mark === null ? packet : { ...packet, mark }
    return direction === 'return' ? here : this.#sentTo(here, 'output', namespace, links)
  }

  /** The source after postrouting. */
  atPostrouting(namespace: string, packet: Packet, iif: string | null, link: Link, direction: string): Packet {
    if (direction === 'return' || packet.source === null || this.#isUntracked(namespace, packet, iif)) return packet
    const found = translation(this.map.more(namespace), 'postrouting', packet, { iif, oif: link.name })
    if (found?.to !== 'source') return packet
    const address = found.address ?? addressesOf(link, familyOf(packet.destination))[0]?.address
    if (address === undefined) return packet
    this.#flows.push({ namespace, from: packet.destination, to: address, original: packet.source })
    return { ...packet, source: address }
  }

  #isUntracked(namespace: string, packet: Packet, iif: string | null): boolean {
    const hook = iif === null ? 'output' : 'prerouting'
    return isUntracked(this.map.more(namespace), hook, packet, { iif, oif: null })
  }

  #sentTo(
    packet: Packet,
    hook: 'prerouting' | 'output',
    namespace: string,
    links: { iif: string | null; oif: string | null },
  ): Packet {
    const found = translation(this.map.more(namespace), hook, packet, links)
    if (found?.to !== 'destination' || this.#isUntracked(namespace, packet, links.iif)) return packet
    const own = links.iif === null ? undefined : this.map.link(namespace, links.iif)
    const first = own === undefined ? undefined : addressesOf(own, familyOf(packet.destination))[0]?.address
    if (found.port !== null) this.ports.push(found.port)
    this.#sent = { namespace, from: packet.destination, to: found.address ?? first ?? '127.0.0.1', rule: found.rule }
    return { ...packet, destination: found.address ?? first ?? packet.destination, port: found.port ?? packet.port }
  }
}

/** A mark is known on one machine only. */
function withoutMark({ mark: _, ...packet }: Packet): Packet {
  return packet
}
