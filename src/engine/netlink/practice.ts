/**
 * What runs for the first time runs slowly, here and in the agent, and the compiler looks at what is run often. So reading is
 * practised while nobody waits for anything, until that is so: first on the root namespace, over and over, then on the
 * network that there is. The first reading of ten namespaces takes 7 ms without it, and 1.3 ms after thirty others.
 */

/** So many namespaces are read in all, the learner's own readings among them. */
export const ENOUGH = 400
/** As many of them of the root namespace alone, as it is before anything was made: that takes nobody to what comes. */
export const REHEARSED = 100
/** Between two of them, in milliseconds: whoever comes first waits for one at most. */
const PAUSE_MS = 20

/** Reads, and tells of how many namespaces. A rehearsal is of the root namespace, as if it were many. */
export type Exercise = (isRehearsal: boolean, signal: AbortSignal) => Promise<number>

export class Practice {
  readonly #exercise: Exercise
  #count = 0
  /** That the network had when it was last read. */
  #namespaces = 1
  #timer: NodeJS.Timeout | undefined
  #exercising: AbortController | undefined

  constructor(exercise: Exercise) {
    this.#exercise = exercise
  }

  /** Something is to be done now. */
  pause(): void {
    clearTimeout(this.#timer)
    this.#exercising?.abort()
  }

  /** It is done, and was the reading of so many namespaces. */
  resume(namespaces = 0): void {
    this.#count += namespaces
    if (namespaces > 0) this.#namespaces = namespaces
    const enough = this.#namespaces === 1 ? REHEARSED : ENOUGH
    clearTimeout(this.#timer)
    if (this.#count < enough) this.#timer = setTimeout(() => void this.#turn(), PAUSE_MS).unref()
  }

  async #turn(): Promise<void> {
    const exercising = new AbortController()
    this.#exercising = exercising
    try {
      this.#count += await this.#exercise(this.#namespaces === 1, exercising.signal)
    } catch {
      // Stopped for something real, which goes on from here; or the node is gone: whoever wants it is told.
      return
    }
    this.resume()
  }
}
