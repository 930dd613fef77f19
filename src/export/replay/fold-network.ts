import type {
  Address,
  Change,
  Link,
  LinkStateName,
  NetworkNamespace,
  NetworkState,
  OperState,
} from '../../network/index.js'

/**
 * A network put together from what changed in it, as the log of a lab tells: enough of it to be drawn. It begins as a fresh
 * machine does. Namespaces have their full names, and their links numbers of our own, which no other link has.
 */
export class FoldedNetwork {
  readonly #spaces = new Map<string, Map<string, FoldedLink>>()
  #numbered = 0

  constructor() {
    this.#set('root', 'lo', 'up')
  }

  /** Takes a change over. What tells of things that were never told of before is taken as their beginning. */
  apply(change: Change): void {
    switch (change.kind) {
      case 'namespace-added':
        this.#links(change.namespace)
        break
      case 'namespace-removed':
        this.#spaces.delete(change.namespace)
        break
      case 'link-added': {
        const link = this.#link(change.namespace, change.link, change.linkKind)
        if (change.peer === undefined) break
        const peer = this.#link(change.peer.namespace, change.peer.link, 'veth')
        ;[link.peer, peer.peer] = [peer, link]
        break
      }
      case 'link-removed':
        this.#spaces.get(change.namespace)?.delete(change.link)
        // A pair lives and dies as one, and is told of once.
        if (change.peer !== undefined) this.#spaces.get(change.peer.namespace)?.delete(change.peer.link)
        break
      case 'link-moved': {
        const link = this.#link(change.from, change.link, 'other')
        this.#links(change.from).delete(change.link)
        this.#links(change.to).set(change.newName ?? change.link, link)
        Object.assign(link, { addresses: [], master: null, state: 'admin down' })
        break
      }
      case 'link-renamed': {
        const link = this.#link(change.namespace, change.link, 'other')
        this.#links(change.namespace).delete(change.link)
        this.#links(change.namespace).set(change.newName, link)
        break
      }
      case 'link-state':
        this.setState(change.namespace, change.link, change.to)
        break
      case 'master-changed':
        this.#link(change.namespace, change.link, 'other').master = change.to
        break
      case 'address-added':
        this.#link(change.namespace, change.link, 'other').addresses.push(change.address)
        break
      case 'address-removed': {
        const link = this.#link(change.namespace, change.link, 'other')
        link.addresses = link.addresses.filter((address) => address !== change.address)
        break
      }
      default:
        break // routes, rules, neighbours and settings are not in the picture
    }
  }

  /** @returns whether that is news; of a link that is not there yet, it is not */
  setState(namespace: string, name: string, state: LinkStateName): boolean {
    const link = this.#spaces.get(namespace)?.get(name)
    if (link === undefined || link.state === state || state === 'absent') return false
    link.state = state
    return true
  }

  state(): NetworkState {
    const names = [...this.#spaces.keys()]
    const numbers = Object.fromEntries(names.map((name, id) => [id, name]))
    const placeOf = (link: FoldedLink): string | undefined =>
      names.find((name) => [...this.#links(name).values()].includes(link))
    const namespaces = names.map((name): NetworkNamespace => {
      const [node, space] = name.includes('/') ? (name.split('/', 2) as [string, string]) : ['host', name]
      const links = [...this.#links(name)].map(([linkName, link]) => {
        const peerPlace = link.peer && placeOf(link.peer)
        const peerId = peerPlace === undefined || peerPlace === name ? null : names.indexOf(peerPlace)
        return asLink(link, { name: linkName, namespace: space, peerId, hasPeer: peerPlace !== undefined })
      })
      return { node, name: space, namespaceIds: numbers, links, routes: [], rules: [], neighbours: [], fdb: [] }
    })
    return { namespaces }
  }

  #links(namespace: string): Map<string, FoldedLink> {
    const found = this.#spaces.get(namespace)
    if (found !== undefined) return found
    this.#spaces.set(namespace, new Map())
    this.#set(namespace, 'lo', 'admin down')
    return this.#links(namespace)
  }

  #link(namespace: string, name: string, kind: string): FoldedLink {
    return this.#links(namespace).get(name) ?? this.#add(namespace, name, kind)
  }

  #add(namespace: string, name: string, kind: string): FoldedLink {
    const link: FoldedLink = {
      ...{ kind, index: ++this.#numbered, state: 'admin down' },
      ...{ master: null, addresses: [], peer: undefined },
    }
    this.#links(namespace).set(name, link)
    return link
  }

  #set(namespace: string, name: string, state: LinkStateName): void {
    if (!this.#spaces.has(namespace)) this.#spaces.set(namespace, new Map())
    this.#add(namespace, name, 'loopback').state = state
  }
}

interface FoldedLink {
  /** As an event's `linkKind` has it. */
  kind: string
  index: number
  state: LinkStateName
  master: string | null
  /** `192.168.1.101/24` */
  addresses: string[]
  peer: FoldedLink | undefined
}

/** What linkState() reads the name back from. */
const flags: Record<LinkStateName, { up: boolean; carrier: boolean; operState: OperState }> = {
  absent: { up: false, carrier: false, operState: 'DOWN' },
  'admin down': { up: false, carrier: false, operState: 'DOWN' },
  'lower layer down': { up: true, carrier: false, operState: 'LOWERLAYERDOWN' },
  'no carrier': { up: true, carrier: false, operState: 'DOWN' },
  up: { up: true, carrier: true, operState: 'UP' },
}

function asLink(
  link: FoldedLink,
  place: { name: string; namespace: string; peerId: number | null; hasPeer: boolean },
): Link {
  const { name, namespace, peerId, hasPeer } = place
  const base = {
    ...{ name, namespace, index: link.index, ...flags[link.state], mtu: 1500, mac: null },
    ...{ master: link.master, addresses: link.addresses.map(readAddress) },
  }
  switch (link.kind) {
    case 'loopback':
      return { ...base, kind: 'loopback' }
    case 'bridge':
      return { ...base, kind: 'bridge', stp: false, vlanFiltering: false }
    case 'veth':
      return {
        ...{ ...base, kind: 'veth' },
        ...{ peerIndex: hasPeer ? (link.peer?.index ?? null) : null, peerNamespaceId: peerId },
      }
    default:
      return { ...base, kind: 'other', type: link.kind }
  }
}

function readAddress(text: string): Address {
  const [address = '', length = ''] = text.split('/')
  const family = address.includes(':') ? 'inet6' : 'inet'
  return { family, address, prefixLength: Number(length), scope: 'global', flags: [] }
}
