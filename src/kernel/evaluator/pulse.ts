import { Worker } from 'node:worker_threads'

/** Places in the memory that the main thread and its watcher share. */
export const pulses = {
  /** Counts on while the main thread's event loop turns. */
  beat: 0,
  /** 1 while the compiler works: breaking it off would leave it broken. */
  compiling: 1,
} as const

const beatEveryMs = 10

/** Tells the watcher thread how the main thread is doing. */
export class Pulse {
  readonly #shared = new Int32Array(new SharedArrayBuffer(8))
  #watcher: Worker | undefined
  #timer: NodeJS.Timeout | undefined

  setCompiling(isSo: boolean): void {
    Atomics.store(this.#shared, pulses.compiling, isSo ? 1 : 0)
  }

  /** A cell begins. The watcher takes some milliseconds to start: it is for code that may go on after its first stretch. */
  begin(code: string): void {
    if (/\b(await|async|then|set[A-Z]|on\()|^\s*%%/.test(code)) this.watch()
    clearInterval(this.#timer)
    this.#timer = setInterval(() => Atomics.add(this.#shared, pulses.beat, 1), beatEveryMs).unref()
  }

  /** Code outside of a cell's first stretch is about to run. */
  watch(): void {
    if (this.#watcher) return
    this.#watcher = new Worker(new URL('./watcher.js', import.meta.url), { workerData: this.#shared })
    this.#watcher.unref()
  }

  /** The cell has ended: nothing need be watched, and an idle notebook is not woken. */
  end(): void {
    clearInterval(this.#timer)
  }
}
