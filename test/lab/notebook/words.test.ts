import { describe, expect, it } from 'vitest'
import {
  addressesOf,
  endpointNames,
  placeNames,
  wordsOf,
  type Meaning,
} from '../../../src/lab/notebook/completion/network-words.js'
import { addressPage, linkPage, namespacePage } from '../../../src/lab/notebook/inspection/network-page.js'
import type { NetworkState } from '../../../src/network/index.js'
import { address, adminDown, bridge, lo, network, route, veth } from '../../network/build.js'

const state: NetworkState = network({
  root: {
    links: [
      lo({ addresses: [address('127.0.0.1/8')] }),
      bridge('br0', 2),
      veth('veth11', 3, [2, 0], { master: 'br0' }),
    ],
    namespaceIds: { 0: 'ns1' },
  },
  ns1: {
    links: [lo(), veth('veth1', 2, [3, 1], { addresses: [address('192.168.1.103/24')], ...adminDown })],
    namespaceIds: { 1: 'root' },
    routes: [route('192.168.1.0/24', { link: 'veth1' }), route('127.0.0.0/8', { table: 'local' })],
  },
})
const two: NetworkState = {
  namespaces: [...state.namespaces, ...network({ root: {}, inner: {} }).namespaces.map((space) => ({ ...space, node: 'node2' }))], // prettier-ignore
}
const texts = (matches: { text: string }[]): string[] => matches.map(({ text }) => text)

describe('names in a network', () => {
  const words = (meaning: Meaning, namespace: string | null, node = 'host') =>
    texts(wordsOf(meaning, { state: two, node, namespace }))
  it('are those of where the command runs', () => {
    expect(words('link', 'root')).toEqual(['lo', 'br0', 'veth11'])
    expect(words('link', 'ns1')).toEqual(['lo', 'veth1'])
    expect(words('link', null)).toEqual([])
    expect(words('link', 'ns1', 'node2')).toEqual([])
    expect(words('master', 'root')).toEqual(['br0'])
    expect(words('namespace', 'root')).toEqual(['ns1'])
    expect(words('namespace', 'root', 'node2')).toEqual(['inner'])
    expect(words('own-address', 'ns1')).toEqual(['192.168.1.103/24'])
    expect(words('destination', 'ns1')).toEqual(['192.168.1.0/24'])
    expect(words('prefix', 'root')).toEqual(['default', '192.168.1.0/24'])
    expect(words('mac', 'root')).toHaveLength(3)
  })
  it('have a loopback’s addresses last', () => {
    expect(texts(addressesOf(two))).toEqual(['192.168.1.103', '127.0.0.1'])
  })
  it('are as the methods of a lab and of a node take them', () => {
    expect(texts(placeNames(two))).toEqual(['root', 'ns1', 'node2', 'node2/inner'])
    expect(texts(placeNames(two, 'node2'))).toEqual(['host', 'host/ns1', 'root', 'inner'])
    expect(texts(endpointNames(two))).toEqual(['root.br0', 'root.veth11', 'ns1.veth1'])
  })
})

describe('what is told of a name', () => {
  const [root, ns1] = state.namespaces as [NetworkState['namespaces'][0], NetworkState['namespaces'][0]]
  it('of an end of a pair: state, addresses, peer', () => {
    const { title, summary, blocks } = linkPage(state, ns1.links[1]!)
    expect([title, summary]).toEqual(['veth1', 'end of a veth pair in ns1'])
    expect(blocks[0]).toMatch(
      /^state {6}admin down\naddresses {2}192\.168\.1\.103\/24\npeer {7}veth11 in the root namespace, /,
    )
  })
  it('of a bridge: its ports', () => {
    expect(linkPage(state, root.links[1]!).blocks[0]).toContain('ports      veth11')
  })
  it('of a namespace: links and routes', () => {
    expect(namespacePage(state, ns1, 'ns1').blocks).toEqual([
      expect.stringMatching(/^lo {5}.+\nveth1 {2}admin down, 192\.168\.1\.103\/24$/),
      'routes  192.168.1.0/24 dev veth1',
    ])
  })
  it('of an address: who has it', () => {
    expect(addressPage(state, '192.168.1.103/24')?.blocks).toEqual(['veth1  in ns1, admin down'])
    expect(addressPage(state, '192.168.1.9')).toBeUndefined()
  })
})
