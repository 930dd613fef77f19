import { expect, test } from 'vitest'
import { detour } from '../../../src/tools/explain/detour.js'
import { Neighbourhood } from '../../../src/tools/explain/paths.js'
import { address } from '../../network/build.js'
import { bridged, mapOf } from './hand-made.js'

/** ns1 has sent a packet for ns2 to a gateway, which forwards nothing. */
function sent(changes: Parameters<typeof bridged>[0]) {
  const map = mapOf(bridged(changes))
  const packet = { source: '10.0.0.1', destination: '10.0.0.2', protocol: 'icmp', port: null } as const
  return detour(
    { map, near: new Neighbourhood(map, 84) },
    { namespace: 'ns1', out: 'eth0', packet, target: 'ns2', isReturn: false },
  )
}

test.each([
  ['the way is free', {}],
  ['a port on the way is down', { p2: { up: false } }],
  ['a port on the way is none', { p1: { master: null } }],
  ['both ports are none', { p1: { master: null }, p2: { master: null } }],
])('who is beside the sender needs no gateway, but a route: %s', (_, changes) => {
  expect(sent(changes)).toMatchObject({
    cause: 'no-route',
    at: { namespace: 'ns1' },
    remedies: [{ command: 'ip -n ns1 route replace 10.0.0.0/24 dev eth0' }],
  })
})

test.each([
  ['elsewhere by its address', { 'ns1.eth0': { addresses: [address('10.0.7.1/24')] } }],
  [
    'elsewhere by its prefix, and by the wires',
    { 'ns2.eth0': { addresses: [address('10.0.0.2/32')] }, p1: { master: null } },
  ],
])('who is %s does need one', (_, changes) => {
  expect(sent(changes)).toBeUndefined()
})
