import { describe, expect, test } from 'vitest'
import {
  planNetwork,
  shellCommand,
  star,
  wantedNetwork,
  type NetworkState,
  type Topology,
} from '../../../src/network/index.js'
import { lo } from '../build.js'

const root = {
  node: 'host',
  name: 'root',
  namespaceIds: {},
  links: [lo({ up: true, namespace: 'root' })],
  routes: [],
  rules: [],
  neighbours: [],
  fdb: [],
}
const empty: NetworkState = { namespaces: [root] }
const commands = (topology: Topology, state = empty) => planNetwork(state, wantedNetwork(topology)).map(shellCommand)

describe('a plan from nothing', () => {
  test('for the design’s example: all down but ports, the bridge up last', () => {
    const topology: Topology = {
      namespaces: { ns1: { veth1: '192.168.1.103/24' }, ns2: { veth2: '192.168.1.104/24' } },
      bridges: { br0: ['ns1.veth1', 'ns2.veth2'] },
    }
    expect(commands(topology)).toEqual([
      'ip netns add ns1',
      'ip netns add ns2',
      'ip link add name br0 type bridge',
      'ip link add name ns1-veth1 up master br0 type veth peer name veth1 netns ns1',
      'ip link add name ns2-veth2 up master br0 type veth peer name veth2 netns ns2',
      'ip -n ns1 address add 192.168.1.103/24 dev veth1',
      'ip -n ns2 address add 192.168.1.104/24 dev veth2',
      'ip -n ns1 link set veth1 up',
      'ip -n ns1 link set lo up',
      'ip -n ns2 link set veth2 up',
      'ip -n ns2 link set lo up',
      'ip link set br0 up',
    ])
  })

  test('what a pair says holds for both ends, but where an end says otherwise', () => {
    const namespaces = { a: { links: { x: { addresses: '10.0.0.1/24' } } }, b: { links: { y: { mtu: 1300 } } } }
    expect(commands({ namespaces, links: [{ ends: ['a.x', 'b.y'], mtu: 1400, rateMbit: 8 }] })).toEqual(
      expect.arrayContaining([
        'ip -n a link add name x mtu 1400 type veth peer name y mtu 1300 netns b',
        'ip netns exec a tc qdisc replace dev x root tbf rate 8000000bit burst 4000b latency 50ms',
        'ip netns exec b tc qdisc replace dev y root tbf rate 8000000bit burst 4000b latency 50ms',
      ]),
    )
  })

  test('is five operations a host', () => {
    expect(commands(star(100))).toHaveLength(2 + 5 * 100)
  })

  test('names of ports past 15 bytes are hashed, and stay apart', () => {
    const topology: Topology = {
      namespaces: { 'a-long-namespace': { eth0: [], eth1: [] } },
      bridges: { br0: ['a-long-namespace.eth0', 'a-long-namespace.eth1'] },
    }
    const names = commands(topology).flatMap((line) => /link add name (a-\S+)/.exec(line)?.[1] ?? [])
    expect(names).toHaveLength(2)
    expect(new Set(names).size).toBe(2)
    expect(names.every((name) => name.length <= 15)).toBe(true)
  })

  test('what the topology does not have goes', () => {
    const state: NetworkState = { namespaces: [root, { ...root, name: 'old', links: [lo({ namespace: 'old' })] }] }
    expect(commands({}, state)).toEqual(['ip netns delete old'])
  })
})
