import { expect, test } from 'vitest'
import type { Rule } from '../../../src/network/index.js'
import { notTakenIn } from '../../../src/tools/explain/local-route.js'
import { route } from '../../network/build.js'
import { bridged, mapOf } from './hand-made.js'

const rule: Rule = {
  ...{ family: 'inet', priority: 0, from: 'all', to: null, table: 'local' },
  ...{ action: null, iif: null, oif: null, fwmark: null },
}
const own = route('10.0.0.2', { table: 'local', type: 'local', link: 'eth0' })

/** What ns2 makes of a packet to an address. */
function inNs2(destination: string, routes = [own], rules = [rule], direction: 'forward' | 'return' = 'forward') {
  const state = bridged()
  Object.assign(state.namespaces[2] ?? {}, { routes, rules })
  const packet = { source: null, destination, protocol: 'icmp' as const, port: null }
  return notTakenIn(mapOf(state), 'ns2', packet, direction, 'eth0')
}

test('an address with its route in the table local is taken for its own, another is none', () => {
  expect(inNs2('10.0.0.2')).toBeUndefined()
  expect(inNs2('10.0.0.1')).toBeUndefined()
})

test.each(['forward', 'return'] as const)(
  'without that route, on the way %s, the remedy adds it again',
  (direction) => {
    const connected = route('10.0.0.0/24', { link: 'eth0' })
    expect(inNs2('10.0.0.2', [connected], [rule], direction)).toMatchObject({
      cause: direction === 'forward' ? 'no-route' : 'no-return-route',
      at: { namespace: 'ns2' },
      remedies: [
        { command: 'ip -n ns2 route add local 10.0.0.2 dev eth0 table local proto kernel scope host src 10.0.0.2' },
      ],
    })
  },
)

test('without the rule that asks the table, that is to be added', () => {
  expect(inNs2('10.0.0.2', [own], [])).toMatchObject({
    cause: 'policy-rule',
    remedies: [{ command: 'ip -n ns2 rule add pref 0 lookup local' }],
  })
})
