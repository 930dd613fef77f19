import {
  findNamespace,
  namespaceWords,
  peerOf,
  portsOf,
  prefixHolds,
  quoted,
  type Address,
  type Bridge,
  type Endpoint,
  type Link,
  type LinkDetail,
  type NamespaceSnapshot,
  type NetworkNamespace,
  type NetworkSnapshot,
} from '../../network/index.js'

export type Family = 'inet' | 'inet6'

/** Questions about a snapshot that the layers ask: who owns an address, what is at the other end, how is a switch set. */
export class NetworkMap {
  constructor(readonly snapshot: NetworkSnapshot) {}

  get namespaces(): readonly NetworkNamespace[] {
    return this.snapshot.state.namespaces
  }

  get links(): Link[] {
    return this.namespaces.flatMap(({ links }) => links)
  }

  space(name: string): NetworkNamespace {
    const space = findNamespace(this.snapshot.state, name)
    if (space === undefined) throw new RangeError(`no network namespace is named ${JSON.stringify(name)}`)
    return space
  }

  more(name: string): NamespaceSnapshot | undefined {
    return this.snapshot.spaces.find((space) => space.name === name)
  }

  link(namespace: string, name: string): Link | undefined {
    return this.space(namespace).links.find((link) => link.name === name)
  }

  detail(link: Link): LinkDetail | undefined {
    return this.more(link.namespace)?.links.find(({ name }) => name === link.name)
  }

  peer(link: Link): Link | undefined {
    return peerOf(this.snapshot.state, link)
  }

  master(link: Link): Link | undefined {
    return link.master === null ? undefined : this.link(link.namespace, link.master)
  }

  bridges(namespace: string): Bridge[] {
    return this.space(namespace).links.filter((link): link is Bridge => link.kind === 'bridge')
  }

  ports(bridge: Bridge): Link[] {
    return portsOf(this.snapshot.state, bridge)
  }

  /** The link a macvlan or vlan link is made over. */
  lower(link: Link): Link | undefined {
    const detail = this.detail(link)
    if (detail?.overIndex === null || detail === undefined) return undefined
    const id = detail.overNamespaceId
    const name = id === null ? link.namespace : this.space(link.namespace).namespaceIds[id]
    if (name === undefined) return undefined
    return this.space(name).links.find(({ index }) => index === detail.overIndex)
  }

  /** The namespace in which a tunnel link's own packets travel. */
  tunnelNamespace(link: Link): string {
    const id = this.detail(link)?.overNamespaceId ?? null
    return (id === null ? undefined : this.space(link.namespace).namespaceIds[id]) ?? link.namespace
  }

  /** Links that own the address, whichever their state. */
  owners(address: string): Link[] {
    return this.links.filter((link) => link.addresses.some((each) => each.address === address))
  }

  owns(namespace: string, address: string): boolean {
    return this.space(namespace).links.some((link) => link.addresses.some((each) => each.address === address))
  }

  sysctl(namespace: string, path: string): string | undefined {
    return this.more(namespace)?.sysctls[path]
  }

  /** Links that could carry traffic of the namespace itself: not lo, not a port. */
  endpoints(namespace: string): Link[] {
    return this.space(namespace).links.filter((link) => link.kind !== 'loopback' && link.master === null)
  }
}

/** An address of lo, which never leaves its namespace: 127.0.0.0/8 and ::1. */
export function isLoopback(address: string): boolean {
  return prefixHolds(address.includes(':') ? '::1/128' : '127.0.0.0/8', address)
}

export function familyOf(address: string): Family {
  return address.includes(':') ? 'inet6' : 'inet'
}

/** Addresses people give: not those that the kernel gives each link by itself. */
export function addressesOf(link: Link, family: Family): Address[] {
  return link.addresses.filter((address) => address.family === family && address.scope !== 'link')
}

export function placeOf(link: Link): Endpoint {
  return { node: 'host', namespace: link.namespace, link: link.name }
}

export function holds(address: Address, other: string): boolean {
  return prefixHolds(`${address.address}/${address.prefixLength}`, other)
}

/** `veth1 of ns1`, for sentences. */
export function linkWords(link: Link): string {
  return `${link.name} in ${namespaceWords(link.namespace)}`
}

/** `ip` for that namespace, as a shell runs it. */
export function ipIn(namespace: string): string {
  return namespace === 'root' ? 'ip' : `ip -n ${quoted(namespace)}`
}

/** `bridge` for that namespace. */
export function bridgeIn(namespace: string): string {
  return ipIn(namespace).replace(/^ip/, 'bridge')
}

/** A command in that namespace, as a shell runs it. */
export function commandIn(namespace: string, command: string): string {
  return namespace === 'root' ? command : `ip netns exec ${quoted(namespace)} ${command}`
}
