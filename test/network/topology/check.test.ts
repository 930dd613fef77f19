import { describe, expect, test } from 'vitest'
import { TopologyError, wantedNetwork, type Topology } from '../../../src/network/index.js'

function problemsOf(topology: unknown): string[] {
  try {
    wantedNetwork(topology as Topology)
  } catch (error) {
    if (error instanceof TopologyError) return error.problems.map(({ place, problem }) => `${place}: ${problem}`)
    throw error
  }
  return []
}

const two = { ns1: { eth0: '10.0.0.1/24' }, ns2: { eth0: '10.0.0.2/24' } }
const links = [['ns1.eth0', 'ns2.eth0']]

describe('what cannot be built is named with its place', () => {
  test.each<[string, unknown, string[]]>([
    ['nothing wrong', { namespaces: two, links }, []],
    ['an unknown key', { namespace: two }, ['namespace: there is no key namespace']],
    [
      'an unknown key below',
      { namespaces: { ns1: { links: {}, route: [] } } },
      ['namespaces.ns1.route: there is no key route'],
    ],
    ['a wrong type', { namespaces: { ns1: { eth0: 7 } } }, ['namespaces.ns1.eth0: 7 is a number']],
    [
      'a link with one end',
      { namespaces: { ns1: { eth0: '10.0.0.1/24' } } },
      ['namespaces.ns1.eth0: ns1.eth0 is a link with one end'],
    ],
    [
      'a pair with one end',
      { namespaces: two, links: [['ns1.eth0']] },
      ['links[0]: a link with one end', 'namespaces.ns2.eth0: ns2.eth0 is a link with one end'],
    ],
    [
      'a pair with one end beside what else is wrong',
      {
        namespaces: { ...two, averyverylongnamedns: { averyverylongname: { kind: { type: 'dummy' } } } },
        links: [...links, { ends: ['ns1.eth1'] }],
      },
      [
        'links[1].ends: a link with one end',
        'namespaces.averyverylongnamedns.averyverylongname: averyverylongname has 17 bytes, and the kernel takes 15',
      ],
    ],
    [
      'a name too long',
      { namespaces: { ns1: { averyverylongname: [] }, ns2: { b: [] } }, links: [['ns1.averyverylongname', 'ns2.b']] },
      ['namespaces.ns1.averyverylongname: averyverylongname has 17 bytes, and the kernel takes 15'],
    ],
    [
      'a malformed address in a list',
      { namespaces: { ns1: { links: { eth0: { addresses: ['10.0.0.1'] } } }, ns2: { eth0: '10.0.0.300/24' } }, links },
      [
        'namespaces.ns1.links.eth0.addresses[0]: 10.0.0.1 has no prefix length',
        'namespaces.ns2.eth0: "10.0.0.300/24" is no address',
      ],
    ],
    [
      'an address twice on one wire',
      { namespaces: { ns1: { eth0: '10.0.0.1/24' }, ns2: { eth0: '10.0.0.1/24' } }, links },
      ['namespaces.ns2.eth0: the address 10.0.0.1 is there twice on one wire'],
    ],
    [
      'an address outside its subnet',
      { namespaces: two, links: [{ ends: links[0], subnet: '10.0.1.0/24' }] },
      [
        'namespaces.ns1.eth0: 10.0.0.1/24 is outside its subnet 10.0.1.0/24',
        'namespaces.ns2.eth0: 10.0.0.2/24 is outside its subnet 10.0.1.0/24',
      ],
    ],
    [
      'the address of a network',
      { namespaces: { ...two, ns2: { eth0: '10.0.0.0/24' } }, links },
      ["namespaces.ns2.eth0: 10.0.0.0/24 is outside its subnet's hosts: it is the network itself"],
    ],
    [
      'a namespace that is none',
      { namespaces: two, links, bridges: { br0: ['ns3.eth0'] } },
      ['bridges.br0[0]: there is no namespace ns3'],
    ],
    [
      'an end in two places',
      { namespaces: two, links, bridges: { br0: ['ns1.eth0'] } },
      ['bridges.br0[0]: ns1.eth0 has its other end at namespaces.ns1.eth0 already'],
    ],
    [
      'a cycle of masters',
      { bridges: { br0: ['br1'], br1: ['br0'] } },
      ['bridges.br0: a cycle of masters: br0 → br1 → br0'],
    ],
    [
      'a gateway out of reach',
      {
        namespaces: {
          ns1: { links: { eth0: '10.0.0.1/24' }, routes: [{ destination: 'default', via: '10.0.1.1' }] },
          ns2: { eth0: [] },
        },
        links,
      },
      ['namespaces.ns1.routes[0].via: 10.0.1.1 is in no subnet of this namespace, which has 10.0.0.1/24'],
    ],
  ])('%s', (_, topology, expected) => {
    expect(problemsOf(topology)).toEqual(expected)
  })

  test('all at once, each with a remedy', () => {
    const topology: Topology = {
      namespaces: { ns1: { eth0: '10.0.0.1' }, ns2: { eth0: '10.0.0.2/24' }, ns3: { eth1: [] } },
      links: [['ns1.eth0', 'ns2.eth0']],
    }
    expect(() => wantedNetwork(topology)).toThrow(
      `The topology has 2 problems; nothing was made.
  - namespaces.ns3.eth1: ns3.eth1 is a link with one end. Make it a port: bridges: { br0: ['ns3.eth1'] }; or name the other end: links: [['ns3.eth1', 'ns2.veth2']]; or give it a kind.
  - namespaces.ns1.eth0: 10.0.0.1 has no prefix length. Write 10.0.0.1/24, say.`,
    )
  })

  test('a key that is nearly one is named', () => {
    expect(() => wantedNetwork({ namespaes: {} } as Topology)).toThrow('Did you mean namespaces?')
  })
})
