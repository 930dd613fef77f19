import type { Node } from '../../engine/index.js'
import type { NetworkSnapshot } from '../../network/index.js'
import { readSnapshot } from '../../tools/index.js'
import type { NetworkReader } from '../network-reader.js'
import { currentCell } from '../notebook/cell.js'

/** The network before a cell, or before a call where there are no cells. Without `spaces` it is only known by its state. */
export type Before = Omit<NetworkSnapshot, 'v'>

/** So many steps can be taken back. */
const MOST = 20

/**
 * Words of commands that change, or take with them, what a state does not tell: sysctls, firewalls, queues, settings of
 * links that go. Before such a command all of it is read, which takes longer than a state.
 */
const beyondState =
  /\b(?:sysctls?|nft|nftables|ip6?tables|ipset|ebtables|arptables|tc|nexthop|ethtool|bridge|brctl|bridge_slave|del|delete|flush|replace|change|down|nomaster|proxy|alias|txqueuelen|mtu|arp|promisc|protodown|multicast|netem|tbf|rateMbit|delayMs|lossRatio|source|eval)\b|\bset\b.*\b(?:netns|master|name|address)\b|\/proc\/sys|\.(?:sh|py)\b/

/** What the network was before each of the last cells that may have changed it. */
export class UndoHistory {
  #units: { cell: unknown; before: Before }[] = []

  /** Something is about to be done to the network, by these words. */
  async begin(node: Node, network: NetworkReader, words: string): Promise<void> {
    const cell = currentCell()
    const last = this.#units.at(-1)
    const isWhole = beyondState.test(words)
    if (last !== undefined && cell !== null && last.cell === cell) {
      // What of the cell was done until now did not touch them.
      if (isWhole && last.before.spaces.length === 0) last.before.spaces = (await readSnapshot(node)).spaces
      return
    }
    const before = isWhole ? await readSnapshot(node) : { state: await network.recent(), spaces: [] }
    this.#units.push({ cell, before })
    if (this.#units.length > MOST) this.#units.shift()
  }

  /** The last one, until it is dropped; undefined where nothing was done. */
  get last(): Before | undefined {
    return this.#units.at(-1)?.before
  }

  drop(): void {
    this.#units.pop()
  }

  clear(): void {
    this.#units = []
  }
}
