import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { readForeign, TopologyError, wantedNetwork, type ForeignTopology } from '../../../src/network/index.js'

test('a containerlab file: linux nodes, a bridge, links, addresses by ip; the rest is named', () => {
  const read = readForeign({
    name: 'small',
    mgmt: { network: 'mgmt' },
    topology: {
      defaults: { kind: 'linux' },
      nodes: {
        n1: {
          image: 'alpine',
          exec: ['ip addr add 10.0.0.1/24 dev eth1', 'ip route add default via 10.0.0.254', 'apk add curl'],
        },
        n2: null,
        sw: { kind: 'bridge' },
        router: { kind: 'nokia_srlinux' },
      },
      links: [
        { endpoints: ['n1:eth1', 'sw:p1'] },
        { endpoints: ['n2:eth1', 'sw:p2'] },
        { endpoints: ['router:e1-1', 'n2:eth2'] },
      ],
    },
  })
  expect(read?.topology).toEqual({
    namespaces: {
      n1: { links: { eth1: { addresses: ['10.0.0.1/24'] } }, routes: [{ destination: 'default', via: '10.0.0.254' }] },
      n2: { links: { eth1: {} } },
    },
    bridges: { sw: ['p1', 'p2'] },
    links: [
      ['n1.eth1', 'root.p1'],
      ['n2.eth1', 'root.p2'],
    ],
  })
  expect(read?.ignored).toEqual([
    'mgmt',
    'topology.nodes.n1.image',
    'topology.nodes.n1.exec: apk add curl',
    'topology.nodes.router, which is of kind nokia_srlinux',
    'topology.links[2] (router:e1-1 – n2:eth2)',
  ])
  expect(() => wantedNetwork(read?.topology ?? {})).not.toThrow()
})

test('containerlab’s extended links: endpoints as objects, an MTU; other types of links, and what else they say, are named', () => {
  const nodes = { n1: { kind: 'linux' }, n2: { kind: 'linux' } }
  const ends = [
    { node: 'n1', interface: 'eth1' },
    { node: 'n2', interface: 'eth1', mac: '02:00:00:00:00:01' },
  ]
  const read = readForeign({
    name: 'extended',
    topology: {
      nodes,
      links: [
        { type: 'veth', endpoints: ends, mtu: 1400, labels: { a: 'b' } },
        { type: 'host', endpoint: { node: 'n1', interface: 'eth2' }, 'host-interface': 'h0' },
      ],
    },
  })
  expect(read?.topology.links).toEqual([{ ends: ['n1.eth1', 'n2.eth1'], mtu: 1400 }, ['n1.eth2', 'root.h0']])
  expect(read?.ignored).toEqual(['topology.links[0].labels'])
  expect(() => wantedNetwork(read?.topology ?? {})).not.toThrow()
})

test('a MiniEdit file: hosts, switches and links, named as Mininet does', () => {
  const read = readForeign({
    application: { ipBase: '10.0.0.0/8' },
    controllers: [{ opts: { hostname: 'c0' } }],
    hosts: [
      { number: '1', opts: { hostname: 'h1', nodeNum: 1, sched: 'host', ip: '10.0.0.7' } },
      { number: '2', opts: { hostname: 'h2', nodeNum: 2, sched: 'host' } },
    ],
    links: [
      { src: 'h1', dest: 's1', opts: { bw: 10 } },
      { src: 's1', dest: 'h2', opts: {} },
    ],
    switches: [{ number: '1', opts: { hostname: 's1', nodeNum: 1, switchType: 'default', controllers: ['c0'] } }],
    version: '2',
  })
  expect(read).toEqual({
    topology: {
      namespaces: {
        h1: { links: { 'h1-eth0': { addresses: ['10.0.0.7/8'] } } },
        h2: { links: { 'h2-eth0': { addresses: ['10.0.0.2/8'] } } },
      },
      bridges: { s1: ['s1-eth1', 's1-eth2'] },
      links: [{ ends: ['h1.h1-eth0', 'root.s1-eth1'], rateMbit: 10 }, { ends: ['root.s1-eth2', 'h2.h2-eth0'] }],
    },
    ignored: ['controllers'],
  })
  expect(() => wantedNetwork(read?.topology ?? {})).not.toThrow()
})

function readFile(name: string): ForeignTopology {
  const path = fileURLToPath(new URL(`files/${name}`, import.meta.url))
  const read = readForeign(parse(readFileSync(path, 'utf8'), { merge: true }))
  if (read === undefined) throw new Error(`${name} was not known`)
  expect(() => wantedNetwork(read.topology)).not.toThrow()
  return read
}

test('a routed lab of containerlab: what nodes have of their groups, kinds and the defaults', () => {
  const { topology, ignored } = readFile('routed.clab.yml')
  const noIpv6 = { 'net.ipv6.conf.all.disable_ipv6': '1' }
  expect(topology.namespaces).toEqual({
    r1: {
      links: { eth1: { addresses: ['10.0.1.1/24'] }, eth2: { addresses: ['10.0.2.1/24'], mtu: 1400 } },
      sysctls: { ...noIpv6, 'net.ipv4.ip_forward': 1 },
    },
    client1: {
      links: { eth1: { addresses: ['10.0.1.11/24'] } },
      routes: [{ destination: 'default', via: '10.0.1.1', link: 'eth1' }],
      sysctls: noIpv6,
    },
    client2: {
      links: { eth1: { addresses: ['10.0.1.12/24'] } },
      routes: [{ destination: 'default', via: '10.0.1.1' }],
      sysctls: noIpv6,
    },
    server: {
      links: { eth1: { addresses: ['10.0.2.21/24'], mtu: 1400 } },
      routes: [{ destination: '10.0.1.0/24', via: '10.0.2.1' }],
      sysctls: noIpv6,
    },
  })
  expect(ignored).toEqual([
    'mgmt',
    'topology.defaults.env',
    'topology.kinds.linux.image',
    'topology.groups.routers.image',
    'topology.nodes.r1.mgmt-ipv4',
    'topology.nodes.r1.binds',
    "topology.nodes.r1.exec: vtysh -c 'show ip route'",
    'topology.nodes.client2.exec: ip route del default',
    'topology.nodes.server.ports',
    'topology.links[3].vars',
    'topology.nodes.server: the route to 192.0.2.0/24 over eth0, which is no link here',
  ])
})

test('every kind of link that containerlab knows', () => {
  const { topology, ignored } = readFile('links.clab.yml')
  expect(topology.namespaces).toEqual({
    n1: { links: { eth1: { addresses: ['192.0.2.1/30', '2001:db8::1/64'] }, eth2: {} } },
    n2: {
      links: {
        'eth1.20': { kind: { type: 'vlan', id: 20, over: 'eth1' } },
        eth1: { addresses: ['192.0.2.2/30', '2001:db8::2/64'] },
        eth2: { mac: '02:00:00:00:02:02', addresses: ['198.51.100.2/24'] },
        eth3: {},
      },
    },
    n3: { links: { eth1: {}, eth2: {} } },
    root: { links: { 'n1-eth2': {}, 'n2-eth3': {} } },
  })
  expect(topology.bridges).toEqual({ ovs0: ['n3'] })
  expect(topology.links).toEqual([
    { ends: ['n1.eth1', 'n2.eth1'], mtu: 9000 },
    ['n2.eth2', 'n3.eth1'],
    ['n3.eth2', 'root.n3'],
    ['n1.eth2', 'root.n1-eth2'],
    ['n2.eth3', 'root.n2-eth3'],
  ])
  expect(ignored).toEqual([
    'topology.nodes.spine, which is of kind nokia_srlinux',
    'topology.nodes.spine.type',
    'topology.nodes.spine.startup-config',
    'topology.nodes.n1.image',
    'topology.nodes.n2.image',
    'topology.nodes.n2.exec: echo ready',
    'topology.nodes.ovs0.kind: ovs-bridge, a bridge stands for it',
    'topology.links[1].labels',
    'topology.links[1] (n2:eth2) vars',
    'topology.links[5] of type macvlan (n3:eth3)',
    'topology.links[6] of type vxlan (n3:eth4)',
    'topology.links[7] (n1:e1-1 – spine:e1-1)',
    'topology.links[8] (n1:eth5)',
  ])
})

test('legacy routers of MiniEdit forward, legacy switches are bridges; an address follows from the number', () => {
  const { topology, ignored } = readFile('routers.mn')
  expect(topology).toEqual({
    namespaces: {
      h2: {
        links: { 'h2-eth0': { addresses: ['192.168.2.2/24'] } },
        routes: [{ destination: 'default', via: '192.168.2.254' }],
      },
      h1: {
        links: { 'h1-eth0': { addresses: ['192.168.1.1/24'], mtu: 1400 } },
        routes: [{ destination: 'default', via: '192.168.1.254' }],
      },
      h7: { links: { 'h7-eth0': { addresses: ['192.168.0.7/16'] } } },
      r1: { links: { 'r1-eth0': {}, 'r1-eth1': {} }, sysctls: { 'net.ipv4.ip_forward': 1 } },
    },
    bridges: { s1: ['s1-eth1', 's1-eth2', 's1-eth3'] },
    links: [
      { ends: ['h1.h1-eth0', 'root.s1-eth1'] },
      { ends: ['root.s1-eth2', 'r1.r1-eth0'] },
      { ends: ['r1.r1-eth1', 'h2.h2-eth0'] },
      { ends: ['h7.h7-eth0', 'root.s1-eth3'] },
    ],
  })
  expect(ignored).toEqual([
    'hosts.h1.startCommand: python3 -m http.server 80 &',
    'hosts.h1.cores',
    'hosts.h1.cpu',
    'hosts.h7.privateDirectory',
  ])
})

test('what MiniEdit says of links, VLANs and switches with an address', () => {
  const { topology, ignored } = readFile('shaped.mn')
  expect(topology.namespaces?.['h1']).toEqual({
    links: {
      'h1-eth0': { addresses: ['10.0.0.1/8'] },
      'h1-eth0.20': { addresses: ['10.20.0.1/24'], kind: { type: 'vlan', id: 20, over: 'h1-eth0' } },
    },
  })
  expect(topology.bridges).toEqual({
    s1: { ports: ['s1-eth1', 's1-eth2'], addresses: '10.0.0.100/8' },
    s2: ['s2-eth1', 's2-eth2', 's2-eth3'],
  })
  expect(topology.links).toEqual([
    { ends: ['h1.h1-eth0', 'root.s1-eth1'], rateMbit: 10, delayMs: 5, jitterMs: 1, lossRatio: 0.02 },
    { ends: ['root.s1-eth2', 'root.s2-eth1'], rateMbit: 100, delayMs: 0.25 },
    { ends: ['root.s2-eth2', 'h2.h2-eth0'] },
    { ends: ['root.s2-eth3', 'h3.h3-eth0'] },
  ])
  expect(ignored).toEqual([
    'controllers',
    'hosts.h2.externalInterfaces',
    'switches.s2.dpid',
    'switches.s2.startCommand',
    'switches.s2.switchType: user, a bridge stands for it',
    'links[0].max_queue_size',
    'links[1].speedup',
    'links[2].delay: a while',
    'links[4] (s1 – c0)',
  ])
})

test.each([
  [
    'names alone',
    {
      hosts: ['h1', 'h2'],
      switches: ['s1'],
      links: [
        ['h1', 's1'],
        ['h2', 's1', { bw: 10, delay: '5ms' }],
      ],
    },
  ],
  [
    'by name',
    {
      hosts: { h1: null, h2: '10.0.0.2/8' },
      switches: { s1: {} },
      links: [
        { node1: 'h1', node2: 's1' },
        { source: 'h2', target: 's1', bw: 10, delay: '5ms' },
      ],
    },
  ],
  [
    'objects with a name',
    {
      hosts: [{ name: 'h1', ip: '10.0.0.1/8' }, { id: 'h2' }],
      switches: [{ name: 's1' }],
      links: [{ endpoints: ['h1', 's1'] }, { from: 'h2', to: 's1', port2: 2, opts: { bw: 10, delay: '5ms' } }],
    },
  ],
])('hosts, switches and links as one writes them for Mininet: %s', (_, data) => {
  expect(readForeign(data)).toEqual({
    topology: {
      namespaces: {
        h1: { links: { 'h1-eth0': { addresses: ['10.0.0.1/8'] } } },
        h2: { links: { 'h2-eth0': { addresses: ['10.0.0.2/8'] } } },
      },
      bridges: { s1: ['s1-eth1', 's1-eth2'] },
      links: [
        { ends: ['h1.h1-eth0', 'root.s1-eth1'] },
        { ends: ['h2.h2-eth0', 'root.s1-eth2'], rateMbit: 10, delayMs: 5 },
      ],
    },
    ignored: [],
  })
})

test('a topology of the P4 tutorials: ports of switches, gateways; what cannot be read is named', () => {
  const read = readForeign({
    hosts: {
      h1: {
        ip: '10.0.1.1/24',
        mac: '08:00:00:00:01:11',
        commands: ['ip route add default via 10.0.1.10', 'arp -i eth0 -s 10.0.1.10 08:00:00:00:01:00'],
      },
      h2: { ip: '10.0.1.10/24', gateway: '10.0.1.1' },
    },
    switches: { s1: { runtime_json: 's1.json' } },
    links: [['h1', 's1-p3', '2', '0.5'], ['s1-p1', 'h2'], ['h1'], 7, ['h1', 's9']],
  })
  expect(read).toEqual({
    topology: {
      namespaces: {
        h1: {
          links: { 'h1-eth0': { addresses: ['10.0.1.1/24'], mac: '08:00:00:00:01:11' } },
          routes: [{ destination: 'default', via: '10.0.1.10' }],
        },
        h2: {
          links: { 'h2-eth0': { addresses: ['10.0.1.10/24'] } },
          routes: [{ destination: 'default', via: '10.0.1.1' }],
        },
      },
      bridges: { s1: ['s1-eth3', 's1-eth1'] },
      links: [
        { ends: ['h1.h1-eth0', 'root.s1-eth3'], rateMbit: 0.5, delayMs: 2 },
        { ends: ['root.s1-eth1', 'h2.h2-eth0'] },
      ],
    },
    ignored: [
      'hosts.h1.startCommand: arp -i eth0 -s 10.0.1.10 08:00:00:00:01:00',
      'switches.s1.runtime_json',
      'links[2]',
      'links[3]',
      'links[4] (h1 – s9)',
    ],
  })
  expect(() => wantedNetwork(read?.topology ?? {})).not.toThrow()
})

test('what three say alike is named once', () => {
  const node = { kind: 'linux', image: 'alpine' }
  const links = [1, 2, 3].map((number) => ({ endpoints: [`a:eth${number}`, `b:eth${number}`], labels: { number } }))
  const read = readForeign({ topology: { nodes: { a: node, b: node, c: node }, links } })
  expect(read?.ignored).toEqual([
    'topology.nodes.*.image (3 of them: a, b, c)',
    'topology.links[*].labels (3 of them: 0, 1, 2)',
  ])
})

test('whatever stands in such a file is read, or named, or told of as wrong', () => {
  const odd = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom('n1:eth1', 'constructor:eth1', 'ip addr add x dev eth1', 'sysctl -w a'),
  )
  const some = (...keys: string[]) => fc.record(Object.fromEntries(keys.map((key) => [key, odd])), { requiredKeys: [] })
  const node = fc.oneof(odd, some('kind', 'group', 'exec', 'sysctls', 'image'))
  const containerlab = fc.record({
    topology: fc.record({
      nodes: fc.dictionary(fc.constantFrom('n1', 'n2', 'root', 'constructor'), node),
      links: fc.oneof(odd, fc.array(some('endpoints', 'endpoint', 'type', 'mtu', 'ipv4'))),
      defaults: node,
      kinds: odd,
      groups: odd,
    }),
  })
  const item = fc.oneof(
    odd,
    fc.record({ src: odd, dest: odd, opts: some('hostname', 'ip', 'bw', 'delay', 'vlanInterfaces') }),
  )
  const miniEdit = fc.record({
    hosts: fc.array(item),
    links: fc.array(item),
    switches: fc.array(item),
    application: odd,
  })
  fc.assert(
    fc.property(fc.oneof(containerlab, miniEdit), (data) => {
      const read = readForeign(data)
      if (read === undefined) return
      try {
        wantedNetwork(read.topology)
      } catch (error) {
        if (!(error instanceof TopologyError)) throw error
      }
    }),
  )
})

test('our own shape is no foreign one', () => {
  expect(readForeign({ namespaces: {}, links: [] })).toBeUndefined()
})
