import { onesSum } from './checksum.js'
import { nextByProtocol, protocolName } from './ip-protocols.js'
import type { Dissector } from './layer-reader.js'

/** RFC 791 3.1. */
export const ipv4: Dissector = (reader, context) => {
  reader.bits('version', 1, 4, 15)
  const headerLength = 4 * reader.bits('header length', 1, 0, 15)
  reader.means(`${headerLength} bytes`)
  reader.skip(1)
  reader.bits('DSCP', 1, 2, 63)
  reader.bits('ECN', 1, 0, 3)
  reader.skip(1)
  const total = reader.number('total length', 2)
  reader.number('identification', 2)
  const flags = reader.bits('flags', 2, 13, 7)
  reader.means([flags & 2 ? "don't fragment" : '', flags & 1 ? 'more fragments' : ''].filter(Boolean).join(', '))
  const fragment = 8 * reader.bits('fragment offset', 2, 0, 0x1fff)
  reader.skip(2)
  const ttl = reader.number('ttl', 1)
  const protocol = reader.number('protocol', 1, protocolName)
  reader.number('header checksum', 2)
  const checksumField = reader.fields.at(-1)
  const addressesAt = reader.at
  const source = reader.ipv4('source')
  const destination = reader.ipv4('destination')
  const isHeader = headerLength >= 20
  if (!isHeader) reader.problems.push(`its header is told to be ${headerLength} bytes, and 20 is the least`)
  if (headerLength > 20) reader.text('options', headerLength - 20, (bytes) => Buffer.from(bytes).toString('hex'))
  const isRight = isHeader && onesSum(reader.bytes.subarray(reader.start, reader.start + headerLength)) === 0xffff
  if (checksumField !== undefined) checksumField.means = isRight ? 'right' : 'wrong'
  // Routers change what is quoted, and leave its checksum.
  if (isHeader && !isRight && !context.isQuoted) reader.problems.push('its checksum is wrong')
  const isWhole = fragment === 0 && (flags & 1) === 0
  context.addresses = isWhole ? reader.bytes.slice(addressesAt, addressesAt + 8) : null
  const part = isWhole ? '' : `, fragment from ${fragment}`
  return {
    summary: `${source} → ${destination}, ttl ${ttl}${part}`,
    next: isHeader && fragment === 0 ? nextByProtocol(protocol) : null,
    // TCP segmentation offload may leave 0 (RFC 2675's way in Linux' BIG TCP).
    ...(total === 0 ? {} : { end: reader.start + total }),
  }
}
