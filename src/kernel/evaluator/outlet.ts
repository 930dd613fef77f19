import { writeSync } from 'node:fs'
import { descriptors, type Frame, type Output } from './contract.js'
import { markOf } from './mark.js'

type StreamName = 'stdout' | 'stderr'

const descriptorOf = { stdout: 1, stderr: 2 } as const

/**
 * The evaluator's side of its three pipes. Everything is written at once and synchronously: a busy loop's output is
 * seen while it loops, and what a child process writes to the same pipe stands where it belongs.
 */
export class Outlet {
  readonly #word: string
  #mark = 0
  #stream: StreamName = 'stdout'
  /** A frame was begun and not ended: its writer was broken off. */
  #isTorn = false
  /** The cell that plain text belongs to. */
  #cell = 0

  constructor(word: string) {
    this.#word = word
  }

  get cell(): number {
    return this.#cell
  }

  startCell(cell: number): void {
    this.#cell = cell
    this.frame({ kind: 'cell', cell })
  }

  text(name: StreamName, text: string | Uint8Array, cell: number = this.#cell): void {
    if (text.length === 0) return
    if (cell !== this.#cell) {
      this.output({ cell, kind: 'stream', name, text: typeof text === 'string' ? text : Buffer.from(text).toString() })
      return
    }
    if (name !== this.#stream) {
      this.#stream = name
      this.frame({ kind: 'switch' })
    }
    writeAll(descriptorOf[name], text)
  }

  output(output: Output): void {
    this.frame({ kind: 'output', output })
  }

  frame(frame: Frame): void {
    const mark = ++this.#mark
    const line = `${this.#isTorn ? '\n' : ''}${JSON.stringify({ mark, frame })}\n`
    const text = markOf(this.#word, mark)
    writeAll(descriptorOf.stdout, text)
    writeAll(descriptorOf.stderr, text)
    this.#isTorn = true
    writeAll(descriptors.frames, line)
    this.#isTorn = false
  }
}

const pause = new Int32Array(new SharedArrayBuffer(4))

function writeAll(descriptor: number, text: string | Uint8Array): void {
  let bytes = typeof text === 'string' ? Buffer.from(text) : text
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(writeSync(descriptor, bytes))
    } catch (error) {
      // A child process that inherited the pipe may have made it non-blocking, for us too: wait until there is room.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error
      Atomics.wait(pause, 0, 0, 1)
    }
  }
}
