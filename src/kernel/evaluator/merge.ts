import { StringDecoder } from 'node:string_decoder'
import type { Frame, Output } from './contract.js'
import { createMarkReader, type MarkedText } from './mark.js'

type StreamName = 'stdout' | 'stderr'

/** A frame with its mark: everything before that mark on stdout and stderr comes first. */
export interface MarkedFrame {
  mark: number
  frame: Frame
}

interface Inlet {
  read: (chunk: Uint8Array) => MarkedText[]
  decoder: StringDecoder
  /** Pieces that came after a mark whose frame has not been handled yet. */
  held: MarkedText[]
  /** The mark at which this stream stands, until the frame of that number has been handled. */
  standsAt: number | undefined
}

/** Puts the evaluator's stdout, stderr and frames back into the order in which they were written. */
export class Merger {
  readonly #inlets: Record<StreamName, Inlet>
  readonly #frames: MarkedFrame[] = []
  readonly #onText: (name: StreamName, text: string) => void
  readonly #onFrame: (frame: Frame) => void

  constructor(
    word: string,
    onText: (name: Extract<Output, { kind: 'stream' }>['name'], text: string) => void,
    onFrame: (frame: Frame) => void,
  ) {
    const inlet = (): Inlet => ({
      read: createMarkReader(word),
      decoder: new StringDecoder('utf8'),
      held: [],
      standsAt: undefined,
    })
    this.#inlets = { stdout: inlet(), stderr: inlet() }
    this.#onText = onText
    this.#onFrame = onFrame
  }

  bytes(name: StreamName, chunk: Uint8Array): void {
    const inlet = this.#inlets[name]
    inlet.held.push(...inlet.read(chunk))
    this.#advance(name)
    this.#settle()
  }

  frame(frame: MarkedFrame): void {
    this.#frames.push(frame)
    this.#settle()
  }

  /** The evaluator is gone: whatever is still held comes out, in the order that can be known. */
  end(): void {
    for (const { frame } of this.#frames.splice(0)) this.#onFrame(frame)
    for (const name of ['stdout', 'stderr'] as const) {
      const inlet = this.#inlets[name]
      const text = inlet.held.map(({ bytes }) => inlet.decoder.write(Buffer.from(bytes))).join('') + inlet.decoder.end()
      inlet.held = []
      if (text) this.#onText(name, text)
    }
  }

  /** Lets the text of one stream out, up to its next mark. */
  #advance(name: StreamName): void {
    const inlet = this.#inlets[name]
    while (inlet.standsAt === undefined) {
      const piece = inlet.held.shift()
      if (!piece) return
      const text = inlet.decoder.write(Buffer.from(piece.bytes.buffer, piece.bytes.byteOffset, piece.bytes.length))
      if (text) this.#onText(name, text)
      inlet.standsAt = piece.mark
    }
  }

  /** Handles frames whose mark both streams have reached. A mark that was passed over (a write that was broken off) counts as reached. */
  #settle(): void {
    for (let next = this.#frames[0]; next; next = this.#frames[0]) {
      for (const name of ['stdout', 'stderr'] as const) {
        const inlet = this.#inlets[name]
        while (inlet.standsAt !== undefined && inlet.standsAt < next.mark) {
          inlet.standsAt = undefined
          this.#advance(name)
        }
        if (inlet.standsAt === undefined) return
      }
      this.#frames.shift()
      this.#onFrame(next.frame)
      for (const name of ['stdout', 'stderr'] as const) {
        const inlet = this.#inlets[name]
        if (inlet.standsAt === next.mark) {
          inlet.standsAt = undefined
          this.#advance(name)
        }
      }
    }
  }
}
