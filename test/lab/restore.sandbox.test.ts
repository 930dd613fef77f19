import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { displaySymbol } from '../../src/display/index.js'
import { openLab, type Lab } from '../../src/lab/index.js'
import { bases } from '../../src/lesson/faults/bases.js'
import { setUp } from '../../src/lesson/faults/set-up.js'
import { randomNetwork } from './random-network.js'
import { recordShown, textOf, type RecordingSink } from './recording-sink.js'
import { everySetting, restoredAlike } from './restoring.js'

let lab: Lab
let shown: RecordingSink
beforeAll(async () => {
  shown = recordShown()
  lab = await openLab({ name: 'restore' })
})
beforeEach(() => lab.reset())
afterAll(() => lab.dispose())

test.each(['cluster', 'nat', 'dual'])('base %s comes back as it was', (base) =>
  restoredAlike(lab, () => setUp(lab, base)),
)

test('addresses come back in their order, by which a source is chosen', () =>
  restoredAlike(
    lab,
    `ip netns add a
ip link add p0 type veth peer name e0 netns a
ip link set p0 up; ip -n a link set lo up; ip -n a link set e0 up
ip -n a addr add 10.0.2.1/24 dev e0; ip -n a addr add 10.0.1.1/24 dev e0
ip -n a addr add 2001:db8:2::1/64 dev e0; ip -n a addr add 2001:db8:1::1/64 dev e0; ip -n a addr add 2001:db8:3::1/64 dev e0`,
  ))

test('routes come back though the addresses are gone by which their gateways were reached', () =>
  restoredAlike(
    lab,
    `ip netns add a
ip link add p0 type veth peer name e0 netns a
ip link set p0 up; ip -n a link set lo up; ip -n a link set e0 up
ip -n a addr add 10.0.1.1/24 dev e0; ip -n a addr add 10.9.0.1 peer 10.9.0.2/32 dev e0; ip -n a addr add 2001:db8::1/64 dev e0
ip -n a route add 10.5.0.0/16 nexthop via 10.0.1.2 weight 2 nexthop via 10.0.1.3
ip -n a route add default via 10.0.1.4; ip -n a -6 route add default via 2001:db8::9
ip -n a addr del 10.0.1.1/24 dev e0; ip -n a addr del 2001:db8::1/64 dev e0`,
  ))

test('a bucket of tokens comes back with its size, whatever its rate', () =>
  restoredAlike(
    lab,
    `ip netns add a
for rate in 1 7 9 40 135 999; do
  ip link add p$rate type veth peer name e$rate netns a
  ip link set p$rate up; ip -n a link set e$rate up
  tc qdisc add dev p$rate root tbf rate ''$rate''mbit burst 16k latency 50ms
  tc -n a qdisc add dev e$rate root handle 1: htb default 10
  tc -n a class add dev e$rate parent 1: classid 1:10 htb rate ''$rate''mbit ceil ''$((rate * 3))''mbit burst 7321 cburst 5431
done
ip -n a link set lo up`,
  ))

test('what cannot be restored is named, and what is no snapshot refused', async () => {
  await lab.sh({ quiet: true })`sh -c ${bases['veth'] ?? ''}`
  await lab.sh({ quiet: true })`ip netns exec ns2 python3 -m http.server 80 > /dev/null 2>&1 &
until ip netns exec ns2 ss -lnt | grep -q :80; do sleep 0.02; done`
  const snapshot = await lab.snapshot()
  const { missing } = await lab.restore(snapshot)
  expect(missing).toEqual(['the program that listened on tcp port 80 in ns2'])
  await expect(lab.restore({ ...snapshot, v: 2 as 1 })).rejects.toThrow(/of version 2, and 1 is known here/)
  await expect(lab.restore((await lab.state()) as never)).rejects.toThrow(/a state \(lab.state\(\)\) has no firewall/)
  await expect(lab.restore(JSON.stringify(snapshot) as never)).rejects.toThrow('this is a text: JSON.parse it first')
  const [root, ...others] = snapshot.spaces
  // One that was saved before nexthop objects were read is as good.
  const { nexthops: _, ...older } = root!
  expect((await lab.restore({ ...snapshot, spaces: [older, ...others] })).missing).toEqual(missing)
  const damaged = { ...snapshot, spaces: [{ ...root!, sysctls: undefined as never }, ...others] }
  await expect(lab.restore(damaged)).rejects.toThrow('this snapshot is damaged: spaces[0] (root).sysctls is no object')
})

test('names that would lead out of their folder are refused', async () => {
  const snapshot = await lab.snapshot()
  const named = (node: string, name: string) => ({
    ...snapshot,
    state: { namespaces: [...snapshot.state.namespaces, { ...snapshot.state.namespaces[0]!, node, name }] },
  })
  await expect(lab.restore(named('../x', 'root'))).rejects.toThrow('a node of this snapshot is named "../x"')
  await expect(lab.restore(named('host', '../../tmp/x'))).rejects.toThrow('a namespace of this snapshot is named')
})

test('nodes of a lab give way to those of a snapshot, and come back', async () => {
  await setUp(lab, 'vxlan')
  const snapshot = await lab.snapshot()
  expect(snapshot[displaySymbol]()).toMatchObject({
    'text/plain': 'A snapshot of 5 namespaces (root, node1, node1/pod1, node2 and node2/pod2) with 10 links.',
  })
  await lab.reset()
  const empty = await lab.snapshot()
  const [node7] = await lab.nodes(['node7', 'node2'])
  await lab.link('node7.eth0', 'node2.eth0')
  shown.clear()
  await lab.restore(snapshot)
  // However long it took: its progress has given way to what came of it.
  expect(shown.last.map(textOf)).toEqual([expect.stringMatching(/^Restored 5 namespaces /)])
  const arrives = async () => (await lab.ping('node1/pod1', 'node2/pod2', { count: 1, timeoutMs: 1000 })).stats.received
  await expect.poll(arrives).toBe(1)
  await expect(node7.sh`true`).rejects.toThrow('No node is named node7')
  await lab.restore(empty)
  expect((await lab.state()).namespaces.map(({ node }) => node)).toEqual(['host'])
})

test('a snapshot that cannot be restored whole leaves the lab as it was', async () => {
  await lab.sh({ quiet: true })`sh -c ${bases['veth'] ?? ''}`
  const snapshot = JSON.parse(JSON.stringify(await lab.snapshot())) as typeof before
  const before = await lab.snapshot()
  snapshot.spaces[1]?.routes.push({ family: 'inet', words: '10.7.0.0/16 via 10.99.0.1 mtu 1400' })
  await expect(lab.restore(snapshot)).rejects.toThrow(
    /the lab is as it was: route 10.7.0.0\/16 via 10.99.0.1 mtu 1400 in ns1: .*gateway/,
  )
  expect(lab.compare(before.state, await lab.state()).words).toEqual([])
})

test('random networks come back as they were', () =>
  fc.assert(
    fc.asyncProperty(randomNetwork, async (lines) => {
      await lab.reset()
      await restoredAlike(lab, lines)
    }),
    { numRuns: 2, seed: 7 },
  ))

test('what a request does not say comes back, too', () => restoredAlike(lab, everySetting))
