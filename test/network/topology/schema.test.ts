import { Ajv2020 } from 'ajv/dist/2020.js'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import {
  chain,
  mesh,
  nodes,
  pair,
  ring,
  star,
  topologySchema,
  tree,
  wantedNetwork,
  type Topology,
} from '../../../src/network/index.js'

const validate = new Ajv2020().compile(topologySchema)

/** Every key that the types have; the compiler holds it against them. */
const full: Required<Topology> = {
  nodes: ['node1'],
  namespaces: {
    ns1: {
      links: {
        eth0: {
          addresses: ['10.0.0.1/24'],
          up: true,
          mtu: 1400,
          mac: '02:00:00:00:00:01',
          port: { isolated: true, cost: 7 },
        },
        vx0: { kind: { type: 'vxlan', id: 100, port: 4789, remote: '10.0.0.2', over: 'eth0', learning: false } },
        mv0: { kind: { type: 'macvlan', over: 'eth0', mode: 'bridge' } },
        vl0: { kind: { type: 'vlan', over: 'eth0', id: 7 } },
        d0: { kind: { type: 'dummy' } },
        t0: { kind: { type: 'tun', mode: 'tap' } },
      },
      routes: [
        {
          destination: 'default',
          via: '10.0.0.2',
          link: 'eth0',
          source: '10.0.0.1',
          metric: 5,
          table: '100',
          onlink: true,
        },
      ],
      rules: [
        {
          family: 'inet',
          priority: 100,
          from: '10.0.0.0/24',
          to: '10.1.0.0/24',
          iif: 'eth0',
          oif: 'eth0',
          fwmark: '1',
          table: '100',
        },
      ],
      sysctls: { 'net.ipv4.ip_forward': 1 },
      nftables: 'table ip nat {}',
      services: ['sleep 100'],
    },
    ns2: { eth0: [] },
    node1: { eth0: '10.0.0.9/24' },
  },
  bridges: {
    br0: {
      ports: ['ns1.eth0', 'node1.eth0'],
      addresses: '10.0.0.254/24',
      subnet: '10.0.0.0/24',
      stp: true,
      vlanFiltering: true,
      ageingSeconds: 30,
      up: true,
      mtu: 1400,
      mac: '02:00:00:00:00:02',
    },
  },
  links: [
    {
      ends: ['ns2.eth0', 'root.p0'],
      mtu: 1400,
      subnet: '10.1.0.0/24',
      rateMbit: 10,
      delayMs: 5,
      jitterMs: 1,
      lossRatio: 0.1,
    },
  ],
}

test('the published schema is the one that is checked by', () => {
  const published = readFileSync(new URL('../../../schema/topology.v1.json', import.meta.url), 'utf8')
  expect(JSON.parse(published)).toEqual(topologySchema)
})

test.each<[string, Topology]>([
  ['everything', full],
  ['pair', pair()],
  ['star', star(3)],
  ['chain', chain(4)],
  ['ring', ring(5)],
  ['mesh', mesh(4)],
  ['tree', tree(2, 2)],
  ['nodes', nodes(2)],
])('%s is valid by it, and for lab.build', (_, topology) => {
  expect({ valid: validate(topology), errors: validate.errors }).toEqual({ valid: true, errors: null })
  expect(() => wantedNetwork(topology)).not.toThrow()
})

test.each([
  { namespace: {} },
  { links: [['one']] },
  { bridges: { br0: { port: [] } } },
  { namespaces: { a: { links: { b: { mtu: 'x' } } } } },
])('%j is invalid by both', (topology) => {
  expect(validate(topology)).toBe(false)
  expect(() => wantedNetwork(topology as Topology)).toThrow(/The topology has/)
})
