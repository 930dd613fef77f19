/**
 * A packet socket with a ring of memory that the kernel fills (packet(7), and TPACKET_V3 in the kernel's
 * Documentation/networking/packet_mmap.rst): no call a frame, room for bursts that needs no privilege, the tag and the time
 * of each frame beside it, and counts by which it is known that nothing is missing.
 */
import { endianness } from 'node:os'
import { ARPHRD_LOOPBACK, HAS_OPEN_CHECKSUM, HAS_TAG, PACKET_OUTGOING, type Record } from '../../capture/record.js'
import { bind, fixedMemory, getsockopt, must, setsockopt, socket } from '../netlink/calls.js'
import { closeSoon, mapShared, setSoon, unmap } from './ring-calls.js'

const AF_PACKET = 17
const SOCK_RAW = 3
const SOCK_CLOEXEC = 0o2000000
const SOCK_NONBLOCK = 0o4000
const SOL_SOCKET = 1
const SO_ATTACH_FILTER = 26
const SOL_PACKET = 263
const PACKET_RX_RING = 5
const PACKET_STATISTICS = 6
const PACKET_VERSION = 10
const TPACKET_V3 = 2
/** In network byte order. */
const ETH_P_ALL = 0x0003

/** What of a frame is taken at most: a block holds a whole one of 64 KiB less its own heads. */
const BLOCK = 64 * 1024
/** After so many milliseconds a block is handed over that is not full. */
const HAND_OVER_MS = 8
const TP_STATUS_KERNEL = 0
const TP_STATUS_USER = 1
const TP_STATUS_CSUMNOTREADY = 8
const TP_STATUS_VLAN_VALID = 16
const TP_STATUS_VLAN_TPID_VALID = 64
/** IEEE 802.1Q: what the tag's type is where the kernel does not say. */
const ETH_P_8021Q = 0x8100
/** struct tpacket3_hdr; a struct sockaddr_ll follows. */
const TPACKET3_HDR = 48

const LITTLE = endianness() === 'LE'

/** The numbers as `u32` of a C structure, in the machine's order. */
const words = (...numbers: number[]): Buffer => Buffer.from(Uint32Array.from(numbers).buffer)

export class PacketRing {
  readonly fd: number
  private address = 0n
  private size = 0
  private view = new DataView(new ArrayBuffer(0))
  private bytes = Buffer.alloc(0)
  /** `block_status` of each block: the kernel writes it on another processor. */
  private status = new Int32Array(0)
  private next = 0
  private taken = 0
  private counted = 0
  private lost = 0

  /** In the network namespace that this thread stands in. It hears nothing yet. */
  constructor() {
    this.fd = must(socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), 'a packet socket')
  }

  /** Hears every link of the namespace, or these; `size` is the ring's in bytes. */
  async start(size: number, links: readonly number[] | null): Promise<void> {
    const blocks = Math.max(2, Math.floor(size / BLOCK))
    must(setsockopt(this.fd, SOL_PACKET, PACKET_VERSION, words(TPACKET_V3), 4), 'choosing a form of ring')
    if (links !== null) this.filter(links)
    const FRAME = 2048
    const request = words(BLOCK, blocks, FRAME, (blocks * BLOCK) / FRAME, HAND_OVER_MS, 0, 0)
    // The kernel waits some 15 ms here, for itself: several rings wait together.
    await setSoon(this.fd, SOL_PACKET, PACKET_RX_RING, request)
    this.size = blocks * BLOCK
    const { address, memory } = mapShared(this.fd, this.size)
    this.address = address
    this.view = new DataView(memory)
    this.bytes = Buffer.from(memory)
    this.status = new Int32Array(memory)
    const place = Buffer.alloc(20)
    new Uint16Array(place.buffer, place.byteOffset, 1)[0] = AF_PACKET
    place.writeUInt16BE(ETH_P_ALL, 2)
    must(bind(this.fd, place, place.length), 'listening to frames')
  }

  /** Hands over each frame that the kernel has finished with. The bytes are valid during the call. */
  take(hand: (record: Omit<Record, 'place'>, bytes: Buffer) => void): void {
    for (;;) {
      const block = this.next * BLOCK
      if ((Atomics.load(this.status, block / 4 + 2) & TP_STATUS_USER) === 0) return
      let at = block + this.u32(block + 16)
      for (let left = this.u32(block + 12); left > 0; left--) {
        this.taken++
        this.hand(at, hand)
        at += this.u32(at)
      }
      Atomics.store(this.status, block / 4 + 2, TP_STATUS_KERNEL)
      this.next = (this.next + 1) % (this.size / BLOCK)
    }
  }

  /** Whether everything has been taken that was seen up to now. */
  isDrained(): boolean {
    this.count()
    return this.taken + this.lost >= this.counted
  }

  /** Frames for which the ring had no room. */
  get dropped(): number {
    return this.lost
  }

  close(): void {
    if (this.size > 0) unmap(this.address, this.size)
    this.size = 0
    // The kernel waits here, too: nobody else does.
    closeSoon(this.fd)
  }

  private hand(at: number, hand: (record: Omit<Record, 'place'>, bytes: Buffer) => void): void {
    const status = this.u32(at + 20)
    const address = at + TPACKET3_HDR
    const hardware = this.u16(address + 8)
    const packetType = this.view.getUint8(address + 10)
    // What goes out of lo comes in there again.
    if (hardware === ARPHRD_LOOPBACK && packetType === PACKET_OUTGOING) return
    const start = at + this.u16(at + 24)
    const isTagged = (status & TP_STATUS_VLAN_VALID) !== 0
    hand(
      {
        hardware,
        packetType,
        link: this.view.getInt32(address + 4, LITTLE),
        length: this.u32(at + 16),
        seconds: this.u32(at + 4),
        nanoseconds: this.u32(at + 8),
        flags: (isTagged ? HAS_TAG : 0) | ((status & TP_STATUS_CSUMNOTREADY) !== 0 ? HAS_OPEN_CHECKSUM : 0),
        tci: isTagged ? this.u32(at + 32) : 0,
        tpid: (status & TP_STATUS_VLAN_TPID_VALID) !== 0 ? this.u16(at + 36) : ETH_P_8021Q,
      },
      this.bytes.subarray(start, start + this.u32(at + 12)),
    )
  }

  /** struct tpacket_stats_v3; the kernel begins anew each time. What was lost is counted among the frames. */
  private count(): void {
    const stats = Buffer.alloc(12)
    must(getsockopt(this.fd, SOL_PACKET, PACKET_STATISTICS, stats, words(stats.length)), 'counting frames')
    const [frames = 0, lost = 0] = new Uint32Array(stats.buffer, stats.byteOffset, 3)
    this.counted += frames
    this.lost += lost
  }

  /** Classic BPF: only frames of these links are put into the ring. */
  private filter(links: readonly number[]): void {
    const LD_INTERFACE = [0x20, 0, 0, 0xffff_f000 + 8] as const
    const take = [0x06, 0, 0, 0x7fff_ffff] as const
    const leave = [0x06, 0, 0, 0] as const
    const program = [LD_INTERFACE, ...links.flatMap((link) => [[0x15, 0, 1, link] as const, take]), leave]
    const memory = fixedMemory(program.length * 8)
    const put = (buffer: Buffer, at: number, [code, yes, no, k]: readonly [number, number, number, number]): void => {
      new Uint16Array(buffer.buffer, buffer.byteOffset + at, 1)[0] = code
      buffer[at + 2] = yes
      buffer[at + 3] = no
      new Uint32Array(buffer.buffer, buffer.byteOffset + at + 4, 1)[0] = k
    }
    for (const [index, each] of program.entries()) put(memory.bytes, index * 8, each)
    // struct sock_fprog: a length, and the address.
    const whole = new ArrayBuffer(16)
    new Uint16Array(whole)[0] = program.length
    new BigUint64Array(whole)[1] = memory.address
    try {
      must(setsockopt(this.fd, SOL_SOCKET, SO_ATTACH_FILTER, Buffer.from(whole), 16), 'choosing links')
    } finally {
      memory.free()
    }
  }

  private u16(at: number): number {
    return this.view.getUint16(at, LITTLE)
  }

  private u32(at: number): number {
    return this.view.getUint32(at, LITTLE)
  }
}
