import { expect, test } from 'vitest'
import { readForeign, wantedNetwork } from '../../../src/network/index.js'

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
      n2: { links: { eth1: {} }, routes: [] },
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
  expect(read?.topology.links).toEqual([{ ends: ['n1.eth1', 'n2.eth1'], mtu: 1400 }])
  expect(read?.ignored).toEqual([
    'topology.links[0].labels',
    'topology.links[1].endpoint',
    'topology.links[1].host-interface',
    'topology.links[1]',
  ])
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
        h1: { links: { 'h1-eth0': { addresses: '10.0.0.7/8' } } },
        h2: { links: { 'h2-eth0': { addresses: '10.0.0.2/8' } } },
      },
      bridges: { s1: ['s1-eth1', 's1-eth2'] },
      links: [{ ends: ['h1.h1-eth0', 'root.s1-eth1'], rateMbit: 10 }, { ends: ['root.s1-eth2', 'h2.h2-eth0'] }],
    },
    ignored: ['controllers'],
  })
  expect(() => wantedNetwork(read?.topology ?? {})).not.toThrow()
})

test('our own shape is no foreign one', () => {
  expect(readForeign({ namespaces: {}, links: [] })).toBeUndefined()
})
