/** The structures of recvmsg(2), which tell of a message which namespace it came from (netlink(7)). */
import { endianness } from 'node:os'
import { fixedMemory } from './calls.js'

const SOL_NETLINK = 270
const NETLINK_LISTEN_ALL_NSID = 8

/** struct msghdr, struct iovec and the control messages, on 64-bit machines; then what is received. */
const IOVEC = 56
const CONTROL = IOVEC + 16
const CONTROL_LENGTH = 64
const DATA = CONTROL + CONTROL_LENGTH
/** A notice is a page at most. */
const DATA_LENGTH = 32 * 1024
/** In struct msghdr. */
const CONTROL_LENGTH_AT = 40
/** struct cmsghdr: a length of 8 bytes, a level and a type of 4 each. */
const CMSGHDR = 16

const LITTLE = endianness() === 'LE'

export class MessageMemory {
  private readonly memory = fixedMemory(DATA + DATA_LENGTH)
  private readonly view: DataView

  constructor() {
    const { address, bytes } = this.memory
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    bytes.fill(0, 0, DATA)
    const put = (at: number, value: bigint): void => this.view.setBigUint64(at, value, LITTLE)
    put(16, address + BigInt(IOVEC))
    put(24, 1n)
    put(32, address + BigInt(CONTROL))
    put(IOVEC, address + BigInt(DATA))
    put(IOVEC + 8, BigInt(DATA_LENGTH))
  }

  /** Address of a struct msghdr for the next message. */
  header(): bigint {
    this.view.setUint32(CONTROL_LENGTH_AT, CONTROL_LENGTH, LITTLE)
    return this.memory.address
  }

  /** Of the message received last; null: the listener's own. */
  namespaceId(): number | null {
    const length = this.view.getUint32(CONTROL_LENGTH_AT, LITTLE)
    const isId =
      length >= CMSGHDR + 4 &&
      this.view.getInt32(CONTROL + 8, LITTLE) === SOL_NETLINK &&
      this.view.getInt32(CONTROL + 12, LITTLE) === NETLINK_LISTEN_ALL_NSID
    return isId ? this.view.getInt32(CONTROL + CMSGHDR, LITTLE) : null
  }

  /** Valid until the next message. */
  data(length: number): Buffer {
    return this.memory.bytes.subarray(DATA, DATA + length)
  }

  free(): void {
    this.memory.free()
  }
}
