import { expect, test } from 'vitest'
import {
  describeChange,
  diff,
  fullName,
  hasSeveralNodes,
  meantNamespace,
  notableChanges,
  ofNode,
  vethPairs,
  withFullNames,
} from '../../src/network/index.js'
import { cluster, pair } from '../views/support/network.js'

test('one node needs no full names', () => {
  const state = pair().state()
  expect(withFullNames(state)).toBe(state)
  expect(hasSeveralNodes(state)).toBe(false)
})

test('with full names the network is the same, as of one machine', () => {
  const state = cluster().state()
  const full = withFullNames(state)
  const ends = (network: typeof state) => vethPairs(network).map((pairs) => pairs.map(({ name }) => name))
  expect(ends(full)).toEqual(ends(state))
  expect(full.namespaces.map(({ node, name }) => [node, name])).toContainEqual(['host', 'node1/pod1'])
})

test.each([
  ['root', undefined, 'root'],
  ['node2', undefined, 'node2/root'],
  ['node2/pod1', undefined, 'node2/pod1'],
  ['pod1', 'node2', 'node2/pod1'],
  ['root', 'node2', 'node2/root'],
  ['node3', 'node2', 'node3/root'],
  ['pod1', undefined, undefined],
  ['node9/pod1', undefined, undefined],
])('%s, said on %s, means %s', (name, node, meant) => {
  const found = meantNamespace(cluster().state(), name, node)
  expect(found && fullName(found)).toBe(meant)
})

test('changes are told with the node', () => {
  const after = cluster().veth('node1/root.eth9', 'node2/root.eth9').namespace('node4/root').state()
  const words = notableChanges(diff(cluster().state(), after)).map(describeChange)
  expect(words.slice(0, 2)).toEqual([
    'node node4 was added',
    'the veth pair eth9 (in node1) – eth9 (in node2) was added',
  ])
})

test('the part of a network that is on one node', () => {
  expect(ofNode(cluster().state(), 'node1').namespaces.map(({ name }) => name)).toEqual(['root', 'pod1', 'pod2'])
})
