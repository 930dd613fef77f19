import { expect, test } from 'vitest'
import type { Link, NetworkState } from '../../../src/network/index.js'
import { Neighbourhood } from '../../../src/tools/explain/paths.js'
import { subnetFault } from '../../../src/tools/explain/subnet.js'
import { address, route } from '../../network/build.js'
import { bridged, mapOf } from './hand-made.js'

function between(one: string, other: string, change: (state: NetworkState) => void = () => undefined) {
  const state = bridged({ 'ns1.eth0': { addresses: [address(one)] }, 'ns2.eth0': { addresses: [address(other)] } })
  change(state)
  const map = mapOf(state)
  const link = (namespace: string): Link => {
    const found = map.link(namespace, 'eth0')
    if (found === undefined) throw new Error(`no eth0 in ${namespace}`)
    return found
  }
  return subnetFault(map, new Neighbourhood(map, 84), [link('ns1'), link('ns2')], one.includes(':') ? 'inet6' : 'inet')
}

test.each([
  ['10.0.0.1/24', '10.0.0.2/24'],
  ['10.0.0.1/24', '10.0.0.2/8'],
  ['2001:db8::1/64', '2001:db8::2/64'],
])('%s and %s hold each other', (one, other) => {
  expect(between(one, other)).toBeUndefined()
})

test('the prefix that does not hold the other is odd, and keeps its address where only its length is wrong', () => {
  const fault = between('10.0.0.1/32', '10.0.0.2/24')
  expect(fault).toMatchObject({ cause: 'wrong-subnet', at: { namespace: 'ns1', link: 'eth0' } })
  expect(fault?.remedies.map(({ command }) => command)).toEqual([
    'ip -n ns1 addr del 10.0.0.1/32 dev eth0\nip -n ns1 addr add 10.0.0.1/24 dev eth0',
  ])
})

test('where neither holds the other, the one that routes elsewhere lead to is right', () => {
  const leadingTo = (via: string) => (state: NetworkState) => {
    state.namespaces[0]?.routes.push(route('default', { via }))
  }
  expect(between('10.0.0.1/24', '10.0.7.2/24', leadingTo('10.0.7.2'))?.at.namespace).toBe('ns1')
  const fault = between('10.0.0.1/24', '10.0.7.2/24', leadingTo('10.0.0.1'))
  expect(fault?.at.namespace).toBe('ns2')
  // The host part stays; nobody else has it there.
  expect(fault?.remedies[0]?.command).toContain('addr add 10.0.0.2/24')
})

test('two hosts with the same host part get different addresses', () => {
  expect(between('10.0.0.1/24', '10.0.7.1/24')?.remedies[0]?.command).toContain('addr add 10.0.0.2/24')
})

test('an end without an address is another matter', () => {
  expect(
    between('10.0.0.1/24', '10.0.0.2/24', (state) => {
      state.namespaces[2]?.links.forEach((link) => link.addresses.splice(0))
    }),
  ).toBeUndefined()
})

test('in a subnet that is no whole number of bytes, an address that routes lead to, else a host of it', () => {
  const command = (change?: (state: NetworkState) => void) =>
    between('10.255.0.5/30', '10.255.0.10/30', change)?.remedies[0]?.command
  expect(command()).toContain('addr add 10.255.0.6/30')
  expect(
    between('10.0.0.130/26', '10.9.9.2/26', (state) => {
      state.namespaces[0]?.routes.push(route('default', { via: '10.0.0.130' }))
      state.namespaces[1]?.routes.push(route('default', { via: '10.0.0.129' }))
    })?.remedies[0]?.command,
  ).toContain('addr add 10.0.0.129/26')
})
