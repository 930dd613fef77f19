import type { LayerContext, LayerReader } from './layer-reader.js'

/** The Internet checksum's sum (RFC 1071): 0xffff over bytes that hold a right one. */
export function onesSum(bytes: Uint8Array, start = 0): number {
  let sum = start
  for (let at = 0; at < bytes.length; at += 2) sum += ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000)
  return sum
}

/**
 * Says of the checksum that was read last whether it is right, over the transport header and all that it carries, with the
 * pseudo header of RFC 9293 3.1 and RFC 8200 8.1. `protocol` null: without a pseudo header, as in ICMP.
 */
export function checkTransport(
  reader: LayerReader,
  { hasOpenChecksum, isQuoted, addresses, end }: LayerContext,
  protocol: number | null,
): void {
  if (hasOpenChecksum) return reader.means('not computed: left to the device, which a veth pair has not')
  // Quoted, cut off, or in fragments: not all of it is here.
  if (isQuoted || end > reader.bytes.length || addresses === null) return
  const covered = reader.bytes.subarray(reader.start, end)
  const pseudo = protocol === null ? 0 : onesSum(addresses, covered.length + protocol)
  const isRight = onesSum(covered, pseudo) === 0xffff
  reader.means(isRight ? 'right' : 'wrong')
  if (!isRight) reader.problems.push('its checksum is wrong')
}
