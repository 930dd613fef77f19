import { expect, test } from 'vitest'
import type { Fault } from '../../../src/tools/explain/fault.js'
import { Neighbourhood } from '../../../src/tools/explain/paths.js'
import { judge } from '../../../src/tools/explain/verdict.js'
import { Walk } from '../../../src/tools/explain/walk.js'
import { bridged, mapOf } from './hand-made.js'

const output = 'PING 10.0.0.2 (10.0.0.2) 56(84) bytes of data.\n\n3 packets transmitted, 0 received'
// Asked where a firewall dropped, and for policies of IPsec, of which there are none.
let policies = ''
const node = { nodes: [], spawn: () => Promise.resolve({ stdout: policies }) } as never

/** The verdict on a ping from ns1 to ns2 that was seen at so many places of its way, whatever the tables say. */
function verdictOn({ seen, fault, printed = output }: { seen: number; fault?: Fault; printed?: string }) {
  const state = bridged()
  state.namespaces[1]?.neighbours.push({
    family: 'inet',
    address: '10.0.0.2',
    link: 'eth0',
    mac: null,
    state: 'FAILED',
  })
  const map = mapOf(state)
  const walk = new Walk({ node, map, near: new Neighbourhood(map, 84), size: 84, wanted: null, signal: undefined })
  const way = [
    ['ns1', 'output last'],
    ['ns1', 'out eth0'],
    ['root', 'in p1'],
    ['root', 'out p2'],
    ['ns2', 'in eth0'],
    ['ns2', 'input last'],
  ] as const
  walk.checkpoints.push(...way.map(([namespace, place]) => ({ namespace, place, direction: 'forward' as const })))
  walk.visits.push({
    ...{ namespace: 'ns1', direction: 'forward', in: null, out: 'eth0', first: 0, last: 4 },
    ...{ says: 'to 10.0.0.2 directly by eth0', next: '10.0.0.2' },
  })
  if (fault !== undefined) walk.faults.push({ ...fault, first: 0, last: 5 })
  return judge({
    ...{ node, map, walk, signal: undefined },
    observation: {
      // Nothing was dropped by a rule at the link: what came in was seen within, too.
      count: (namespace, place, sight) => {
        const index = way.findIndex(([where, at]) => where === namespace && at === place.replace('within', 'in'))
        return index === -1 ? undefined : sight === 'request' && index < seen ? 3 : 0
      },
      ...{ output: printed, exitCode: printed === output ? 1 : 0, traces: {}, qdiscs: [] },
    },
    question: {
      ...{ from: 'ns1', address: '10.0.0.2', target: 'ns2', isByName: true, family: 'inet' },
      ...{ protocol: 'icmp', port: null, size: 56 },
    },
  })
}

const down: Fault = {
  cause: 'link-down',
  at: { node: 'host', namespace: 'root', link: 'p2' },
  evidence: ['p2 is down'],
  remedies: [{ command: 'ip link set p2 up', why: '' }],
}

test('what nothing explains is unknown, where it was seen last, with all that is known', async () => {
  const verdict = await verdictOn({ seen: 3 })
  expect(verdict).toMatchObject({ cause: 'unknown', at: { namespace: 'root', link: 'p2' }, reachable: false })
  expect(verdict.evidence).toEqual([
    'nothing in the configuration that was read explains it',
    'forward, by the tables of ns1: to 10.0.0.2 directly by eth0',
    'ns1 has the neighbour 10.0.0.2 on eth0: no MAC address, FAILED',
    "ns1's probe: the program said nothing",
    'the probe was last seen at p1 of root, coming in, not at p2 of root, going out',
  ])
  expect(verdict.disagreement).toMatch(/^the configuration says that it arrives, but the probe was last seen at p1/)
})

test('a policy of IPsec is asked for where nothing else explains it', async () => {
  const line = (prefix: string, action: string) =>
    `src ${prefix} dst ${prefix} proto icmp \\\tdir in ${action}priority 7 ptype main \n`
  policies = line('10.9.0.0/16', 'action block ') + line('10.0.0.0/24', '')
  expect(await verdictOn({ seen: 6 })).toMatchObject({ cause: 'unknown' })
  policies += line('10.0.0.0/24', 'action block ')
  const verdict = await verdictOn({ seen: 6 }).finally(() => (policies = ''))
  expect(verdict).toMatchObject({ cause: 'filtered', at: { namespace: 'ns2' }, disagreement: null })
  expect(verdict.remedies.map(({ command }) => command)).toEqual([
    'ip -n ns2 xfrm policy delete src 10.0.0.0/24 dst 10.0.0.0/24 proto icmp dir in',
  ])
})

test('what the configuration says and what was seen agree', async () => {
  const verdict = await verdictOn({ seen: 3, fault: down })
  expect(verdict).toMatchObject({ cause: 'link-down', at: down.at, disagreement: null, further: [] })
  expect(verdict.remedies).toEqual(down.remedies)
})

test('a packet that arrives in spite of a fault is told so first', async () => {
  const reply = '64 bytes from 10.0.0.2: icmp_seq=1 ttl=64 time=0.05 ms\n'
  const verdict = await verdictOn({ seen: 6, fault: down, printed: reply.repeat(3) })
  expect(verdict).toMatchObject({ cause: 'ok', reachable: true })
  expect(verdict.disagreement).toBe('the configuration says that p2 is down, and yet a probe came back')
})
