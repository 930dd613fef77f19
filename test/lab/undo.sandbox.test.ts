import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { forgetStops, stopForeground } from '../../src/lab/notebook/foreground.js'
import { openLab, UndoError, type Lab } from '../../src/lab/index.js'
import { bases } from '../../src/lesson/faults/bases.js'
import { setUp } from '../../src/lesson/faults/set-up.js'
import { recordShown, type RecordingSink } from './recording-sink.js'
import { seen } from './restoring.js'

let lab: Lab
let shown: RecordingSink
beforeAll(async () => {
  shown = recordShown()
  lab = await openLab({ name: 'undo' })
})
beforeEach(() => lab.reset())
afterAll(() => lab.dispose())

/** Runs lines, takes them back, and expects everything to be as it was. */
async function takenBack(lines: string, more = ''): Promise<string[]> {
  await lab.sh({ quiet: true })`sh -c ${`${bases['dual'] ?? ''}\n${more}`}`
  await expect.poll(() => seen(lab)).not.toMatch(/NO-CARRIER|tentative/)
  const before = await seen(lab)
  await lab.sh({ quiet: true })`sh -c ${lines}`
  expect(await seen(lab)).not.toBe(before)
  const { words, left } = await lab.undo()
  expect(left).toEqual([])
  await expect.poll(() => seen(lab)).toBe(before)
  return words
}

test('what took addresses and routes away is taken back, and told', async () => {
  const words = await takenBack('ip -n r link set left down; ip -n a addr flush dev eth0; ip -n b route del default')
  expect(words).toContain('eth0 in a has the address 10.1.0.2/24')
  expect(words.join('\n')).toContain('b has a new route: default via 10.2.0.1')
})

test('several next hops, an address with a peer, the kernel’s own routes, and all of a link that had another name come back', async () => {
  const words = await takenBack(
    `ip -n r link set left down; ip -n r link set left name up0; ip -n r link set up0 up
    ip -n b route flush table main; ip -n b addr flush dev eth0; ip -n r nexthop del id 7`,
    `ip -n a route add 10.5.0.0/16 nexthop via 10.1.0.1 weight 2 nexthop via 10.1.0.3
    ip -n a route add 10.6.0.0/16 via 10.1.0.1 mtu 1400; ip -n a link set eth0 txqueuelen 55
    ip -n a neigh replace 10.1.0.9 lladdr 02:00:00:00:00:99 dev eth0 nud permanent
    ip -n b addr add 10.9.0.1 peer 10.9.0.2/32 dev eth0; ip -n b route add 10.7.0.0/16 nexthop via 10.2.0.1 nexthop via 10.2.0.3
    ip -n a nexthop add id 5 via 10.1.0.1 dev eth0; ip -n a nexthop add id 6 group 5; ip -n a route add 10.8.0.0/16 nhid 6
    ip -n r link set lo up; ip -n r nexthop add id 7 blackhole; ip -n r route add 10.8.0.0/16 nhid 7`,
  )
  expect(words.join('\n')).not.toContain('accept_dad')
})

test('a route that the kernel made of an address comes back though the address stayed', () =>
  takenBack('ip -n b route flush table main; ip -n a -6 route flush table main'))

test('a namespace that was deleted comes back with its links, addresses, routes and settings', async () => {
  const words = await takenBack('ip netns del r')
  expect(words).toContain('namespace r was added')
  expect(words.join('\n')).toContain('set again: ip netns exec r sysctl')
})

test('settings that no state tells are taken back', () =>
  takenBack(`ip netns exec r sysctl -qw net.ipv4.ip_forward=0
    ip netns exec b iptables -A INPUT -p icmp -j DROP
    ip netns exec a tc qdisc add dev eth0 root tbf rate 1mbit burst 5k latency 50ms
    ip -n a neigh replace 10.1.0.9 lladdr 02:00:00:00:00:99 dev eth0 nud permanent
    ip -n b rule del pref 32767; ip netns add extra; ip link add br9 type bridge`))

test('a call that only looked is passed over; what was done before it is next', async () => {
  await lab.sh({ quiet: true })`ip netns add one`
  await lab.sh({ quiet: true })`ip netns add two`
  await lab.sh({ quiet: true })`ip netns list`
  expect((await lab.undo()).words).toEqual(['namespace two is gone'])
  expect(shown.last.at(-1)).toEqual({ 'text/plain': 'Taken back what was done last:\n  namespace two is gone' })
  expect((await lab.undo()).words).toEqual(['namespace one is gone'])
  await expect(lab.undo()).rejects.toThrow(UndoError)
})

test.each<[string, (lab: Lab) => Promise<unknown>, string]>([
  [
    'a node was ended',
    async (several) => (await several.nodes(['node2']))[0].dispose(),
    'the veth pair eth0 (in node1) – eth0 (in node2) was added',
  ],
  [
    'the end of a cable was moved, and a firewall set up',
    async (several) =>
      (await several.nodes(['node2']))[0].sh`ip netns add z; ip link set eth0 netns z; iptables -P INPUT DROP`,
    'the firewall in node2: as before',
  ],
])('of several nodes: %s', async (_, change, told) => {
  await setUp(lab, 'vxlan')
  const arrives = async () => (await lab.ping('node1/pod1', 'node2/pod2', { count: 1, timeoutMs: 1000 })).stats.received
  await expect.poll(arrives).toBe(1)
  const before = await lab.state()
  await change(lab)
  const { words, left } = await lab.undo()
  expect(left).toEqual([])
  expect(words).toContain(told)
  expect(lab.compare(before, await lab.state()).words).toEqual([])
  await expect.poll(arrives).toBe(1)
})

test('a build is taken back, and can be built again', async () => {
  const topology = {
    namespaces: {
      ns1: { links: { v1: '10.0.0.1/24' }, sysctls: { 'net.ipv4.ip_forward': 1 } },
      ns2: { v2: '10.0.0.2/24' },
    },
    links: [['ns1.v1', 'ns2.v2']],
  } as const
  await lab.build(topology)
  await lab.undo()
  expect((await lab.state()).namespaces.map(({ name }) => name)).toEqual(['root'])
  await lab.build(topology)
  expect((await lab.sh({ quiet: true })`ip netns exec ns1 sysctl -n net.ipv4.ip_forward`).stdout).toBe('1\n')
})

test('a call that was stopped says what it had changed, and how to take it back', async () => {
  const names = async () => (await lab.state()).namespaces.map(({ name }) => name)
  // In one line: a stop ends the line that runs, and those after it go on.
  const call = lab.sh({ quiet: true })`ip netns add left; sleep 1000`
  const failing = expect(call).rejects.toThrow(/By then: namespace left was added\. Take it back: await lab\.undo\(\)/)
  await expect.poll(names).toContain('left')
  stopForeground()
  await failing
  forgetStops()
  await lab.undo()
  expect(await names()).toEqual(['root'])
})
