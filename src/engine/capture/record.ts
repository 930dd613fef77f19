/**
 * A frame on its way from the agent to its owner: records of
 * `u32 length (of what follows) · u16 place in the list of namespaces · u16 ARPHRD · i32 interface · u32 length on the link ·
 * u32 seconds · u32 nanoseconds · u8 packet type · u8 flags · u16 VLAN TCI · u16 VLAN TPID · bytes`, big-endian.
 */
import type { RawFrame } from '../contract.js'

export const RECORD_HEADER = 30

const ARPHRD_ETHER = 1
export const ARPHRD_LOOPBACK = 772
/** sockaddr_ll's sll_pkttype (packet(7)). */
export const PACKET_OTHERHOST = 3
export const PACKET_OUTGOING = 4

export const HAS_TAG = 1
export const HAS_OPEN_CHECKSUM = 2

export interface Record {
  place: number
  hardware: number
  link: number
  length: number
  seconds: number
  nanoseconds: number
  packetType: number
  flags: number
  tci: number
  tpid: number
}

export function writeRecord(into: Buffer, record: Record, bytes: Buffer): number {
  into.writeUInt32BE(RECORD_HEADER - 4 + bytes.length, 0)
  into.writeUInt16BE(record.place, 4)
  into.writeUInt16BE(record.hardware, 6)
  into.writeInt32BE(record.link, 8)
  into.writeUInt32BE(record.length, 12)
  into.writeUInt32BE(record.seconds, 16)
  into.writeUInt32BE(record.nanoseconds, 20)
  into.writeUInt8(record.packetType, 24)
  into.writeUInt8(record.flags, 25)
  into.writeUInt16BE(record.tci, 26)
  into.writeUInt16BE(record.tpid, 28)
  bytes.copy(into, RECORD_HEADER)
  return RECORD_HEADER + bytes.length
}

/** Each frame of a chunk, in order. `spaces` are the namespaces that were asked for. */
export function* readRecords(chunk: Uint8Array, spaces: readonly string[]): Generator<RawFrame> {
  const view = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
  for (let at = 0; at < view.length;) {
    const end = at + 4 + view.readUInt32BE(at)
    const flags = view.readUInt8(at + 25)
    const packetType = view.readUInt8(at + 24)
    const bytes = view.subarray(at + RECORD_HEADER, end)
    const isTagged = (flags & HAS_TAG) !== 0 && bytes.length >= 12
    yield {
      namespace: spaces[view.readUInt16BE(at + 4)] ?? '',
      linkIndex: view.readInt32BE(at + 8),
      direction: packetType === PACKET_OUTGOING ? 'out' : 'in',
      isForOthers: packetType === PACKET_OTHERHOST,
      timeNs: BigInt(view.readUInt32BE(at + 16)) * 1_000_000_000n + BigInt(view.readUInt32BE(at + 20)),
      isEthernet: [ARPHRD_ETHER, ARPHRD_LOOPBACK].includes(view.readUInt16BE(at + 6)),
      hasOpenChecksum: (flags & HAS_OPEN_CHECKSUM) !== 0,
      length: view.readUInt32BE(at + 12) + (isTagged ? 4 : 0),
      bytes: isTagged ? withTag(bytes, view.readUInt16BE(at + 28), view.readUInt16BE(at + 26)) : new Uint8Array(bytes),
    }
    at = end
  }
}

/** Puts a tag back that the kernel has taken out of the frame (IEEE 802.1Q: behind the two addresses). */
function withTag(bytes: Uint8Array, tpid: number, tci: number): Uint8Array {
  const tagged = new Uint8Array(bytes.length + 4)
  tagged.set(bytes.subarray(0, 12))
  tagged.set([tpid >> 8, tpid & 255, tci >> 8, tci & 255], 12)
  tagged.set(bytes.subarray(12), 16)
  return tagged
}
