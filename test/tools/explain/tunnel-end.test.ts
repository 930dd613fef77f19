import { expect, test } from 'vitest'
import type { Address, OtherLink } from '../../../src/network/index.js'
import { missingEnds } from '../../../src/tools/explain/tunnel-end.js'
import { address, bridge, network, veth } from '../../network/build.js'
import { mapOf } from './hand-made.js'

const vxlan: OtherLink = {
  ...veth('vx', 3, [0, null], { master: 'br0' }),
  kind: 'other',
  type: 'vxlan',
  made: { type: 'vxlan', id: 42, port: 4789, local: '192.168.9.1', remote: '192.168.9.2' },
  overIndex: 1,
}

/** What is missing on the machine `right`, to which vx of the machine `left` sends, as `cause place`, and the remedies. */
function missing(remotes: readonly string[], addresses: Address[]) {
  const state = network({
    left: {
      namespaceIds: { 0: 'right' },
      links: [veth('eth0', 1, [1, 0], { addresses: [address('192.168.9.1/24')] }), bridge('br0', 2), vxlan],
    },
    right: { namespaceIds: { 0: 'left' }, links: [veth('eth0', 1, [1, 0], { addresses }), bridge('br0', 2)] },
  })
  const entry = { link: 'vx', mac: '00:00:00:00:00:00', port: null, vni: null, via: null, isPermanent: true }
  const map = mapOf(state, { left: { remotes: remotes.map((remote) => ({ ...entry, remote })) } })
  const link = map.link('left', 'vx')
  if (link === undefined) throw new Error('no vx in left')
  const blocks = missingEnds(map, link, null).flatMap((end) => (end.namespace === 'right' ? end.blocks : []))
  return {
    causes: blocks.map(({ cause, at }) => `${cause} ${at.namespace}${at.link === undefined ? '' : `.${at.link}`}`),
    commands: blocks.map(({ remedies }) => remedies[0]?.command.split('\n').at(-1)),
  }
}

const there = [address('192.168.9.2/24')]
const join = 'ip -n right link set vx master br0 up'

test('a machine that a VXLAN link sends to has none itself', () => {
  expect(missing(['192.168.9.2'], there)).toEqual({ causes: ['no-link right'], commands: [join] })
})

test('and it has lost the address that is sent to', () => {
  expect(missing(['192.168.9.2'], [])).toEqual({
    causes: ['no-address right.eth0', 'no-link right'],
    commands: ['ip -n right addr add 192.168.9.2/24 dev eth0', join],
  })
})

test.each([
  ['no entry says where to send to', [], 'bridge -n left fdb append 00:00:00:00:00:00 dev vx dst 192.168.9.2'],
  [
    'nobody is where is sent to',
    ['192.168.9.77'],
    'bridge -n left fdb append 00:00:00:00:00:00 dev vx dst 192.168.9.2',
  ],
])('and %s', (_, remotes, append) => {
  expect(missing(remotes, there)).toEqual({
    causes: ['wrong-fdb left.vx', 'no-link right'],
    commands: [append, join],
  })
})
