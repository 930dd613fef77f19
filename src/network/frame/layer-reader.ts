import { ipv6Text } from './ipv6-text.js'
import type { FrameField, LayerName } from './layer.js'

/** The frame ends before the layer does. */
export class CutShort extends Error {
  override readonly name = 'CutShort'
}

/** What a layer is read in. */
export interface LayerContext {
  /** Transport checksums are left to the device, and not computed yet. */
  hasOpenChecksum: boolean
  /** Inside an ICMP error: cut on purpose. */
  isQuoted: boolean
  /** UDP ports to which VXLAN is sent. */
  vxlanPorts: readonly number[]
  /** The addresses of the IP header that was read last, for checksums. */
  addresses: Uint8Array | null
  /** Where what the last header carries ends, by its own account. Bytes from the beginning of the frame. */
  end: number
}

/** What a dissector tells of a header that it has read. */
export interface Told {
  summary: string
  /** The layer that follows; null: data. */
  next: LayerName | null
  /** Where what it carries ends, by its own account. */
  end?: number
  quotes?: true
}

export type Dissector = (reader: LayerReader, context: LayerContext) => Told

/** Reads fields one after another, and keeps them. */
export class LayerReader {
  readonly fields: FrameField[] = []
  readonly problems: string[] = []
  readonly view: DataView
  /** Bytes from the beginning of the frame. */
  at: number

  constructor(
    readonly bytes: Uint8Array,
    readonly start: number,
  ) {
    this.at = start
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  }

  /** @throws CutShort where fewer bytes are left */
  need(length: number): void {
    if (this.at + length > this.bytes.length) throw new CutShort()
  }

  /** A whole number of 1, 2 or 4 bytes, in network byte order. */
  number(name: string, length: 1 | 2 | 4, means?: (value: number) => string | undefined): number {
    this.need(length)
    const value = peek(this.view, this.at, length)
    this.put(name, value, length, means?.(value))
    this.at += length
    return value
  }

  /** A number of some bits of the `length` bytes that come next, which stay to be read. */
  bits(name: string, length: 1 | 2 | 4, shift: number, mask: number, means?: string): number {
    this.need(length)
    const value = Math.floor(peek(this.view, this.at, length) / 2 ** shift) & mask
    this.put(name, value, length, means)
    return value
  }

  mac(name: string): string {
    return this.text(name, 6, (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(':'))
  }

  ipv4(name: string): string {
    return this.text(name, 4, (bytes) => bytes.join('.'))
  }

  ipv6(name: string): string {
    return this.text(name, 16, ipv6Text)
  }

  text(name: string, length: number, format: (bytes: Uint8Array) => string): string {
    this.need(length)
    const value = format(this.bytes.subarray(this.at, this.at + length))
    this.put(name, value, length)
    this.at += length
    return value
  }

  /** Bytes that are not told one by one. */
  skip(length: number): void {
    this.need(length)
    this.at += length
  }

  put(name: string, value: number | string, length: number, means?: string): void {
    const field: FrameField = { name, value, offset: this.at, length }
    this.fields.push(means === undefined ? field : { ...field, means })
  }

  /** Says what the field read last stands for. */
  means(words: string): void {
    const last = this.fields.at(-1)
    if (last !== undefined) last.means = words
  }
}

function peek(view: DataView, at: number, length: 1 | 2 | 4): number {
  return length === 1 ? view.getUint8(at) : length === 2 ? view.getUint16(at) : view.getUint32(at)
}
