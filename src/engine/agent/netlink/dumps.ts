/**
 * Lists of what a namespace has (dumps, in netlink's words), several for one send. The kernel has one list under way in a
 * socket: where one did not fit into one go, it refuses those behind it, which are then asked for by themselves. So the one
 * that takes two goes comes last in its batch: most lists of links, IPv4 addresses and routes do, the second one being empty.
 */
import {
  AF_UNSPEC,
  NLM_F_DUMP,
  NLM_F_DUMP_INTR,
  NLMSG_DONE,
  NLMSG_ERROR,
  NLMSG_HDRLEN,
} from '../../netlink/constants.js'
import { i32, MessageWriter, u16, u32 } from '../../netlink/message.js'
import { CallError, EAGAIN } from './calls.js'
import { Datagrams } from './datagrams.js'
import type { GrowingBuffer } from './growing-buffer.js'
import type { NetlinkSocket } from './socket.js'

/** How often a list that changes tore is asked for anew; then what came is taken, as ip does. */
const TRIES = 8

/** NLMSG_DONE with its number, which ends a list. */
const DONE_LENGTH = NLMSG_HDRLEN + 4
const EBUSY = 16

const datagrams = new Datagrams()
const { view } = datagrams

export interface Dump {
  /** For messages: `routes`. */
  what: string
  type: number
  family: number
  /** Of the fixed part, in bytes: the family, and zeros. */
  header: number
  /** A question with one answer, not a list. */
  isOne?: boolean
  /** Attributes of the request. */
  more?: (writer: MessageWriter) => unknown
  /** Where its messages are appended, without the one that ends them. */
  into: GrowingBuffer
}

/** One list, and how far it has come; a class, so that the compiler finds all alike. */
class Asked {
  readonly request: Buffer
  readonly what: string
  readonly family: number
  readonly isOne: boolean
  readonly into: GrowingBuffer
  /** Of the read under way: where in `into` it begins, its parts so far, and how often it was asked for again. */
  start = 0
  parts = 0
  tries = 0
  isTorn = false

  constructor({ what, type, family, header, isOne = false, more, into }: Dump, seq: number) {
    this.what = what
    this.family = family
    this.isOne = isOne
    this.into = into
    const writer = new MessageWriter().begin(type, isOne ? 0 : NLM_F_DUMP, seq).fixed([1, family])
    for (let byte = 1; byte < header; byte++) writer.fixed([1, 0])
    more?.(writer)
    this.request = Buffer.from(writer.end().written())
  }

  begin(): void {
    this.start = this.into.length
    this.parts = 0
    this.isTorn = false
  }
}

export class DumpBatch {
  private readonly all: Buffer
  private readonly dumps: readonly Asked[]

  constructor(dumps: readonly Dump[]) {
    this.dumps = dumps.map((dump, seq) => new Asked(dump, seq))
    this.all = Buffer.concat(this.dumps.map(({ request }) => request))
  }

  /**
   * What the kernel was built without (rules, say) it has none of; for a family that it has not it lists all others, which
   * are left out.
   * @throws CallError where the kernel refuses
   */
  read(socket: NetlinkSocket, where: string): void {
    socket.send(this.all)
    const again: Asked[] = []
    for (const dump of this.dumps) {
      dump.tries = 0
      dump.begin()
    }
    for (let waiting = this.dumps.length; waiting > 0;) {
      const count = datagrams.receive(socket.fd)
      if (count === 0) throw new CallError(`listing ${this.dumps[0]?.what ?? ''} of ${where}`, EAGAIN)
      for (let slot = 0; slot < count; slot++) {
        const start = datagrams.startOf(slot)
        const dump = this.dumps[u32(view, start + 8)]
        if (dump === undefined) continue
        const outcome = take(dump, start, datagrams.endOf(slot), where)
        if (outcome === 'again') again.push(dump)
        if (outcome !== 'more') waiting--
      }
      if (waiting > 0) continue
      const next = again.shift()
      if (next === undefined) return
      next.begin()
      socket.send(next.request)
      waiting++
    }
  }
}

/** One datagram of a list. */
function take(dump: Asked, start: number, end: number, where: string): 'more' | 'done' | 'again' {
  if (u16(view, start + 4) === NLMSG_ERROR) {
    const error = -i32(view, start + NLMSG_HDRLEN)
    return error === EBUSY && ++dump.tries < TRIES ? 'again' : refused(dump, error, where)
  }
  const done = end - DONE_LENGTH
  const isLast = done >= start && u32(view, done) === DONE_LENGTH && u16(view, done + 4) === NLMSG_DONE
  append(dump, start, isLast ? done : end)
  if (!isLast) return dump.isOne ? 'done' : 'more'
  const error = -i32(view, done + NLMSG_HDRLEN)
  if (error > 0) return refused(dump, error, where)
  if ((dump.isTorn || isMarkedTorn(done)) && ++dump.tries < TRIES) {
    dump.into.length = dump.start
    return 'again'
  }
  return 'done'
}

function append(dump: Asked, start: number, end: number): void {
  if (start === end) return
  if (dump.parts++ === 0) dump.start = dump.into.length
  else dump.isTorn ||= isAnyTorn(start, end)
  if (dump.family !== AF_UNSPEC && view.getUint8(start + NLMSG_HDRLEN) !== dump.family) return
  dump.into.append(datagrams.bytes, start, end)
}

function refused(dump: Asked, error: number, where: string): 'done' {
  const refusal = new CallError(`listing ${dump.what} of ${where}`, error)
  if (!['EAFNOSUPPORT', 'EOPNOTSUPP'].includes(refusal.errno)) throw refusal
  dump.into.length = dump.start
  return 'done'
}

/** The kernel says so in what follows a change: in the first part nothing can. */
function isAnyTorn(start: number, end: number): boolean {
  for (let at = start; at < end; at += (u32(view, at) + 3) & ~3) if (isMarkedTorn(at)) return true
  return false
}

const isMarkedTorn = (at: number): boolean => (u16(view, at + 6) & NLM_F_DUMP_INTR) !== 0
