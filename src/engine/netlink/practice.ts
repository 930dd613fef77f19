/**
 * What runs for the first time runs slowly, here and in the agent, and the compiler looks at what is run often. So reading is
 * practised while nobody waits for anything, until that is so: first on the root namespace, over and over, then on the
 * network that there is. The first reading of ten namespaces takes 7 ms without it, and 1.3 ms after thirty others.
 */

/** So many namespaces are read in all, in so many turns at least, the learner's own readings among them. */
const ENOUGH = 600
const TURNS = 4
/** As many of them of the root namespace alone, as it is before anything was made: that takes nobody to what comes. */
const REHEARSED = 100
/** Between two of them, in milliseconds: whoever comes first waits for one at most. */
const PAUSE_MS = 20

/** Reads, and tells of how many namespaces. A rehearsal is of the root namespace, as if it were many. */
export type Exercise = (isRehearsal: boolean, signal: AbortSignal) => Promise<number>

/** What was read so far. */
export class Progress {
  #count = 0
  #turns = 0
  /** Whether the network had no namespace but the root one when it was last read. */
  isAlone = true

  add(namespaces: number, isRehearsal = false): void {
    this.isAlone = isRehearsal || namespaces === 1
    this.#count += namespaces
    if (!this.isAlone) this.#turns++
  }

  get isEnough(): boolean {
    return this.isAlone ? this.#count >= REHEARSED : this.#count >= ENOUGH && this.#turns >= TURNS
  }
}

export class Practice {
  readonly #exercise: Exercise
  readonly #progress = new Progress()
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
    if (namespaces > 0) this.#progress.add(namespaces)
    clearTimeout(this.#timer)
    if (!this.#progress.isEnough) this.#timer = setTimeout(() => void this.#turn(), PAUSE_MS).unref()
  }

  async #turn(): Promise<void> {
    const { isAlone } = this.#progress
    const exercising = new AbortController()
    this.#exercising = exercising
    try {
      this.#progress.add(await this.#exercise(isAlone, exercising.signal), isAlone)
    } catch {
      // Stopped for something real, which goes on from here; or the node is gone: whoever wants it is told.
      return
    }
    this.resume()
  }
}
