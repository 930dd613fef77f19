/** What has come to a socket, several datagrams by one call: recvmmsg(2). */
import { endianness } from 'node:os'
import { fixedMemory, lastErrno, must, recvmmsg } from './calls.js'

/** As many as a batch of lists is answered by, in a small namespace. */
const SLOTS = 8
/** The kernel fills at most 32 KiB in one go of a list, so that this always holds what comes. */
const SLOT = 64 * 1024

/** struct mmsghdr (a struct msghdr, then a length) and struct iovec, on 64-bit machines. */
const MMSGHDR = 64
const LENGTH_AT = 56
const IOVEC = 16
const IOVECS = SLOTS * MMSGHDR
const DATA = IOVECS + SLOTS * IOVEC

const LITTLE = endianness() === 'LE'

export class Datagrams {
  readonly bytes: Buffer
  readonly view: DataView
  private readonly address: bigint

  constructor() {
    const { address, bytes } = fixedMemory(DATA + SLOTS * SLOT)
    this.address = address
    this.bytes = bytes
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    bytes.fill(0, 0, DATA)
    const put = (at: number, value: bigint): void => this.view.setBigUint64(at, value, LITTLE)
    for (let slot = 0; slot < SLOTS; slot++) {
      const iovec = IOVECS + slot * IOVEC
      put(slot * MMSGHDR + 16, address + BigInt(iovec))
      put(slot * MMSGHDR + 24, 1n)
      put(iovec, address + BigInt(this.startOf(slot)))
      put(iovec + 8, BigInt(SLOT))
    }
  }

  /** How many have come, up to eight; they stand here until the next call. 0: none. */
  receive(fd: number): number {
    const count = recvmmsg(fd, this.address, SLOTS, 0, null)
    if (count >= 0) return count
    return lastErrno() === 'EAGAIN' ? 0 : must(count, 'reading from the kernel')
  }

  startOf(slot: number): number {
    return DATA + slot * SLOT
  }

  endOf(slot: number): number {
    return this.startOf(slot) + this.view.getUint32(slot * MMSGHDR + LENGTH_AT, LITTLE)
  }
}
