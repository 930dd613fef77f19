/**
 * What runs for the first time runs slowly, here and in the agent, and the compiler looks at what is run often. So reading and
 * building are practised while nobody waits for anything, until that is so. First reading: on the root namespace, over and
 * over, then on the network that there is. The first reading of ten namespaces takes 7 ms without it, and 1.3 ms after thirty
 * others. Then building, on a stage that nobody sees: ten hosts take 30 ms without it, and half of that with it.
 */

/** So many namespaces are read in all, in so many turns at least, the learner's own readings among them. */
const ENOUGH = 600
const TURNS = 4
/** As many of them of the root namespace alone, as it is before anything was made: that takes nobody to what comes. */
const REHEARSED = 100
/** So often a network is built. */
const BUILDS = 8
/** Between two of them, in milliseconds: whoever comes first waits for one at most. */
const PAUSE_MS = 20
/** The kernel works behind whoever makes namespaces and lets them go. */
const BUILD_PAUSE_MS = 200

/** The root namespace as if it were many; the network that there is; one that is made for it. */
export type Piece = 'root' | 'network' | 'stage'

/** Does it once, and tells of how many namespaces. */
export type Exercise = (piece: Piece, signal: AbortSignal) => Promise<number>

/** What was practised so far. */
export class Progress {
  #count = 0
  #turns = 0
  #builds = 0
  /** Whether the network had no namespace but the root one when it was last read. */
  #isAlone = true

  add(piece: Piece, namespaces: number): void {
    if (piece === 'stage') this.#builds++
    else {
      this.#isAlone = piece === 'root' || namespaces === 1
      this.#count += namespaces
      if (!this.#isAlone) this.#turns++
    }
  }

  /** What comes next; undefined when it is enough. */
  get next(): Piece | undefined {
    if (this.#isAlone && this.#count < REHEARSED) return 'root'
    if (!this.#isAlone && (this.#count < ENOUGH || this.#turns < TURNS)) return 'network'
    return this.#builds < BUILDS ? 'stage' : undefined
  }
}

export class Practice {
  readonly #exercise: Exercise
  readonly #isBusy: () => boolean
  readonly #progress = new Progress()
  #timer: NodeJS.Timeout | undefined
  #exercising: AbortController | undefined

  /** `isBusy`: something else is done that building would be in the way of. */
  constructor(exercise: Exercise, isBusy: () => boolean) {
    this.#exercise = exercise
    this.#isBusy = isBusy
  }

  /** Something is to be done now. */
  pause(): void {
    clearTimeout(this.#timer)
    this.#exercising?.abort()
  }

  /** It is done, and was the reading of so many namespaces. */
  resume(namespaces = 0): void {
    if (namespaces > 0) this.#progress.add('network', namespaces)
    clearTimeout(this.#timer)
    const { next } = this.#progress
    if (next === undefined) return
    this.#timer = setTimeout(() => void this.#turn(next), next === 'stage' ? BUILD_PAUSE_MS : PAUSE_MS).unref()
  }

  async #turn(piece: Piece): Promise<void> {
    // It is taken up after that.
    if (piece === 'stage' && this.#isBusy()) return
    const exercising = new AbortController()
    this.#exercising = exercising
    try {
      this.#progress.add(piece, await this.#exercise(piece, exercising.signal))
    } catch {
      // Stopped for something real, which goes on from here; or the node is gone: whoever wants it is told.
      return
    }
    this.resume()
  }
}
