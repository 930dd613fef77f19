import { nextByProtocol, protocolName } from './ip-protocols.js'
import type { Dissector } from './layer-reader.js'

/** RFC 8200 3. */
export const ipv6: Dissector = (reader, context) => {
  reader.bits('version', 4, 28, 15)
  reader.bits('traffic class', 4, 20, 255)
  reader.bits('flow label', 4, 0, 0xfffff)
  reader.skip(4)
  const length = reader.number('payload length', 2)
  const next = reader.number('next header', 1, protocolName)
  const hops = reader.number('hop limit', 1)
  const addressesAt = reader.at
  const source = reader.ipv6('source')
  const destination = reader.ipv6('destination')
  context.addresses = reader.bytes.slice(addressesAt, addressesAt + 32)
  return {
    summary: `${source} → ${destination}, hop limit ${hops}`,
    next: nextByProtocol(next),
    ...(length === 0 ? {} : { end: reader.at + length }),
  }
}

/** Hop-by-hop options, routing, destination options (RFC 8200 4.3, 4.4, 4.6). */
export const ipv6Extension: Dissector = (reader) => {
  const next = reader.number('next header', 1, protocolName)
  const length = reader.number('header length', 1)
  reader.skip(6 + 8 * length)
  return { summary: `${reader.at - reader.start} bytes`, next: nextByProtocol(next) }
}

/** RFC 8200 4.5. */
export const ipv6Fragment: Dissector = (reader, context) => {
  const next = reader.number('next header', 1, protocolName)
  reader.skip(1)
  const offset = 8 * reader.bits('fragment offset', 2, 3, 0x1fff)
  const hasMore = reader.bits('more fragments', 2, 0, 1) === 1
  reader.skip(2)
  reader.number('identification', 4)
  if (offset > 0 || hasMore) context.addresses = null
  return { summary: `fragment from ${offset}`, next: offset === 0 ? nextByProtocol(next) : null }
}
