import { expect, test } from 'vitest'
import { foldTimeline, type LabEvent } from '../../src/network/index.js'
import { lo, network, veth } from './build.js'

test('a state that is told at the very end, as by the last read, is the last one', () => {
  const initial = network({
    a: { links: [lo(), veth('eth0', 2, [2, 1], { up: true, carrier: false })], namespaceIds: { 1: 'b' } },
    b: { links: [lo(), veth('eth0', 2, [2, 0])], namespaceIds: { 0: 'a' } },
  })
  const up: LabEvent = {
    v: 1,
    atMs: 340,
    kind: 'link-changed',
    namespace: 'a',
    link: 'eth0',
    index: 2,
    linkKind: 'veth',
    up: true,
    carrier: true,
    operState: 'UP',
    state: 'up',
    change: 'changed',
  }
  const [track] = foldTimeline(initial, [up], 340).tracks
  expect(track?.spans).toEqual([
    { state: 'no carrier', fromMs: 0, toMs: 340 },
    { state: 'up', fromMs: 340, toMs: 340 },
  ])
})
