import { writeSync } from 'node:fs'
import { descriptors, type Frame, type Output } from './contract.js'
import { markOf } from './mark.js'
import type { CellContext } from './cell-context.js'

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
  readonly #context: CellContext
  /** The cell that plain text belongs to, as that of a child process. */
  #running = 0

  constructor(word: string, context: CellContext) {
    this.#word = word
    this.#context = context
  }

  /** The cell that what is shown just now belongs to. */
  get cell(): number {
    return this.#context.cell ?? this.#running
  }

  /** The cell that runs, or ran last. */
  get runningCell(): number {
    return this.#running
  }

  startCell(cell: number): void {
    this.#running = cell
    this.frame({ kind: 'cell', cell })
  }

  text(name: StreamName, text: string | Uint8Array, cell = this.cell): void {
    if (text.length === 0) return
    if (cell !== this.#running) {
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
