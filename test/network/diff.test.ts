import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  describeChange,
  diff,
  notableChanges,
  type Link,
  type NetworkNamespace,
  type NetworkState,
  type Veth,
} from '../../src/network/index.js'
import { address, adminDown, bridge, lo, network, route, veth } from './build.js'
import { recordedState, releases } from './fixtures.js'

/** What people read: the notable changes in words. */
function words(before: NetworkState, after: NetworkState): string[] {
  return notableChanges(diff(before, after)).map(describeChange)
}

const ids = { root: { 0: 'ns1', 1: 'ns2' }, ns1: { 0: 'root', 1: 'ns2' }, ns2: { 0: 'ns1', 1: 'root' } }

/** root, ns1 and ns2, each with lo and these links. */
function three(root: Link[], ns1: Link[] = [], ns2: Link[] = []): NetworkState {
  return network({
    root: { namespaceIds: ids.root, links: [lo(), ...root] },
    ns1: { namespaceIds: ids.ns1, links: [lo(), ...ns1] },
    ns2: { namespaceIds: ids.ns2, links: [lo(), ...ns2] },
  })
}

const fresh = three([veth('veth2', 2, [3, null], adminDown), veth('veth1', 3, [2, null], adminDown)])
const apart = (one: Partial<Veth> = {}, other: Partial<Veth> = {}) =>
  three([], [veth('veth1', 3, [2, 1], one)], [veth('veth2', 2, [3, 0], other)])

describe('namespaces', () => {
  test('come and go; what every namespace has is no news', () => {
    const rule = { from: 'all', to: null, action: null, iif: null, oif: null, fwmark: null }
    const rules = [
      { ...rule, family: 'inet' as const, priority: 0, table: 'local' },
      { ...rule, family: 'inet' as const, priority: 32766, table: 'main' },
    ]
    const [before, after] = [network({ root: {} }), network({ root: {}, ns1: { links: [lo()], rules } })]
    expect(words(before, after)).toEqual(['namespace ns1 was added'])
    expect(words(after, before)).toEqual(['namespace ns1 is gone'])
    expect(diff(before, after)).toContainEqual({
      kind: 'rule-added',
      namespace: 'ns1',
      rule: '0: from all lookup local',
      isMinor: true,
    })
  })

  test('one that goes takes the pair with it, both ends named', () => {
    const before = apart()
    const after = { namespaces: before.namespaces.slice(0, 2).map((space) => ({ ...space, links: [lo()] })) }
    expect(words(before, after)).toEqual([
      'the veth pair veth1 (in ns1) – veth2 (in ns2) is gone',
      'namespace ns2 is gone',
    ])
  })
})

describe('links', () => {
  test('a pair comes as one change, its ends in the order of their names', () => {
    expect(diff(three([]), fresh)).toEqual([
      {
        kind: 'link-added',
        namespace: 'root',
        link: 'veth1',
        linkKind: 'veth',
        peer: { namespace: 'root', link: 'veth2' },
      },
    ])
    expect(words(three([]), fresh)).toEqual(['the veth pair veth1 – veth2 in the root namespace was added'])
    expect(words(fresh, three([]))).toEqual(['the veth pair veth1 – veth2 in the root namespace is gone'])
  })

  test('a bridge, and a link of another kind', () => {
    const tun: Link = { ...bridge('tun0', 5), kind: 'other', type: 'tun', mac: null }
    expect(words(three([]), three([bridge('br0', 4), tun]))).toEqual([
      'the bridge br0 in the root namespace was added',
      'the tun tun0 in the root namespace was added',
      'br0 in the root namespace is now up',
      'tun0 in the root namespace is now up',
    ])
  })

  test('a move with an address lost', () => {
    const before = three([
      veth('veth2', 2, [3, null], adminDown),
      veth('veth1', 3, [2, null], { ...adminDown, addresses: [address('192.168.1.101/24'), address('fe80::1/64')] }),
    ])
    const after = three([veth('veth2', 2, [3, 0], adminDown)], [veth('veth1', 3, [2, 0], adminDown)])
    expect(diff(before, after)).toEqual([
      { kind: 'link-moved', link: 'veth1', from: 'root', to: 'ns1', lostAddresses: ['192.168.1.101/24'] },
    ])
    expect(words(before, after)).toEqual([
      'veth1 moved from the root namespace to ns1; its address 192.168.1.101/24 was lost by the move',
    ])
  })

  test('a move under a new index, with a new name, several addresses lost, and brought down by it', () => {
    const addresses = [address('10.0.0.1/24'), address('2001:db8::1/64')]
    const before = three([veth('veth2', 2, [3, null]), veth('veth1', 3, [2, null], { addresses })])
    const moved = veth('veth1', 7, [2, 0], adminDown)
    const after = three([veth('veth2', 2, [7, 0], { carrier: false, operState: 'DOWN' })], [{ ...moved, name: 'eth0' }])
    expect(words(before, after)).toEqual([
      'veth1 moved from the root namespace to ns1 and is now named eth0; its addresses 10.0.0.1/24 and 2001:db8::1/64 were lost by the move',
      'veth2 in the root namespace is now up but without carrier, since the other end is down (lower layer down)',
      'eth0 in ns1 is now admin down',
    ])
  })

  test('both ends move at once, and one of them got another MAC address: its peer tells which it is', () => {
    const after = apart({ ...adminDown, mac: '0a:00:00:00:00:99' }, adminDown)
    expect(words(fresh, after)).toEqual([
      'veth1 moved from the root namespace to ns1',
      'veth2 moved from the root namespace to ns2',
      expect.stringMatching(/^veth1 in ns1: MAC address is now 0a:00:00:00:00:99 \(it was 02:/) as unknown,
    ])
  })

  test('a move there and back under another index is no move', () => {
    const back = three([veth('veth2', 2, [9, null], adminDown), veth('veth1', 9, [2, null], adminDown)])
    expect(diff(fresh, back)).toEqual([])
  })

  test('a pair made anew under the old names is another pair', () => {
    const end = (name: string, index: number, peer: [number, number], mac: string) => veth(name, index, peer, { mac })
    const first = three(
      [],
      [end('veth1', 2, [2, 1], '02:00:00:00:00:01')],
      [end('veth2', 2, [2, 0], '02:00:00:00:00:02')],
    )
    const second = three(
      [],
      [end('veth1', 2, [2, 1], '02:00:00:00:00:03')],
      [end('veth2', 2, [2, 0], '02:00:00:00:00:04')],
    )
    expect(words(first, second).slice(0, 2)).toEqual([
      'the veth pair veth1 (in ns1) – veth2 (in ns2) is gone',
      'the veth pair veth1 (in ns1) – veth2 (in ns2) was added',
    ])
  })

  test('a rename is followed by index, and its routes stay its own', () => {
    const routes = [route('10.0.0.0/24', { link: 'veth1', protocol: 'kernel' })]
    const [before, after] = [apart(), apart({ name: 'uplink' })]
    const withRoutes = (state: NetworkState, link: string) => ({
      namespaces: state.namespaces.map((space) =>
        space.name === 'ns1' ? { ...space, routes: routes.map((one) => ({ ...one, link })) } : space,
      ),
    })
    expect(words(withRoutes(before, 'veth1'), withRoutes(after, 'uplink'))).toEqual([
      'veth1 in ns1 is now named uplink',
    ])
  })

  test('states: up, down, and what it does to the other end', () => {
    expect(words(apart(adminDown, adminDown), apart())).toEqual(['veth1 in ns1 is now up', 'veth2 in ns2 is now up'])
    expect(words(apart(), apart(adminDown, { carrier: false, operState: 'DOWN' }))).toEqual([
      'veth1 in ns1 is now admin down',
      'veth2 in ns2 is now up but without carrier, since the other end is down (lower layer down)',
    ])
  })

  test('the loopback of a namespace comes up', () => {
    const before = network({ ns1: { links: [lo()] } })
    const addresses = [address('127.0.0.1/8'), address('::1/128')]
    const after = network({
      ns1: { links: [lo({ up: true, carrier: true, operState: 'UNKNOWN', addresses })] },
    })
    expect(words(before, after)).toEqual(['lo in ns1 is now up'])
    expect(diff(before, after)).toHaveLength(3)
  })

  test('settings', () => {
    const port = { state: 'forwarding', learning: true, flooding: true, isolated: false, guard: false } as const
    const before = three([bridge('br0', 2), veth('p', 3, [9, 9], { master: 'br0', port })])
    const after = three([
      bridge('br0', 2, { mac: '0a:00:00:00:00:01', stp: true, vlanFiltering: true }),
      veth('p', 3, [9, 9], { mtu: 1400, master: 'br0', port: { ...port, state: 'disabled', isolated: true } }),
    ])
    expect(words(before, after)).toEqual([
      'br0 in the root namespace: spanning tree is now on (it was off)',
      'br0 in the root namespace: VLAN filtering is now on (it was off)',
      'p in the root namespace: mtu is now 1400 (it was 1500)',
      'p in the root namespace: port isolated is now on (it was off)',
    ])
    expect(diff(before, after).filter(({ isMinor }) => isMinor)).toMatchObject([
      { kind: 'link-setting', setting: 'MAC address' },
      { kind: 'link-setting', setting: 'port state' },
    ])
  })

  test('ports join, change and leave a bridge', () => {
    const ports = (master: string | null, ...bridges: string[]) =>
      three([...bridges.map((name, position) => bridge(name, 2 + position)), veth('p', 9, [9, 9], { master })])
    expect(words(ports(null, 'br0', 'br1'), ports('br0', 'br0', 'br1'))).toEqual([
      'p in the root namespace is now a port of br0',
    ])
    expect(words(ports('br0', 'br0', 'br1'), ports('br1', 'br0', 'br1'))).toEqual([
      'p in the root namespace is now a port of br1 (it was one of br0)',
    ])
    expect(words(ports('br0', 'br0'), ports(null, 'br0'))).toEqual([
      'p in the root namespace is no longer a port of br0',
    ])
    expect(words(ports('br0', 'br0'), ports(null))).toEqual(['the bridge br0 in the root namespace is gone'])
  })

  test('a bridge that is renamed keeps its ports', () => {
    const before = three([bridge('br0', 2), veth('p', 9, [9, 9], { master: 'br0' })])
    const renamed = { ...bridge('br0', 2), name: 'lan' }
    const after = three([renamed, veth('p', 9, [9, 9], { master: 'lan' })])
    expect(words(before, after)).toEqual(['br0 in the root namespace is now named lan'])
  })
})

describe('addresses and tables', () => {
  const ns1 = (more: Partial<NetworkNamespace>) => network({ ns1: more })

  test('addresses come and go; link-local ones are in the data only', () => {
    const end = (...texts: string[]) => ns1({ links: [veth('veth1', 3, [2, 9], { addresses: texts.map(address) })] })
    expect(words(end(), end('192.168.1.101/24', 'fe80::1/64'))).toEqual([
      'veth1 in ns1 has the address 192.168.1.101/24',
    ])
    expect(diff(end(), end('fe80::1/64'))).toEqual([
      { kind: 'address-added', namespace: 'ns1', link: 'veth1', address: 'fe80::1/64', isMinor: true },
    ])
    expect(words(end('192.168.1.101/24'), end())).toEqual(['veth1 in ns1 no longer has the address 192.168.1.101/24'])
  })

  test('flags of an address that is being checked are no change', () => {
    const flagged = { ...address('2001:db8::1/64'), flags: ['tentative'] }
    const end = (one: typeof flagged) => ns1({ links: [veth('veth1', 3, [2, 9], { addresses: [one] })] })
    expect(diff(end(flagged), end({ ...flagged, flags: [] }))).toEqual([])
  })

  test('routes: those of people in words, those that follow in the data', () => {
    const links = [veth('veth1', 3, [2, 9])]
    const connected = route('192.168.1.0/24', { link: 'veth1', protocol: 'kernel', source: '192.168.1.101' })
    const routes = [
      connected,
      route('default', { via: '192.168.1.1', link: 'veth1' }),
      route('10.7.0.0/16', { via: '192.168.1.1', link: 'veth1', table: '100' }),
      route('10.9.0.0/16', { type: 'blackhole' }),
      route('192.168.1.101', { type: 'local', table: 'local', link: 'veth1', protocol: 'kernel' }),
      route('fe80::/64', { link: 'veth1', protocol: 'kernel', metric: 256 }),
      route('ff00::/8', { type: 'multicast', table: 'local', link: 'veth1', metric: 256 }),
    ]
    expect(words(ns1({ links }), ns1({ links, routes }))).toEqual([
      'ns1 has a new route: 192.168.1.0/24 dev veth1 src 192.168.1.101',
      'ns1 has a new route: default via 192.168.1.1 dev veth1',
      'ns1 has a new route: 10.7.0.0/16 via 192.168.1.1 dev veth1 (table 100)',
      'ns1 has a new route: blackhole 10.9.0.0/16',
    ])
    expect(diff(ns1({ links }), ns1({ links, routes })).filter(({ isMinor }) => isMinor)).toHaveLength(3)
    // The link went: its connected route goes without saying, the default route does not.
    expect(words(ns1({ links, routes: routes.slice(0, 2) }), ns1({}))).toEqual([
      'the veth end veth1 in ns1 is gone',
      'ns1 lost a route: default via 192.168.1.1 dev veth1 (it went with its link)',
    ])
    // Or it went down, or its address went.
    const from = ns1({
      links: [{ ...links[0]!, addresses: [address('192.168.1.101/24')] }],
      routes: routes.slice(0, 2),
    })
    const lost = (now: Partial<Link>) =>
      words(from, ns1({ links: [{ ...from.namespaces[0]!.links[0]!, ...now } as Link] })).filter((each) =>
        /route/.test(each),
      )
    expect(lost({ up: false })).toEqual([
      'ns1 lost a route: 192.168.1.0/24 dev veth1 src 192.168.1.101 (its link is down)',
      'ns1 lost a route: default via 192.168.1.1 dev veth1 (its link is down)',
    ])
    expect(lost({ addresses: [] })[1]).toBe(
      'ns1 lost a route: default via 192.168.1.1 dev veth1 (it went with the address)',
    )
    expect(lost({})[1]).toBe('ns1 lost a route: default via 192.168.1.1 dev veth1')
  })

  test('flags of a route, such as linkdown, are no change', () => {
    const one = route('10.0.0.0/24', { link: 'veth1' })
    expect(diff(ns1({ routes: [one] }), ns1({ routes: [{ ...one, flags: ['linkdown'] }] }))).toEqual([])
  })

  test('rules', () => {
    const rule = {
      family: 'inet' as const,
      priority: 100,
      from: '10.1.0.0/16',
      to: null,
      table: '100',
      action: null,
      iif: 'veth1',
      oif: null,
      fwmark: '0x1/0xff',
    }
    expect(words(ns1({}), ns1({ rules: [rule] }))).toEqual([
      'ns1 has a new rule: 100: from 10.1.0.0/16 fwmark 0x1/0xff iif veth1 lookup 100',
    ])
    expect(words(ns1({ rules: [{ ...rule, selectors: ['not', 'dport 80'] }] }), ns1({}))).toEqual([
      'ns1 lost a rule: 100: not from 10.1.0.0/16 fwmark 0x1/0xff iif veth1 dport 80 lookup 100',
    ])
  })

  test('neighbours: learnt ones in the data, permanent ones in words', () => {
    const neighbour = { family: 'inet' as const, address: '192.168.1.7', link: 'veth1', mac: '02:00:00:00:00:07' }
    const learnt = ns1({ neighbours: [{ ...neighbour, state: 'REACHABLE' }] })
    const set = ns1({ neighbours: [{ ...neighbour, state: 'PERMANENT' }] })
    const failed = ns1({ neighbours: [{ ...neighbour, mac: null, state: 'FAILED' }] })
    expect(words(ns1({}), learnt)).toEqual([])
    expect(diff(learnt, failed).map(describeChange)).toEqual([
      'ns1 got no answer from the neighbour 192.168.1.7 on veth1',
    ])
    expect(words(ns1({}), set)).toEqual([
      'ns1 knows the neighbour 192.168.1.7 on veth1 by its MAC address 02:00:00:00:00:07 (PERMANENT)',
    ])
    expect(words(set, ns1({}))).toEqual(['ns1 forgot the neighbour 192.168.1.7 on veth1'])
  })

  test('FDB entries: learnt ones and a port’s own in the data, set ones in words', () => {
    const links = [bridge('br0', 2), veth('p', 3, [9, 9], { master: 'br0' })]
    const entry = { mac: '02:00:00:00:00:07', link: 'p', master: 'br0', vlan: null, flags: [] }
    const own = links[1]?.mac ?? ''
    const fdb = (...entries: { mac: string; state: string }[]) =>
      ns1({ links, fdb: entries.map((one) => ({ ...entry, ...one })) })
    expect(words(fdb(), fdb({ mac: entry.mac, state: '' }))).toEqual([])
    expect(diff(fdb(), fdb({ mac: entry.mac, state: '' })).map(describeChange)).toEqual([
      '02:00:00:00:00:07 is now behind the port p in ns1',
    ])
    expect(words(fdb(), fdb({ mac: own, state: 'permanent' }))).toEqual([])
    expect(words(fdb(), fdb({ mac: entry.mac, state: 'static' }))).toEqual([
      '02:00:00:00:00:07 is now behind the port p in ns1',
    ])
    expect(words(fdb({ mac: entry.mac, state: 'static' }), fdb())).toEqual([
      '02:00:00:00:00:07 is no longer behind the port p in ns1',
    ])
  })
})

describe('properties', () => {
  const place = fc.record({
    ns1: fc.boolean(),
    ns2: fc.boolean(),
    up: fc.tuple(fc.boolean(), fc.boolean()),
    port: fc.boolean(),
    addresses: fc.subarray(['10.0.0.1/24', '10.0.0.2/24', 'fe80::1/64']),
    routes: fc.subarray(['default', '10.0.0.0/24', 'fe80::/64']),
  })
  const states = place.map(({ ns1, ns2, up, port, addresses, routes }) => {
    const condition = (isUp: boolean) => (isUp ? {} : adminDown)
    const one = veth('veth1', 3, [2, ns1 === ns2 && !ns1 ? null : 0], {
      ...condition(up[0]),
      addresses: addresses.map(address),
    })
    const other = veth('veth2', 2, [3, ns1 === ns2 && !ns1 ? null : 0], {
      ...condition(up[1]),
      master: port && !ns2 ? 'br0' : null,
    })
    return network({
      root: { namespaceIds: ids.root, links: [lo(), bridge('br0', 4), ...(ns1 ? [] : [one]), ...(ns2 ? [] : [other])] },
      ns1: { links: [lo(), ...(ns1 ? [one] : [])], routes: routes.map((text) => route(text, { link: 'veth1' })) },
      ns2: { links: [lo(), ...(ns2 ? [other] : [])] },
    })
  })

  test('nothing changed between a state and itself', () => {
    fc.assert(fc.property(states, (state) => diff(state, structuredClone(state)).length === 0))
    for (const release of releases) expect(diff(recordedState(release), recordedState(release))).toEqual([])
  })

  test('every change has words, and changes back are as many in kind', () => {
    const opposite = (kind: string) => kind.replace(/added$/, '').replace(/removed$/, '')
    fc.assert(
      fc.property(states, states, (before, after) => {
        const [there, back] = [diff(before, after), diff(after, before)]
        for (const change of [...there, ...back]) expect(describeChange(change)).not.toMatch(/undefined|null|\.$/)
        const kinds = (changes: typeof there) =>
          changes
            .map(({ kind }) => opposite(kind))
            .filter((kind) => kind.startsWith('link') || kind.startsWith('master'))
            .sort()
        expect(kinds(there)).toEqual(kinds(back))
      }),
    )
  })
})
