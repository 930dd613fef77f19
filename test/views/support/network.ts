import type {
  Address,
  Bridge,
  Link,
  NetworkNamespace,
  NetworkState,
  OtherLink,
  Veth,
} from '../../../src/network/index.js'

/** A network state written down in a few lines (a namespace `node1/ns1` is on that node), as the kernel would tell it: indexes and namespace ids are given out here. */
export interface NetworkBuilder {
  namespace(name: string): NetworkBuilder
  veth(one: string, other: string, options?: PairOptions): NetworkBuilder
  bridge(place: string, options?: LinkOptions): NetworkBuilder
  other(place: string, type: string, options?: LinkOptions): NetworkBuilder
  state(): NetworkState
}

export interface LinkOptions {
  addresses?: string[]
  master?: string
  /** `down`: nobody brought it up; `no carrier`: up, but nothing at the other end. */
  is?: 'up' | 'down' | 'no carrier'
}

export interface PairOptions {
  one?: LinkOptions
  other?: LinkOptions
}

export function network(): NetworkBuilder {
  const spaces = new Map<string, NetworkNamespace>()
  const space = (name: string): NetworkNamespace => {
    const found = spaces.get(name)
    if (found) return found
    const made: NetworkNamespace = {
      node: 'host',
      name,
      namespaceIds: {},
      links: [loopback(name)],
      routes: [],
      rules: [],
      neighbours: [],
      fdb: [],
    }
    spaces.set(name, made)
    return made
  }
  const add = <T extends Link>(place: string, make: (base: LinkBase) => T, options: LinkOptions = {}): T => {
    const [namespace, name] = split(place)
    const holder = space(namespace)
    const link = make({ name, index: holder.links.length + 1, namespace, ...condition(options) })
    holder.links.push(link)
    return link
  }
  const idOf = (from: string, to: string): number => {
    const ids = space(from).namespaceIds
    const known = Object.entries(ids).find(([, name]) => name === to)
    if (known) return Number(known[0])
    const id = Object.keys(ids).length
    ids[id] = to
    return id
  }
  space('root')
  const builder: NetworkBuilder = {
    namespace: (name) => {
      space(name)
      return builder
    },
    veth: (one, other, options = {}) => {
      const end = (base: LinkBase): Veth => ({ ...base, kind: 'veth', peerIndex: null, peerNamespaceId: null })
      const a = add(one, end, options.one)
      const b = add(other, end, options.other)
      a.peerIndex = b.index
      b.peerIndex = a.index
      if (a.namespace !== b.namespace) {
        a.peerNamespaceId = idOf(a.namespace, b.namespace)
        b.peerNamespaceId = idOf(b.namespace, a.namespace)
      }
      return builder
    },
    bridge: (place, options) => {
      add(place, (base): Bridge => ({ ...base, kind: 'bridge', stp: false, vlanFiltering: false }), options)
      return builder
    },
    other: (place, type, options) => {
      add(place, (base): OtherLink => ({ ...base, kind: 'other', type }), options)
      return builder
    },
    state: () => structuredClone(inNodes([...spaces.values()])),
  }
  return builder
}

/** Built with full names, told as the kernel's readers do. */
function inNodes(spaces: NetworkNamespace[]): NetworkState {
  const split = (full: string): [string, string] =>
    full.includes('/') ? (full.split('/', 2) as [string, string]) : ['host', full]
  const namespaces = spaces.map((space): NetworkNamespace => {
    const [node, name] = split(space.name)
    const ids = Object.entries(space.namespaceIds).map(([id, full]) => {
      const [owner, seen] = split(full)
      return [id, owner === node ? seen : `${owner}/${seen}`]
    })
    const links = space.links.map((link) => ({ ...link, namespace: name }))
    return { ...space, node, name, links, namespaceIds: Object.fromEntries(ids) as Record<number, string> }
  })
  return { namespaces }
}

type LinkBase = Omit<Bridge, 'kind' | 'stp' | 'vlanFiltering'>

function split(place: string): [string, string] {
  const at = place.lastIndexOf('.')
  return [place.slice(0, at), place.slice(at + 1)]
}

function condition({ addresses = [], master, is = 'up' }: LinkOptions) {
  return {
    up: is !== 'down',
    carrier: is === 'up',
    operState: is === 'up' ? ('UP' as const) : ('DOWN' as const),
    mtu: 1500,
    mac: 'aa:bb:cc:dd:ee:01',
    master: master ?? null,
    addresses: addresses.map((address) => addressOf(address)),
  }
}

function loopback(namespace: string): Link {
  const isUp = namespace === 'root' || namespace.endsWith('/root')
  return {
    kind: 'loopback',
    name: 'lo',
    index: 1,
    namespace,
    ...condition({ is: isUp ? 'up' : 'down' }),
    mac: null,
    addresses: isUp ? [{ ...addressOf('127.0.0.1/8'), scope: 'host' }] : [],
  }
}

function addressOf(text: string): Address {
  const [address = '', length = '0'] = text.split('/')
  const family = address.includes(':') ? 'inet6' : 'inet'
  return {
    family,
    address,
    prefixLength: Number(length),
    scope: address.startsWith('fe80') ? 'link' : 'global',
    flags: [],
  }
}

/** So many namespaces on one bridge in the root namespace. */
export function star(hosts: number): NetworkBuilder {
  const net = network().bridge('root.br0')
  for (let host = 1; host <= hosts; host++) {
    net.veth(`root.veth${host}${host}`, `ns${host}.veth${host}`, {
      one: { master: 'br0' },
      other: { addresses: [`192.168.${1 + (host >> 8)}.${host & 255}/24`] },
    })
  }
  return net
}

/** The first lesson's network: two namespaces and the pair between them. */
export function pair(): NetworkBuilder {
  return network().veth('ns1.veth1', 'ns2.veth2', {
    one: { addresses: ['192.168.1.101/24', 'fe80::1/64'] },
    other: { addresses: ['192.168.1.102/24'] },
  })
}

/** The second lesson's, run straight after the first: the old pair beside the bridge. */
export function messy(): NetworkBuilder {
  return network()
    .bridge('root.br0')
    .veth('ns1.veth1', 'ns2.veth2', {
      one: { addresses: ['192.168.1.101/24'] },
      other: { addresses: ['192.168.1.102/24'], is: 'down' },
    })
    .veth('root.veth33', 'ns1.veth3', { one: { master: 'br0' }, other: { addresses: ['192.168.1.103/24'] } })
    .veth('root.veth44', 'ns2.veth4', {
      one: { master: 'br0' },
      other: { addresses: ['192.168.1.104/24', 'fd00::1:104/64'] },
    })
}

/** A router namespace between two bridges, two hosts on each. */
export function router(): NetworkBuilder {
  const net = network()
    .bridge('root.br0', { addresses: ['10.0.1.254/24'] })
    .bridge('root.br1')
  const hang = (bridge: string, place: string, port: string, address: string) =>
    net.veth(`root.${port}`, place, { one: { master: bridge }, other: { addresses: [address] } })
  hang('br0', 'h1.eth0', 'p0-h1', '10.0.1.1/24')
  hang('br0', 'h2.eth0', 'p0-h2', '10.0.1.2/24')
  hang('br0', 'router.eth0', 'p0-r', '10.0.1.100/24')
  hang('br1', 'router.eth1', 'p1-r', '10.0.2.100/24')
  hang('br1', 'h3.eth0', 'p1-h3', '10.0.2.3/24')
  return hang('br1', 'h4.eth0', 'p1-h4', '10.0.2.4/24')
}

/** Two machines with two pods each on a bridge, and a third, joined by the lab's own machine as a switch. */
export function cluster(): NetworkBuilder {
  const net = network().bridge('root.sw0')
  for (const node of ['node1', 'node2', 'node3']) {
    const number = Number(node.slice(4))
    net.bridge(`${node}/root.cni0`, { addresses: [`10.244.${number}.1/24`] })
    net.veth(`root.port${number}`, `${node}/root.eth0`, {
      one: { master: 'sw0' },
      other: { addresses: [`192.168.50.1${number}/24`] },
    })
    for (const pod of number === 3 ? [] : [1, 2]) {
      net.veth(`${node}/root.veth${pod}`, `${node}/pod${pod}.eth0`, {
        one: { master: 'cni0' },
        other: { addresses: [`10.244.${number}.${pod + 1}/24`] },
      })
    }
  }
  return net.veth('node1/pod1.direct', 'node2/pod2.direct', { other: { is: 'down' } })
}
