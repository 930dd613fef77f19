import { checkTransport } from './checksum.js'
import { echo } from './icmp.js'
import type { Dissector, LayerContext, LayerReader, Told } from './layer-reader.js'

/** IANA, ICMPv6 Parameters. */
const types: Readonly<Record<number, string>> = {
  1: 'destination unreachable',
  2: 'packet too big',
  3: 'time exceeded',
  4: 'parameter problem',
  128: 'echo request',
  129: 'echo reply',
  130: 'multicast listener query',
  131: 'multicast listener report',
  132: 'multicast listener done',
  133: 'router solicitation',
  134: 'router advertisement',
  135: 'neighbour solicitation',
  136: 'neighbour advertisement',
  137: 'redirect',
  143: 'multicast listener report',
}
const unreachable: Readonly<Record<number, string>> = {
  0: 'no route',
  1: 'prohibited',
  3: 'address unreachable',
  4: 'port unreachable',
}

/** RFC 4443; neighbour discovery as in RFC 4861. */
export const icmpv6: Dissector = (reader, context) => {
  const type = reader.number('type', 1, (value) => types[value])
  const code = reader.number('code', 1, (value) => (type === 1 ? unreachable[value] : undefined))
  reader.number('checksum', 2)
  checkTransport(reader, { ...context, hasOpenChecksum: false }, 58)
  const words = types[type] ?? `type ${type}`
  if (type === 128 || type === 129) return { summary: `${words} ${echo(reader)}`, next: null }
  if (type === 135 || type === 136) return neighbour(reader, context, type)
  if (type >= 1 && type <= 4) {
    const rest = reader.number(type === 2 ? 'mtu' : 'rest of header', 4)
    const told = type === 1 ? (unreachable[code] ?? words) : type === 2 ? `${words}, mtu ${rest}` : words
    return { summary: told, next: 'IPv6', quotes: true }
  }
  return { summary: words, next: null }
}

/** RFC 4861 4.3 and 4.4, with the address of the link layer (4.6.1). */
function neighbour(reader: LayerReader, { end }: LayerContext, type: number): Told {
  reader.number('flags', 4)
  const target = reader.ipv6('target')
  let mac = ''
  while (reader.at + 8 <= Math.min(end, reader.bytes.length)) {
    const option = reader.number('option type', 1, (value) => ['source MAC', 'target MAC'][value - 1])
    const length = 8 * reader.number('option length', 1)
    if (length === 0) break
    if (option <= 2 && length === 8) mac = reader.mac(option === 1 ? 'source MAC' : 'target MAC')
    else reader.skip(length - 2)
  }
  const summary = type === 135 ? `who has ${target}?` : `${target} is at ${mac === '' ? 'the sender' : mac}`
  return { summary, next: null }
}
