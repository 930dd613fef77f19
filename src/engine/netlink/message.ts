/**
 * The form of netlink messages (netlink(7), <linux/netlink.h>): a header, a fixed part, attributes. Numbers are in the
 * machine's own byte order.
 */
import { endianness } from 'node:os'
import { NLA_F_NESTED, NLA_TYPE_MASK, NLM_F_REQUEST, NLMSG_HDRLEN } from './constants.js'

const LITTLE = endianness() === 'LE'
const align = (length: number): number => (length + 3) & ~3

/** The message under a reader, in its view. */
export interface Message {
  readonly view: DataView
  readonly type: number
  readonly flags: number
  readonly seq: number
  /** Where what follows the header begins and ends. */
  readonly start: number
  readonly end: number
}

/** Each message of a buffer, as one object that changes from turn to turn: a dump has thousands. */
export const messagesOf = (bytes: Uint8Array): Generator<Message> => messagesIn(viewOf(bytes), 0, bytes.length)

/** Of a part of one: whoever reads many parts does so through one view. */
export function* messagesIn(view: DataView, from: number, to: number): Generator<Message> {
  const message = { view, type: 0, flags: 0, seq: 0, start: 0, end: 0 }
  for (let at = from; at + NLMSG_HDRLEN <= to;) {
    const length = view.getUint32(at, LITTLE)
    if (length < NLMSG_HDRLEN || at + length > to) throw new RangeError('a netlink message is cut short')
    message.type = view.getUint16(at + 4, LITTLE)
    message.flags = view.getUint16(at + 6, LITTLE)
    message.seq = view.getUint32(at + 8, LITTLE)
    message.start = at + NLMSG_HDRLEN
    message.end = at + length
    yield message
    at += align(length)
  }
}

export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
export const u16 = (view: DataView, at: number): number => view.getUint16(at, LITTLE)
export const u32 = (view: DataView, at: number): number => view.getUint32(at, LITTLE)
export const i32 = (view: DataView, at: number): number => view.getInt32(at, LITTLE)

/** Types above this are of no use here. */
const TYPES = 64

/** The attributes of one message by their type; read anew for each, since a dump has thousands. */
export class Attributes {
  private view: DataView = new DataView(new ArrayBuffer(0))
  private buffer: Buffer = Buffer.alloc(0)
  private readonly offsets = new Int32Array(TYPES)
  private readonly lengths = new Int32Array(TYPES)

  read(view: DataView, start: number, end: number): this {
    if (view !== this.view) {
      this.view = view
      this.buffer = Buffer.from(view.buffer, view.byteOffset, view.byteLength)
    }
    this.offsets.fill(-1)
    for (let at = start; at + 4 <= end;) {
      const length = view.getUint16(at, LITTLE)
      if (length < 4 || at + length > end) throw new RangeError('a netlink attribute is cut short')
      const type = view.getUint16(at + 2, LITTLE) & NLA_TYPE_MASK
      if (type < TYPES) {
        this.offsets[type] = at + 4
        this.lengths[type] = length - 4
      }
      at += align(length)
    }
    return this
  }

  has(type: number): boolean {
    return this.at(type) >= 0
  }

  /** Where its content begins; -1 where it is absent. */
  at(type: number): number {
    return this.offsets[type] as number
  }

  lengthOf(type: number): number {
    return this.has(type) ? (this.lengths[type] as number) : 0
  }

  u8(type: number): number | null {
    return this.lengthOf(type) < 1 ? null : this.view.getUint8(this.at(type))
  }

  u16(type: number): number | null {
    return this.lengthOf(type) < 2 ? null : u16(this.view, this.at(type))
  }

  u32(type: number): number | null {
    return this.lengthOf(type) < 4 ? null : u32(this.view, this.at(type))
  }

  i32(type: number): number | null {
    return this.lengthOf(type) < 4 ? null : i32(this.view, this.at(type))
  }

  /** Up to its first zero byte. */
  text(type: number): string | null {
    if (!this.has(type)) return null
    const start = this.at(type)
    const last = start + this.lengthOf(type)
    let end = start
    while (end < last && this.view.getUint8(end) !== 0) end++
    return this.buffer.toString('utf8', start, end)
  }

  /** A view of its content. */
  bytes(type: number): Buffer {
    return this.has(type) ? this.buffer.subarray(this.at(type), this.at(type) + this.lengthOf(type)) : Buffer.alloc(0)
  }

  /** Reads the attributes inside one of these into another table; false where it is absent. */
  nested(type: number, into: Attributes): boolean {
    if (!this.has(type)) return false
    into.read(this.view, this.at(type), this.at(type) + this.lengthOf(type))
    return true
  }
}

/** Writes messages one behind the other, for one send. */
export class MessageWriter {
  private buffer: Buffer = Buffer.alloc(4096)
  private length = 0
  /** Where the message under way begins. */
  private opened = 0

  /** Opens a message; what is written until `end` belongs to it. */
  begin(type: number, flags: number, seq: number): this {
    this.opened = this.length
    this.zeros(NLMSG_HDRLEN)
    this.put16(this.opened + 4, type)
    this.put16(this.opened + 6, NLM_F_REQUEST | flags)
    this.put32(this.opened + 8, seq)
    return this
  }

  end(): this {
    this.put32(this.opened, this.length - this.opened)
    this.zeros(align(this.length) - this.length)
    return this
  }

  /** A fixed part, its numbers by their widths in bytes. */
  fixed(...fields: readonly [width: 1 | 2 | 4, value: number][]): this {
    for (const [width, value] of fields) {
      const at = this.zeros(width)
      if (width === 1) this.buffer[at] = value
      else if (width === 2) this.put16(at, value)
      else this.put32(at, value)
    }
    return this
  }

  u8(type: number, value: number): this {
    return this.bytes(type, [value])
  }

  u16(type: number, value: number): this {
    this.put16(this.attribute(type, 2), value)
    return this
  }

  u32(type: number, value: number): this {
    this.put32(this.attribute(type, 4), value)
    return this
  }

  /** With the zero byte at its end that the kernel looks for. */
  text(type: number, value: string): this {
    return this.bytes(type, Buffer.from(`${value}\0`))
  }

  bytes(type: number, value: ArrayLike<number>): this {
    const at = this.attribute(type, value.length)
    this.buffer.set(value, at)
    return this
  }

  /** An attribute whose content are attributes. */
  nest(type: number, write: () => void): this {
    return this.block(type | NLA_F_NESTED, write)
  }

  /** An attribute whose content is what `write` writes: a fixed part, which attributes may follow. */
  block(type: number, write: () => void): this {
    const at = this.zeros(4)
    this.put16(at + 2, type)
    write()
    this.put16(at, this.length - at)
    this.zeros(align(this.length) - this.length)
    return this
  }

  /** All that was written; valid until the next message is begun. */
  written(): Buffer {
    return this.buffer.subarray(0, this.length)
  }

  clear(): this {
    this.length = 0
    return this
  }

  private attribute(type: number, length: number): number {
    const at = this.zeros(align(4 + length))
    this.put16(at, 4 + length)
    this.put16(at + 2, type)
    return at + 4
  }

  private zeros(count: number): number {
    const at = this.length
    if (at + count > this.buffer.length) {
      const larger = Buffer.alloc(Math.max(2 * this.buffer.length, at + count))
      this.buffer.copy(larger, 0, 0, at)
      this.buffer = larger
    }
    this.buffer.fill(0, at, at + count)
    this.length += count
    return at
  }

  private put16(at: number, value: number): void {
    if (LITTLE) this.buffer.writeUInt16LE(value & 0xffff, at)
    else this.buffer.writeUInt16BE(value & 0xffff, at)
  }

  private put32(at: number, value: number): void {
    if (LITTLE) this.buffer.writeUInt32LE(value >>> 0, at)
    else this.buffer.writeUInt32BE(value >>> 0, at)
  }
}
