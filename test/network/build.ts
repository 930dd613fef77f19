import type { Address, Bridge, Link, NetworkNamespace, NetworkState, Route, Veth } from '../../src/network/index.js'

/** Small networks for tests: each namespace by name, its links in order of their indexes, from 1. */
export function network(namespaces: Record<string, Partial<NetworkNamespace>>): NetworkState {
  return {
    namespaces: Object.entries(namespaces).map(([name, more]) => ({
      node: 'host',
      name,
      namespaceIds: {},
      routes: [],
      rules: [],
      neighbours: [],
      fdb: [],
      ...more,
      links: (more.links ?? []).map((link) => ({ ...link, namespace: name })),
    })),
  }
}

const condition = { namespace: '', up: true, carrier: true, operState: 'UP' as const, mtu: 1500, master: null }
const down = { up: false, carrier: false, operState: 'DOWN' as const }

export function lo(more: Partial<Link> = {}): Link {
  return { ...condition, name: 'lo', kind: 'loopback', index: 1, mac: null, addresses: [], ...down, ...more } as Link
}

export function veth(name: string, index: number, peer: [number, number | null], more: Partial<Veth> = {}): Veth {
  const [peerIndex, peerNamespaceId] = peer
  // The same link keeps its MAC address from state to state.
  const mac = `02:${hash(name)}:00:00:00:00`
  return { ...condition, kind: 'veth', name, index, mac, addresses: [], peerIndex, peerNamespaceId, ...more }
}

export function bridge(name: string, index: number, more: Partial<Bridge> = {}): Bridge {
  return {
    ...condition,
    kind: 'bridge',
    name,
    index,
    mac: `06:${hash(name)}:00:00:00:00`,
    addresses: [],
    stp: false,
    vlanFiltering: false,
    ...more,
  }
}

export const adminDown = down

export function address(text: string): Address {
  const [host = '', length] = text.split('/')
  const isLocal = host.startsWith('fe80:')
  return {
    family: host.includes(':') ? 'inet6' : 'inet',
    address: host,
    prefixLength: Number(length),
    scope: host.startsWith('127.') || host === '::1' ? 'host' : isLocal ? 'link' : 'global',
    flags: [],
  }
}

export function route(destination: string, more: Partial<Route> = {}): Route {
  return {
    family: destination.includes(':') ? 'inet6' : 'inet',
    table: 'main',
    type: 'unicast',
    destination,
    via: null,
    link: null,
    source: null,
    scope: null,
    protocol: null,
    metric: null,
    flags: [],
    ...more,
  }
}

function hash(text: string): string {
  const sum = [...text].reduce((total, character) => (total * 31 + (character.codePointAt(0) ?? 0)) % 251, 7)
  return sum.toString(16).padStart(2, '0')
}
