/**
 * Frames as a file that Wireshark and tcpdump read: pcapng (draft-ietf-opsawg-pcapng), with an interface block for each
 * link and its name, so that one file holds all of them and each frame says where it was.
 */
export interface PcapLink {
  /** As Wireshark shows it: `ns1.veth1`. */
  name: string
  isEthernet: boolean
}

export interface PcapFrame {
  /** Its place in the list of links. */
  link: number
  /** Nanoseconds since 1970. */
  timeNs: bigint
  direction: 'in' | 'out'
  /** Bytes on the link. */
  length: number
  bytes: Uint8Array
}

const LINKTYPE_ETHERNET = 1
const LINKTYPE_RAW = 101
/** Types of blocks (draft section 4) and options (3.5, 4.2, 4.3). */
const SECTION = 0x0a0d0d0a
const INTERFACE = 1
const PACKET = 6
const if_name = 2
const if_tsresol = 9
const epb_flags = 2
const shb_userappl = 4

export function pcapng(links: readonly PcapLink[], frames: readonly PcapFrame[]): Uint8Array {
  const head = Buffer.alloc(16)
  head.writeUInt32LE(0x1a2b3c4d, 0)
  head.writeUInt16LE(1, 4)
  // How long the section is does not have to be said.
  head.writeBigInt64LE(-1n, 8)
  return Buffer.concat([
    block(SECTION, head, [[shb_userappl, Buffer.from('vethbook')]]),
    ...links.map(({ name, isEthernet }) => {
      const body = Buffer.alloc(8)
      body.writeUInt16LE(isEthernet ? LINKTYPE_ETHERNET : LINKTYPE_RAW, 0)
      return block(INTERFACE, body, [
        [if_name, Buffer.from(name)],
        [if_tsresol, Buffer.of(9)],
      ])
    }),
    ...frames.map(({ link, timeNs, direction, length, bytes }) => {
      const body = Buffer.alloc(20)
      body.writeUInt32LE(link, 0)
      body.writeUInt32LE(Number(timeNs >> 32n), 4)
      body.writeUInt32LE(Number(timeNs & 0xffff_ffffn), 8)
      body.writeUInt32LE(bytes.length, 12)
      body.writeUInt32LE(Math.max(length, bytes.length), 16)
      const flags = Buffer.from([direction === 'in' ? 1 : 2, 0, 0, 0])
      return block(PACKET, Buffer.concat([body, padded(bytes)]), [[epb_flags, flags]])
    }),
  ])
}

function block(type: number, body: Uint8Array, options: readonly [code: number, value: Uint8Array][]): Buffer {
  const told = options.map(([code, value]) => {
    const head = Buffer.alloc(4)
    head.writeUInt16LE(code, 0)
    head.writeUInt16LE(value.length, 2)
    return Buffer.concat([head, padded(value)])
  })
  const content = Buffer.concat([body, ...told, Buffer.alloc(4)])
  const ends = Buffer.alloc(12)
  ends.writeUInt32LE(type, 0)
  ends.writeUInt32LE(12 + content.length, 4)
  ends.writeUInt32LE(12 + content.length, 8)
  return Buffer.concat([ends.subarray(0, 8), content, ends.subarray(8)])
}

/** To a multiple of four bytes. */
const padded = (bytes: Uint8Array): Uint8Array => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)])
