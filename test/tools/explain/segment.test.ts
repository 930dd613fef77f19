import { expect, test } from 'vitest'
import type { NamespaceSnapshot } from '../../../src/network/index.js'
import { searchSegment } from '../../../src/tools/explain/segment.js'
import { adminDown } from '../../network/build.js'
import { bridged, mapOf } from './hand-made.js'

/** From eth0 in ns1 to eth0 in ns2: what is in the way, as `cause place`, and where it passes. */
function wayBetween(
  state = bridged(),
  frame = { mac: null as string | null, size: 84 },
  root: Partial<NamespaceSnapshot> = {},
) {
  const map = mapOf(state, { root })
  const start = map.link('ns1', 'eth0')
  if (start === undefined) throw new Error('no eth0 in ns1')
  const path = searchSegment(map, start, frame).find(({ to }) => to.namespace === 'ns2')
  return {
    steps: path?.steps.map(({ link, way }) => `${way} ${link.name} in ${link.namespace}`),
    blocks: path?.blocks.map(({ cause, at }) => `${cause} ${at.link ?? ''} in ${at.namespace}`),
    cost: path?.cost,
  }
}

test('a frame goes out by its link, through both ports and in at the other end', () => {
  expect(wayBetween()).toEqual({
    steps: ['out eth0 in ns1', 'in p1 in root', 'out p2 in root', 'in eth0 in ns2'],
    blocks: [],
    cost: 0,
  })
})

test.each([
  ['a port that is down', bridged({ p2: adminDown }), 'link-down p2 in root'],
  ['the other end down', bridged({ 'ns2.eth0': adminDown }), 'link-down eth0 in ns2'],
  ['a link that is no port', bridged({ p2: { master: null } }), 'not-bridged p2 in root'],
  ['the first link that is no port', bridged({ p1: { master: null } }), 'not-bridged p1 in root'],
  ['up at both ends and without a carrier', bridged({ 'ns1.eth0': { carrier: false } }), 'no-carrier eth0 in ns1'],
  ['a port that blocks', bridged({ p2: { port: { state: 'blocking' } as never } }), 'port-blocked p2 in root'],
])('%s is noted on the way, which goes on', (_, state, block) => {
  const { blocks, steps } = wayBetween(state)
  expect(blocks).toEqual([block])
  expect(steps?.at(-1)).toBe('in eth0 in ns2')
})

test('a frame too large for a link on the way', () => {
  expect(wayBetween(bridged({ p2: { mtu: 1000 } }), { mac: null, size: 1428 }).blocks).toContain('mtu p2 in root')
  expect(wayBetween(bridged({ p2: { mtu: 1000 } })).blocks).toEqual([])
})

test('what is on no way at all is not found', () => {
  const state = bridged()
  const [root] = state.namespaces
  if (root === undefined) throw new Error('no root')
  const cut = { ...state, namespaces: [{ ...root, links: [] }, ...state.namespaces.slice(1)] }
  expect(wayBetween(cut).steps).toBeUndefined()
})
