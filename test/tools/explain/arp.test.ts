import { expect, test } from 'vitest'
import { arpFaults } from '../../../src/tools/explain/arp.js'
import { bridged, mapOf } from './hand-made.js'

test.each([
  [
    'a link that asks nobody for a MAC address, and knows none',
    null,
    ['arp-off eth0 in ns1: net.ipv4.neigh.eth0.mcast_solicit=3'],
  ],
  ['the same link where it knows the neighbour', '02:00:00:00:00:02', []],
])('%s', (_, mac, told) => {
  const state = bridged()
  state.namespaces[1]?.neighbours.push({ family: 'inet', address: '10.0.0.2', link: 'eth0', mac, state: 'STALE' })
  const map = mapOf(state, { ns1: { sysctls: { 'ipv4/neigh/eth0/mcast_solicit': '0' } } })
  const [asker, owner] = [map.link('ns1', 'eth0'), map.link('ns2', 'eth0')]
  if (asker === undefined || owner === undefined) throw new Error('there is no eth0')
  const faults = arpFaults(map, asker, owner, '10.0.0.2')
  expect(
    faults.map(
      ({ cause, at, remedies }) =>
        `${cause} ${at.link ?? ''} in ${at.namespace}: ${remedies[0]?.command.split(' ').at(-1) ?? ''}`,
    ),
  ).toEqual(told)
})
