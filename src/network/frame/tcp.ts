import { checkTransport } from './checksum.js'
import type { Dissector, LayerReader } from './layer-reader.js'

/** From the highest bit on, as they are usually told. */
const flagNames = ['CWR', 'ECE', 'URG', 'ACK', 'PSH', 'RST', 'SYN', 'FIN']

/** RFC 9293 3.1. */
export const tcp: Dissector = (reader, context) => {
  const [from, to] = [reader.number('source port', 2), reader.number('destination port', 2)]
  reader.number('sequence number', 4)
  reader.number('acknowledgment number', 4)
  const headerLength = 4 * reader.bits('data offset', 1, 4, 15)
  reader.means(`${headerLength} bytes`)
  reader.skip(1)
  const flags = reader.number('flags', 1)
  const names = flagNames.filter((_, index) => (flags & (128 >> index)) !== 0)
  reader.means(names.join(' '))
  reader.number('window', 2)
  reader.number('checksum', 2)
  checkTransport(reader, context, 6)
  reader.number('urgent pointer', 2)
  if (headerLength > 20) options(reader, reader.start + headerLength)
  else if (headerLength < 20)
    reader.problems.push(`its header is told to be ${headerLength} bytes, and 20 is the least`)
  const data = context.end - reader.at
  const words = [...names.filter((name) => name !== 'ACK'), ...names.filter((name) => name === 'ACK')].join(' ')
  return {
    summary: `${words === '' ? 'no flags' : words}, port ${from} → ${to}${data > 0 ? `, ${data} bytes` : ''}`,
    next: null,
  }
}

/** IANA, TCP Option Kind Numbers. */
const kinds: Readonly<Record<number, string>> = {
  2: 'maximum segment size',
  3: 'window scale',
  4: 'selective acknowledgments permitted',
  5: 'selective acknowledgments',
  8: 'timestamps',
}

function options(reader: LayerReader, end: number): void {
  reader.need(end - reader.at)
  while (reader.at < end) {
    const kind = reader.view.getUint8(reader.at)
    const length = kind < 2 ? 1 : reader.at + 1 < end ? reader.view.getUint8(reader.at + 1) : 0
    if (kind === 0 || (kind > 1 && length < 2) || reader.at + length > end) break
    if (kind > 1) {
      const value = reader.bytes.subarray(reader.at + 2, reader.at + length)
      const number = value.reduce((sum, byte) => sum * 256 + byte, 0)
      const told = value.length > 0 && value.length <= 4 ? number : Buffer.from(value).toString('hex')
      reader.put(kinds[kind] ?? `option ${kind}`, told, length)
    }
    reader.at += length
  }
  reader.at = end
}
