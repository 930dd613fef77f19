import { viewOf } from '../../netlink/message.js'

/** Bytes that are appended where they arrive, without copying them once more. */
export class GrowingBuffer {
  /** Bytes in use. May be set back, to forget the last ones. */
  length = 0
  private buffer: Buffer
  /** Of all bytes, those not in use too; until more room is asked for. */
  view: DataView

  constructor(size: number) {
    this.buffer = Buffer.allocUnsafeSlow(size)
    this.view = viewOf(this.buffer)
  }

  /** A place of at least `size` bytes behind those in use. */
  room(size: number): Buffer {
    if (this.buffer.length - this.length < size) {
      const larger = Buffer.allocUnsafeSlow(2 * this.buffer.length + size)
      this.buffer.copy(larger, 0, 0, this.length)
      this.buffer = larger
      this.view = viewOf(larger)
    }
    return this.buffer.subarray(this.length)
  }

  /** So many bytes of the room are now in use. */
  add(count: number): void {
    this.length += count
  }

  /** Copies bytes in. */
  append(from: Buffer, start: number, end: number): void {
    if (this.buffer.length - this.length < end - start) this.room(end - start)
    this.length += from.copy(this.buffer, this.length, start, end)
  }

  since(start: number): Buffer {
    return this.buffer.subarray(start, this.length)
  }
}
