import type { Link } from '../../network/index.js'
import type { Packet } from './ask.js'
import { addressesOf, familyOf, type NetworkMap } from './map.js'
import { translation } from './nat.js'

/** Addresses and ports that change on the way, and the way back of the answers: by what the rules say, as conntrack would. */
export class Translations {
  /** Ports made of the one asked for. */
  readonly ports: number[] = []
  /** Translated flows: what comes to the one address there is for the other. */
  readonly #flows: { namespace: string; from: string; to: string; original: string }[] = []

  constructor(private readonly map: NetworkMap) {}

  /** The destination after prerouting: an answer's original receiver, or where a rule sends it. */
  atPrerouting(namespace: string, packet: Packet, iif: string, direction: string): Packet {
    if (direction === 'return') {
      const known = this.#flows.find(
        (each) => each.namespace === namespace && each.to === packet.destination && each.from === packet.source,
      )
      return known === undefined ? packet : { ...packet, destination: known.original }
    }
    const found = translation(this.map.more(namespace), 'prerouting', packet, { iif, oif: null })
    if (found?.to !== 'destination' || found.address === null) return packet
    if (found.port !== null) this.ports.push(found.port)
    return { ...packet, destination: found.address, port: found.port ?? packet.port }
  }

  /** The source after postrouting. */
  atPostrouting(namespace: string, packet: Packet, iif: string | null, link: Link, direction: string): Packet {
    if (direction === 'return' || packet.source === null) return packet
    const found = translation(this.map.more(namespace), 'postrouting', packet, { iif, oif: link.name })
    if (found?.to !== 'source') return packet
    const address = found.address ?? addressesOf(link, familyOf(packet.destination))[0]?.address
    if (address === undefined) return packet
    this.#flows.push({ namespace, from: packet.destination, to: address, original: packet.source })
    return { ...packet, source: address }
  }
}
