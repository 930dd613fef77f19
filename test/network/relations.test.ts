import { describe, expect, test } from 'vitest'
import {
  findLink,
  linkState,
  linkStateIn,
  parseEndpoint,
  peerOf,
  portsOf,
  vethPairs,
  type Bridge,
} from '../../src/network/index.js'
import { adminDown, bridge, lo, network, veth } from './build.js'
import { recordedState } from './fixtures.js'

const pair = network({
  root: { namespaceIds: { 0: 'ns1', 1: 'ns2' }, links: [lo()] },
  ns1: { namespaceIds: { 0: 'ns2' }, links: [lo(), veth('veth1', 3, [2, 0])] },
  ns2: { namespaceIds: { 4: 'ns1' }, links: [lo(), veth('veth2', 2, [3, 4])] },
})

test('a peer is found by index and namespace id, from both ends', () => {
  const [one, other] = [findLink(pair, 'ns1.veth1'), findLink(pair, { namespace: 'ns2', link: 'veth2' })]
  expect(one && peerOf(pair, one)).toBe(other)
  expect(other && peerOf(pair, other)).toBe(one)
})

test('a link of another kind, or one whose peer is in an unnamed namespace, has none', () => {
  const state = network({ ns1: { links: [lo(), veth('veth1', 3, [2, 9])] } })
  const [loopback, end] = state.namespaces[0]?.links ?? []
  expect(loopback && peerOf(state, loopback)).toBeUndefined()
  expect(end && peerOf(state, end)).toBeUndefined()
})

test('an index that belongs to another kind of link is no peer', () => {
  const state = network({ root: { links: [lo(), veth('veth1', 3, [4, null]), bridge('br0', 4)] } })
  const end = findLink(state, 'root.veth1')
  expect(end && peerOf(state, end)).toBeUndefined()
})

test('two nodes may have namespaces of the same name', () => {
  const [here, there] = [pair, network({ ns1: { links: [veth('veth1', 3, [4, null]), veth('other', 4, [3, null])] } })]
  const second = there.namespaces.map((space) => ({ ...space, node: 'second' }))
  const both = { namespaces: [...here.namespaces, ...second] }
  const end = second[0]?.links[0]
  expect(end && peerOf(both, end)?.name).toBe('other')
  expect(findLink(both, { node: 'second', namespace: 'ns1', link: 'other' })?.name).toBe('other')
  expect(findLink(both, { node: 'host', namespace: 'ns1', link: 'other' })).toBeUndefined()
})

test('a pair comes once, the first name first within a namespace, else the first namespace', () => {
  const state = network({
    root: {
      namespaceIds: { 0: 'ns1' },
      links: [veth('veth10', 2, [3, null]), veth('veth2', 3, [2, null]), veth('z', 4, [2, 0])],
    },
    ns1: { namespaceIds: { 0: 'root' }, links: [veth('a', 2, [4, 0])] },
  })
  expect(vethPairs(state).map((ends) => ends.map(({ name }) => name))).toEqual([
    ['veth2', 'veth10'],
    ['z', 'a'],
  ])
})

test('ports of a bridge come in the order of their indexes, and only those of its namespace', () => {
  const state = network({
    root: {
      links: [veth('p2', 9, [1, 0], { master: 'br0' }), bridge('br0', 3), veth('p1', 5, [1, 1], { master: 'br0' })],
    },
    ns1: { links: [bridge('br0', 2), veth('q', 4, [1, 0], { master: 'br0' })] },
  })
  const br0 = findLink(state, 'root.br0') as Bridge
  expect(portsOf(state, br0).map(({ name }) => name)).toEqual(['p1', 'p2'])
})

test('an endpoint is split at the first dot', () => {
  expect(parseEndpoint('ns1.eth0.5')).toEqual({ namespace: 'ns1', link: 'eth0.5' })
  expect(parseEndpoint('ns1')).toEqual({ namespace: 'ns1' })
})

describe('the state of a link', () => {
  const up = { up: true, carrier: true, operState: 'UP' } as const
  test.each([
    ['absent', undefined, undefined],
    ['admin down', { ...up, up: false, carrier: false, operState: 'DOWN' }, { up: true }],
    ['admin down', { ...up, up: false, carrier: false, operState: 'DOWN' }, { up: false }],
    // A peer elsewhere: the kernel only says DOWN.
    ['lower layer down', { ...up, carrier: false, operState: 'DOWN' }, { up: false }],
    // A peer in the same namespace, or an unknown one.
    ['lower layer down', { ...up, carrier: false, operState: 'LOWERLAYERDOWN' }, undefined],
    ['no carrier', { ...up, carrier: false, operState: 'DOWN' }, { up: true }],
    ['no carrier', { ...up, carrier: false, operState: 'DOWN' }, undefined],
    ['up', up, { up: true }],
    ['up', { ...up, operState: 'UNKNOWN' }, undefined],
    // The carrier is back, and the operational state follows in a moment.
    ['up', { ...up, operState: 'LOWERLAYERDOWN' }, { up: true }],
  ] as const)('%s', (state, link, peer) => {
    expect(linkState(link, peer)).toBe(state)
  })

  test('is looked up with its peer within a network', () => {
    const state = network({
      ns1: { namespaceIds: { 0: 'ns2' }, links: [veth('veth1', 3, [2, 0], { carrier: false, operState: 'DOWN' })] },
      ns2: { namespaceIds: { 0: 'ns1' }, links: [veth('veth2', 2, [3, 0], adminDown)] },
    })
    const [one, other] = state.namespaces.map(({ links }) => links[0])
    expect(one && linkStateIn(state, one)).toBe('lower layer down')
    expect(other && linkStateIn(state, other)).toBe('admin down')
  })

  test('as recorded: up with its peer down beside it, and a bridge with a port', () => {
    const state = recordedState('6.1')
    const states = (names: string[]) =>
      names.map((name) => {
        const link = findLink(state, name)
        return link && linkStateIn(state, link)
      })
    expect(states(['root.va', 'root.vb', 'root.br0', 'ns1.veth1', 'ns2.lo'])).toEqual([
      'lower layer down',
      'admin down',
      'up',
      'up',
      'admin down',
    ])
  })
})
