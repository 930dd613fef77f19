/** A netlink socket that is asked and answers at once: the kernel answers within `send`, so nothing is waited for. */
import { endianness } from 'node:os'
import { NLMSGERR_ATTR_MSG, NLMSG_ERROR, NLM_F_ACK_TLVS } from '../../netlink/constants.js'
import { Attributes, i32, messagesOf } from '../../netlink/message.js'
import { bind, CallError, close, getsockopt, lastErrno, must, recv, send, setsockopt, socket } from './calls.js'
import type { GrowingBuffer } from './growing-buffer.js'
import { within } from './namespaces.js'

const AF_NETLINK = 16
const NETLINK_ROUTE = 0
const SOCK_RAW = 3
const SOCK_CLOEXEC = 0o2000000
const SOCK_NONBLOCK = 0o4000
const SOL_SOCKET = 1
const SO_NETNS_COOKIE = 71
const SOL_NETLINK = 270
const NETLINK_CAP_ACK = 10
const NETLINK_EXT_ACK = 11

/** More than any answer, or notice, is long. */
const ROOM = 64 * 1024
const one = numberOption(1)
const cookieBytes = Buffer.alloc(8)
const cookieLength = numberOption(8)

function numberOption(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  if (endianness() === 'LE') bytes.writeInt32LE(value)
  else bytes.writeInt32BE(value)
  return bytes
}

/** struct sockaddr_nl: the family, and zeros for an address that the kernel chooses. */
const SOCKADDR_NL = 12
/** struct nlmsgerr, without the request (NETLINK_CAP_ACK). */
const NLMSGERR = 20
const told = new Attributes()

/** What the kernel did not do, and why, in its own words where it has some (extended ACK). */
export class Refusal extends CallError {
  constructor(
    number: number,
    readonly detail: string,
  ) {
    super('the kernel refuses', number)
  }
}

export class NetlinkSocket {
  readonly fd: number

  /** In the network namespace that this thread stands in. */
  constructor() {
    this.fd = must(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE), 'a netlink socket')
  }

  /** Gets an address of its own, without which no notice reaches it. */
  bind(): void {
    const address = Buffer.alloc(SOCKADDR_NL)
    new Uint16Array(address.buffer, address.byteOffset, 1)[0] = AF_NETLINK
    must(bind(this.fd, address, SOCKADDR_NL), 'binding a netlink socket')
  }

  /** Refusals are told with the kernel's own words. */
  withReasons(): this {
    this.set(SOL_NETLINK, NETLINK_CAP_ACK, 1)
    this.set(SOL_NETLINK, NETLINK_EXT_ACK, 1)
    return this
  }

  /** False where the kernel does not take it. */
  set(level: number, name: number, value: number): boolean {
    return setsockopt(this.fd, level, name, value === 1 ? one : numberOption(value), 4) === 0
  }

  /** What no other network namespace has had or will have since the machine started (Linux 5.14); null where not told. */
  cookie(): string | null {
    const isTold = getsockopt(this.fd, SOL_SOCKET, SO_NETNS_COOKIE, cookieBytes, cookieLength) === 0
    return isTold ? cookieBytes.toString('latin1') : null
  }

  send(bytes: Buffer): void {
    must(send(this.fd, bytes, bytes.length, 0), 'sending to the kernel')
  }

  /** Appends what has come. False: nothing has. */
  receive(into: GrowingBuffer): boolean {
    const length = recv(this.fd, into.room(ROOM), ROOM, 0)
    if (length < 0) {
      if (lastErrno() === 'EAGAIN') return false
      must(length, 'reading from the kernel')
    }
    into.add(length)
    return true
  }

  /**
   * Asks for one thing that is done or refused, and tells the messages that came besides.
   * @throws Refusal
   */
  request(message: Buffer, into: GrowingBuffer): Buffer {
    this.send(message)
    into.length = 0
    while (this.receive(into)) {
      // All answers are there by now: the kernel gives them within `send`.
    }
    const answers = into.since(0)
    for (const { view, type, flags, start, end } of messagesOf(answers)) {
      if (type !== NLMSG_ERROR) continue
      const error = i32(view, start)
      if (error === 0) continue
      const hasText = (flags & NLM_F_ACK_TLVS) !== 0
      throw new Refusal(-error, hasText ? (told.read(view, start + NLMSGERR, end).text(NLMSGERR_ATTR_MSG) ?? '') : '')
    }
    return answers
  }

  close(): void {
    close(this.fd)
  }
}

/**
 * Through which a namespace is asked from here, without standing in it any longer than it takes to make: `ip netns pids`
 * tells of whoever stands in one. Undefined where the descriptor is of no namespace.
 */
export const socketIn = (fd: number): NetlinkSocket | undefined => within(fd, () => new NetlinkSocket())
