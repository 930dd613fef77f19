import { cluster, star } from '../views/support/network.js'
import { expect, test } from 'vitest'
import { describeNetwork, findNamespace } from '../../src/network/index.js'
import { address, adminDown, bridge, lo, network, route, veth } from './build.js'
import { recordedState } from './fixtures.js'

test('an empty node', () => {
  const state = network({ root: { links: [lo({ up: true, carrier: true, operState: 'UNKNOWN' })] } })
  expect(describeNetwork(state)).toBe('1 network namespace.\n\nThe root namespace:\n  lo (loopback) is up.')
})

test('two namespaces joined by a bridge', () => {
  const end = (name: string, index: number, peer: [number, number | null], text: string) =>
    veth(name, index, peer, { addresses: [address(text), address('fe80::1/64')] })
  const state = network({
    root: {
      namespaceIds: { 0: 'ns1', 1: 'ns2' },
      links: [
        lo({ up: true, carrier: true }),
        bridge('br0', 2),
        veth('veth11', 4, [3, 0], { master: 'br0' }),
        veth('veth22', 6, [5, 1], { master: 'br0', carrier: false, operState: 'DOWN' }),
      ],
    },
    ns1: {
      namespaceIds: { 0: 'root' },
      links: [lo(), end('veth1', 3, [4, 0], '192.168.1.103/24')],
      routes: [route('192.168.1.0/24', { link: 'veth1', protocol: 'kernel' }), route('fe80::/64', { link: 'veth1' })],
    },
    ns2: { namespaceIds: { 0: 'root' }, links: [lo(), veth('veth2', 5, [6, 0], adminDown)] },
  })
  expect(describeNetwork(state)).toBe(`3 network namespaces, 2 veth pairs and 1 bridge.

The root namespace:
  lo (loopback) is up.
  br0 (bridge) is up; ports veth11 and veth22.
  veth11 is up; its other end is veth1 in ns1; it is a port of br0.
  veth22 is up but without carrier, since the other end is down (lower layer
    down); its other end is veth2 in ns2; it is a port of br0.

Namespace ns1:
  lo (loopback) is admin down.
  veth1 is up; address 192.168.1.103/24; its other end is veth11 in the root
    namespace.
  Route: 192.168.1.0/24 dev veth1.

Namespace ns2:
  lo (loopback) is admin down.
  veth2 is admin down; no address; its other end is veth22 in the root
    namespace.`)
})

test('a real network reads within 80 columns, every link and rule in it', () => {
  const state = recordedState('6.1')
  const text = describeNetwork(state)
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
  for (const { name } of state.namespaces.flatMap(({ links }) => links))
    expect(text).toMatch(new RegExp(`^  ${name}\\b`, 'm'))
  expect(text).toMatch(/102: not from\s+10\.2\.0\.0\/16 oif veth1 prohibit/)
  expect(text).not.toContain('fe80')
  expect(text).not.toContain('lookup main')
})

test('several nodes are told apart', () => {
  const [one, two] = ['a', 'b'].map((node) => ({ ...network({ ns1: {} }).namespaces[0], node }))
  const text = describeNetwork({ namespaces: [one, two] as ReturnType<typeof network>['namespaces'] })
  expect(text).toContain('Namespace a/ns1:')
  expect(text).toContain('Namespace b/ns1:')
})

test('ends on another node are named with it', () => {
  const text = describeNetwork(cluster().state())
  expect(text).toContain('4 nodes, 8 network namespaces, 8 veth pairs and 4 bridges.')
  expect(text).toContain('Node node1, its root namespace:')
  expect(text).toContain('eth0 is up; address 192.168.50.11/24; its other end is port1 in the root')
  expect(text).toMatch(/direct is up; no address; its other end is direct in\s+node2\/pod2/)
})

test('a thousand namespaces that are alike are told in a few lines, and each that is unlike them by itself', () => {
  const state = star(1000).state()
  Object.assign(findNamespace(state, 'ns7')?.links[1] ?? {}, { up: false, carrier: false })
  const text = describeNetwork(state)
  expect(text.split('\n').length).toBeLessThan(60)
  expect(text).toMatch(/veth11 … veth10001000, 99\d that are alike/)
  expect(text).toMatch(/Namespaces ns1 … ns\d+, 25\d that are alike. ns1, for example:/)
  expect(text).toMatch(/Namespace ns7:\n.*\n {2}veth7 is admin down/)
  expect(text).toContain('1000 ports from veth11 to veth10001000')
})
