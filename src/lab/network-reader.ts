import type { Node } from '../engine/index.js'
import type { NetworkState } from '../network/index.js'
import { readState } from '../tools/index.js'

/**
 * The lab's way of asking the kernel for the present network. The state read at the end of one call serves as the
 * beginning of the next if nothing else of the lab ran in between and it is less than a second old, so that a call
 * costs one reading and what a background job or time changed is not laid at its door.
 */
export class NetworkReader {
  readonly #node: Node
  readonly #onState: (state: NetworkState) => void
  #last: { state: NetworkState; at: number } | undefined

  /** `onState` is told each state that was read. */
  constructor(node: Node, onState: (state: NetworkState) => void) {
    this.#node = node
    this.#onState = onState
  }

  /** The network as it is now; `since` is the state before the command whose effect is read. */
  async read(since?: NetworkState): Promise<NetworkState> {
    const state = await readState(this.#node, since === undefined ? {} : { since })
    this.#last = { state, at: performance.now() }
    this.#onState(state)
    return state
  }

  /** The network as it was less than a second ago, or is now. */
  async recent(): Promise<NetworkState> {
    const last = this.#last
    return last !== undefined && performance.now() - last.at < 1000 ? last.state : this.read()
  }

  /** Something ran that may have changed the network. */
  forget(): void {
    this.#last = undefined
  }
}
