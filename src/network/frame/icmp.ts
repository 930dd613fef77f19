import { checkTransport } from './checksum.js'
import type { Dissector, LayerReader } from './layer-reader.js'

/** IANA, ICMP Parameters; RFC 792. */
const types: Readonly<Record<number, string>> = {
  0: 'echo reply',
  3: 'destination unreachable',
  5: 'redirect',
  8: 'echo request',
  11: 'time exceeded',
  12: 'parameter problem',
}
const unreachable: Readonly<Record<number, string>> = {
  0: 'network unreachable',
  1: 'host unreachable',
  2: 'protocol unreachable',
  3: 'port unreachable',
  4: 'fragmentation needed',
  9: 'network prohibited',
  10: 'host prohibited',
  13: 'filtered',
}

/** RFC 792. An error quotes the packet that it is about. */
export const icmp: Dissector = (reader, context) => {
  const type = reader.number('type', 1, (value) => types[value])
  const code = reader.number('code', 1, (value) => (type === 3 ? unreachable[value] : undefined))
  reader.number('checksum', 2)
  checkTransport(reader, { ...context, hasOpenChecksum: false }, null)
  if (type === 0 || type === 8) return { summary: `${types[type] ?? ''} ${echo(reader)}`, next: null }
  const words = type === 3 ? (unreachable[code] ?? 'destination unreachable') : (types[type] ?? `type ${type}`)
  if (type === 3 && code === 4) {
    reader.skip(2)
    return { summary: `${words}, mtu ${reader.number('mtu', 2)}`, next: 'IPv4', quotes: true }
  }
  reader.number('rest of header', 4)
  return type in types ? { summary: words, next: 'IPv4', quotes: true } : { summary: words, next: null }
}

/** The same in ICMPv6. */
export function echo(reader: LayerReader): number {
  reader.number('identifier', 2)
  return reader.number('sequence number', 2)
}
