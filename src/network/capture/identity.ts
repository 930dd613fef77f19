import { createHash } from 'node:crypto'
import { fieldOf, type FrameField, type FrameLayer } from '../frame/layer.js'

/** By what one packet is known again at another link. */
export interface Identity {
  /** The same wherever nobody rewrites it: without MAC addresses, ttl, tags, tunnels and checksums. */
  exact: string
  /** The same behind an address translation, too: without addresses, ports and identifiers. Null where there are none. */
  loose: string | null
  /** Of the innermost IP header. */
  source: string | null
  destination: string | null
}

const ip = new Set(['IPv4', 'IPv6'])
/** What an address translation writes anew, with the checksums. */
const rewritten = new Set(['source port', 'destination port', 'checksum'])

/** The innermost header of the network layer and all that it carries; quoted ones are carried. */
export function identityOf(layers: readonly FrameLayer[]): Identity {
  const own = layers.filter(({ isQuoted }) => isQuoted !== true)
  const at = own.findLastIndex(({ name }) => ip.has(name) || name === 'ARP')
  const head = own[at]
  if (head === undefined || head.name === 'ARP') {
    // Behind the innermost Ethernet header and its tags, which a bridge may change.
    const inner = own.slice(own.findLastIndex(({ name }) => name === 'Ethernet') + 1)
    const rest = inner.filter(({ name }) => name !== 'VLAN' && name !== 'padding')
    return {
      exact: digest(rest.map(({ name, hex }) => `${name} ${hex}`)),
      loose: null,
      source: null,
      destination: null,
    }
  }
  const [source, destination] = [String(fieldOf(head, 'source')), String(fieldOf(head, 'destination'))]
  // IPv6 has none: there the rest of the packet has to do.
  const number = `${fieldOf(head, 'identification') ?? ''} ${fieldOf(head, 'fragment offset') ?? ''}`
  const protocol = `${head.name} ${fieldOf(head, 'protocol') ?? fieldOf(head, 'next header') ?? ''} ${number}`
  const carried = layers.slice(layers.indexOf(head) + 1).filter(({ name }) => name !== 'padding')
  const without = (names: ReadonlySet<string>): string[] => carried.map((layer) => hexWithout(layer, names))
  const isEcho = carried[0]?.summary.startsWith('echo ') === true
  return {
    exact: digest([protocol, source, destination, ...without(new Set(['checksum']))]),
    // What an error quotes is written anew, too.
    loose: digest([protocol, ...without(isEcho ? new Set([...rewritten, 'identifier']) : rewritten)]),
    source,
    destination,
  }
}

const digest = (parts: readonly string[]): string => createHash('sha1').update(parts.join('|')).digest('base64')

function hexWithout({ hex, fields, offset }: FrameLayer, names: ReadonlySet<string>): string {
  const gone = fields.filter(({ name }) => names.has(name))
  const cut = (text: string, field: FrameField): string => {
    const start = 2 * (field.offset - offset)
    return `${text.slice(0, start)}${'.'.repeat(2 * field.length)}${text.slice(start + 2 * field.length)}`
  }
  return gone.reduce(cut, hex)
}
