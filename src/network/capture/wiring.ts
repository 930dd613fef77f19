import { withFullNames } from '../full-names.js'
import { peerOf } from '../relations.js'
import type { Link, NetworkState } from '../state.js'

/** What a network's state says of the ways of frames. Namespaces by their full names. */
export class Wiring {
  private readonly links = new Map<string, { link: Link; state: NetworkState }>()
  private readonly ownersOf = new Map<string, string[]>()

  /** As it was before, and after: what is there in both is as it was after. */
  constructor(states: readonly NetworkState[]) {
    for (const state of states.map(withFullNames)) {
      for (const { name, links } of state.namespaces) {
        for (const link of links) {
          this.links.set(`${name} ${link.name}`, { link, state })
          for (const { address } of link.addresses) {
            this.ownersOf.set(address, [...(this.ownersOf.get(address) ?? []), name])
          }
        }
      }
    }
  }

  link(namespace: string, name: string): Link | undefined {
    return this.links.get(`${namespace} ${name}`)?.link
  }

  /** The other end of a veth pair. */
  peer(namespace: string, name: string): Link | undefined {
    const found = this.links.get(`${namespace} ${name}`)
    return found && peerOf(found.state, found.link)
  }

  owns(namespace: string, address: string): boolean {
    return this.ownersOf.get(address)?.includes(namespace) === true
  }

  owners(address: string): readonly string[] {
    return this.ownersOf.get(address) ?? []
  }

  isPort(namespace: string, name: string): boolean {
    const master = this.link(namespace, name)?.master ?? null
    return master !== null && this.link(namespace, master)?.kind === 'bridge'
  }
}
