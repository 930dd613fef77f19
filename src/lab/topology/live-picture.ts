import { randomUUID } from 'node:crypto'
import { currentSink, type DisplaySink, type MimeBundle } from '../../display/index.js'
import { diff, type NetworkState } from '../../network/index.js'
import { topologyPicture, type TopologyLayout } from '../../views/index.js'

/**
 * A picture of the network that follows it, in place, until it is frozen. Drawing waits for nobody: while one picture is
 * drawn, only the newest state waits for its turn.
 */
export class LivePicture {
  readonly #sink: DisplaySink = currentSink()
  readonly #id = randomUUID()
  /** The network at the beginning of the cell: what changed since then has a halo. */
  #base: NetworkState
  #state: NetworkState
  #layout: TopologyLayout | undefined
  #bundle: MimeBundle = {}
  #drawing: Promise<void> = Promise.resolve()
  #isDrawing = false
  #isStale = false

  private constructor(state: NetworkState) {
    this.#base = state
    this.#state = state
  }

  /** Draws and shows the first picture. */
  static async show(state: NetworkState): Promise<LivePicture> {
    const picture = new LivePicture(state)
    await picture.#draw(true)
    picture.#sink.display(picture.#bundle, { id: picture.#id })
    return picture
  }

  /** The picture as it is now. */
  get bundle(): MimeBundle {
    return this.#bundle
  }

  /** The network as it is now; the picture follows where its place can be updated. */
  follow(state: NetworkState): void {
    if (!this.#sink.isLive || isSame(this.#state, state)) return
    this.#state = state
    this.#redraw()
  }

  /** A cell begins: what changed in the former one has its halo for one cell, so the next drawing is without it. */
  startCell(): void {
    if (this.#base === this.#state) return
    this.#base = this.#state
    this.#isStale = true
  }

  /** The cell ends: the halo of a former cell goes if this one worked on the network. */
  async endCell(): Promise<void> {
    if (this.#isStale && this.#sink.isLive) this.#redraw()
    await this.#drawing
  }

  /** The last picture, in full: this place will not change any more. */
  async freeze(): Promise<void> {
    await this.#drawing
    if (!this.#sink.isLive) return
    await this.#draw(true)
    this.#sink.update(this.#id, this.#bundle)
  }

  #redraw(): void {
    this.#isStale = true
    if (this.#isDrawing) return
    this.#isDrawing = true
    this.#drawing = (async () => {
      while (this.#isStale) {
        this.#isStale = false
        await this.#draw(false)
        this.#sink.update(this.#id, this.#bundle)
      }
    })().finally(() => {
      this.#isDrawing = false
    })
    // Whoever waits for the drawing (endCell, freeze) is told; until then it is no stray rejection.
    this.#drawing.catch(() => undefined)
  }

  async #draw(png: boolean): Promise<void> {
    const state = this.#state
    const { bundle, layout } = await topologyPicture(state, {
      changes: diff(this.#base, state),
      png,
      ...(this.#layout && { previous: this.#layout }),
    })
    this.#bundle = bundle
    this.#layout = layout
  }
}

/** What learns by itself from traffic is in no picture. */
function isSame(before: NetworkState, after: NetworkState): boolean {
  return !diff(before, after).some(({ kind }) => !kind.startsWith('neighbour') && !kind.startsWith('fdb'))
}
