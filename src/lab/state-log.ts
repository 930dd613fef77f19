import { diff, LinkTracker, withFullNames, type Change, type Emit, type NetworkState } from '../network/index.js'

type NeighbourChange = Extract<Change, { kind: 'neighbour-added' | 'neighbour-removed' | 'neighbour-changed' }>

/**
 * Writes into the log what became of the network from one reading to the next, whoever changed it, so that a timeline
 * knows all of a lab's life and not only what somebody watched. Between two readings only the difference is known.
 */
export class StateLog {
  readonly #emit: Emit
  #last: NetworkState | undefined

  constructor(emit: Emit) {
    this.#emit = emit
  }

  /** The first network is where the log begins: nothing is told of it. */
  saw(state: NetworkState): void {
    const last = this.#last
    this.#last = state
    if (last === undefined) return
    const changes = diff(last, state)
    if (changes.length === 0) return
    const [before, after] = [withFullNames(last), withFullNames(state)]
    for (const event of new LinkTracker(before, [before, after]).take({ kind: 'settled', state: after }))
      this.#emit(event)
    for (const change of changes.filter(isOfNeighbour)) this.#neighbour(change)
    const others = changes.filter((change) => change.isMinor !== true && !isOfNeighbour(change))
    if (others.length > 0) this.#emit({ kind: 'network-changed', changes: others })
  }

  /** What changed since the last reading is not told. */
  forget(): void {
    this.#last = undefined
  }

  #neighbour({ kind, namespace, link, address, mac, state }: NeighbourChange): void {
    const now = kind === 'neighbour-removed' ? { mac: null, state: 'absent' } : { mac, state }
    this.#emit({ kind: 'neighbour-changed', namespace, link, address, ...now })
  }
}

function isOfNeighbour(change: Change): change is NeighbourChange {
  return change.kind.startsWith('neighbour')
}
