import {
  findNamespace,
  peerOf,
  prefixBits,
  prefixHolds,
  type Address,
  type Bridge,
  type Explanation,
  type Hop,
  type Link,
  type NamespaceSnapshot,
  type NetworkNamespace,
  type NetworkSnapshot,
  type Route,
} from '../../network/index.js'
import type { Ends } from './candidates.js'
import { ip, word } from './shell-words.js'

export type Family = 'inet' | 'inet6'

/** Where two namespaces that a packet passes one after the other are joined. */
export interface Crossing {
  /** The link that it leaves by, and the one that it comes in by. */
  out: Link
  in: Link
  /** Where a bridge is between them: it, and its ports on this way. */
  bridge: Bridge | null
  ports: Link[]
}

/** A hop with where its packet goes. */
export interface Leg {
  hop: Hop
  /** The address that the packet is on its way to. */
  destination: string
  /** The hop before and the hop after it, in its own direction. */
  before: Hop | null
  after: Hop | null
}

/** A ping that works, and the network in which it does: what can be broken of it is asked here. */
export class Scene {
  readonly from: string
  readonly address: string
  readonly family: Family
  readonly hops: readonly Hop[]

  constructor(
    readonly snapshot: NetworkSnapshot,
    /** Of the working ping: its hops are the way. */
    { probe, hops }: Pick<Explanation, 'probe' | 'hops'>,
  ) {
    this.from = probe.from
    this.address = probe.to
    this.family = probe.to.includes(':') ? 'inet6' : 'inet'
    this.hops = hops
  }

  get ends(): Ends {
    return { from: this.from, to: this.address }
  }

  space(name: string): NetworkNamespace | undefined {
    return findNamespace(this.snapshot.state, name)
  }

  more(name: string): NamespaceSnapshot | undefined {
    return this.snapshot.spaces.find((space) => space.name === name)
  }

  link(namespace: string, name: string | null): Link | undefined {
    return this.space(namespace)?.links.find((link) => link.name === name)
  }

  get links(): Link[] {
    return this.snapshot.state.namespaces.flatMap(({ links }) => links)
  }

  /** The addresses that somebody gave it, of the ping's family. */
  addresses(link: Link): Address[] {
    return link.addresses.filter(({ family, scope }) => family === this.family && scope !== 'link' && scope !== 'host')
  }

  /** Who asks: its address on the link that the ping leaves by. */
  get source(): string | null {
    const first = this.hops[0]
    const link = first === undefined ? undefined : this.link(first.namespace, first.out)
    return link === undefined ? null : (this.addresses(link)[0]?.address ?? null)
  }

  get legs(): Leg[] {
    return this.hops.flatMap((hop, index): Leg[] => {
      const destination = hop.direction === 'forward' ? this.address : this.source
      const beside = (at: number): Hop | null => {
        const other = this.hops[at]
        return other?.direction === hop.direction ? other : null
      }
      return destination === null ? [] : [{ hop, destination, before: beside(index - 1), after: beside(index + 1) }]
    })
  }

  /** The links by which the ping, or its answer, comes in or leaves; each once. */
  get passed(): Link[] {
    const all = this.hops.flatMap(({ namespace, in: inLink, out }) =>
      [inLink, out].flatMap((name) => this.link(namespace, name) ?? []),
    )
    return [...new Set(all)].filter(({ kind }) => kind !== 'loopback')
  }

  /** On the way there. */
  get crossings(): Crossing[] {
    return this.legs.flatMap(({ hop, after }): Crossing[] => {
      if (hop.direction !== 'forward' || after === null) return []
      const out = this.link(hop.namespace, hop.out)
      const into = this.link(after.namespace, after.in)
      if (out === undefined || into === undefined) return []
      const { state } = this.snapshot
      // A bridge that has an address is an end itself.
      const ports = [out, into].flatMap((end) => peerOf(state, end) ?? []).filter(({ master }) => master !== null)
      const [port] = ports
      const isOne = ports.every((each) => each.master === port?.master && each.namespace === port?.namespace)
      const bridge = port === undefined || !isOne ? undefined : this.link(port.namespace, port.master)
      return [bridge?.kind === 'bridge' ? { out, in: into, bridge, ports } : { out, in: into, bridge: null, ports: [] }]
    })
  }

  /** The route of table main by which a packet leaves, as far as prefixes decide. */
  route(namespace: string, destination: string): Route | undefined {
    const routes = this.space(namespace)?.routes ?? []
    return routes
      .filter((each) => each.family === this.family && each.table === 'main' && each.type === 'unicast')
      .filter((each) => prefixHolds(each.destination, destination))
      .sort((one, other) => prefixBits(other.destination) - prefixBits(one.destination))[0]
  }

  /** The words that made a route, where somebody did. */
  routeLine({ family, destination, link, via }: Route, namespace: string): string | undefined {
    const bare = destination.replace(/\/(?:32|128)$/, '')
    return this.more(namespace)?.routes.find(
      ({ family: its, words }) =>
        its === family &&
        [destination, bare].includes(words.split(' ')[0] ?? '') &&
        (link === null || words.includes(` dev ${link}`)) &&
        (via === null || words.includes(` via ${via}`)),
    )?.words
  }

  /** Whether nobody in the whole network has the address. */
  isFree(address: string): boolean {
    return !this.links.some((link) => link.addresses.some((each) => each.address === address))
  }

  /** Brings a link up again, with what the kernel took from it when it went down: routes, and IPv6 addresses. */
  upAgain(link: Link): string {
    const { namespace, name } = link
    const detail = this.more(namespace)?.links.find((each) => each.name === name)
    const six = (detail?.addresses ?? []).filter((words) => words.includes(':'))
    return [
      ip(namespace, `link set ${word(name)} up`),
      ...six.map((words) =>
        ip(namespace, `addr replace ${words}${words.includes('nodad') ? '' : ' nodad'} dev ${word(name)}`),
      ),
      ...this.routesOver(link),
    ].join('\n')
  }

  /** Makes again the routes that somebody made over a link. */
  routesOver({ namespace, name }: Link): string[] {
    const lines = this.more(namespace)?.routes ?? []
    return lines
      .filter(({ words }) => `${words} `.includes(` dev ${name} `))
      .map(({ family, words }) => ip(namespace, `${family === 'inet6' ? '-6 ' : ''}route replace ${words}`))
  }
}

/** Along the way; entries that somebody set stay. */
export function forgetNeighbours({ passed }: Scene): string[] {
  return passed.map(({ namespace, name }) => ip(namespace, `neigh flush dev ${word(name)}`))
}

/** `ns1.veth1` */
export function placeOf({ namespace, name }: Link): string {
  return `${namespace}.${name}`
}
