import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { displaySymbol } from '../../src/display/index.js'
import { openLab, type Lab } from '../../src/lab/index.js'
import { bases } from '../../src/lesson/faults/bases.js'
import { setUp } from '../../src/lesson/faults/set-up.js'
import { randomNetwork } from './random-network.js'
import { recordShown } from './recording-sink.js'
import { restoredAlike } from './restoring.js'

let lab: Lab
beforeAll(async () => {
  recordShown()
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
  await lab.restore(snapshot)
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

test('what a request does not say comes back, too', () =>
  restoredAlike(
    lab,
    `
    ip netns add a; ip netns add b
    ip link add br0 type bridge forward_delay 700 priority 100; ip link set br0 up
    ip link add p1 type veth peer name e1 netns a; ip link add p2 type veth peer name e2 netns b
    ip link set p1 master br0 up; ip link set p2 master br0 up
    ip -n a link set e1 up; ip -n b link set e2 up; ip -n a link set lo up
    bridge link set dev p1 hairpin on; bridge link set dev p2 mcast_flood off isolated on
    bridge fdb add 02:00:00:00:00:07 dev p1 master static; bridge fdb add 02:00:00:00:00:08 dev p2 master permanent
    ip -n a addr add 10.0.0.1/24 brd + dev e1; ip -n a addr add 10.9.0.1 peer 10.9.0.2/32 dev e1
    ip -n a addr add 2001:db8::1/64 dev e1; ip -n a addr add fe80::1/64 dev e1; ip -n b addr add 10.0.0.2/24 dev e2
    ip -n a route add 10.5.0.0/16 nexthop via 10.0.0.2 weight 2 nexthop via 10.0.0.3
    ip -n a route add 10.6.0.0/16 via 10.0.0.2 mtu 1400 metric 5 proto static
    ip -n a route add blackhole 10.7.0.0/16; ip -n a -6 route add unreachable 2001:db8:9::/48
    ip -n a -6 route add default via 2001:db8::5; ip -n a route add default via 10.0.0.2 table 77
    ip -n a rule add pref 100 not from 10.0.0.0/8 ipproto tcp dport 80-90 lookup 77
    ip -n a rule add pref 101 fwmark 1/3 prohibit; ip -n a -6 rule add pref 102 to 2001:db8::/32 lookup 77
    ip -n b rule del pref 32766; ip -n b route del 10.0.0.0/24
    ip -n b neigh replace 10.0.0.9 lladdr 02:00:00:00:00:99 dev e2 nud permanent
    ip -n b neigh add proxy 10.0.0.77 dev e2
    ip -n b link set e2 txqueuelen 55 mtu 1300 alias 'to the bridge'
    ip netns exec a sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.e1.rp_filter=1 net.ipv4.conf.e1.forwarding=0 net.ipv6.conf.all.forwarding=1
    ip netns exec b sysctl -qw net.ipv4.icmp_echo_ignore_all=1 net.ipv4.conf.all.arp_ignore=1
    ip netns exec a tc qdisc add dev e1 root handle 1: htb default 0x10
    ip netns exec a tc class add dev e1 parent 1: classid 1:10 htb rate 1mbit
    ip netns exec b tc qdisc add dev e2 root tbf rate 5mbit burst 10k latency 50ms
    ip netns exec a iptables -P FORWARD DROP
    ip netns exec a iptables -A INPUT -p tcp --dport 80 -m comment --comment 'a b' -j ACCEPT
    ip netns exec a iptables -t nat -A POSTROUTING -s 10.0.0.0/24 -o e1 -j MASQUERADE
    ip netns exec a ip6tables -A INPUT -p icmpv6 -j ACCEPT
    ip netns exec b nft 'table inet f { set s { type ipv4_addr; elements = { 10.1.1.1 } }; chain i { type filter hook input priority 0; ip saddr @s counter drop; } }'
    nft 'table bridge f { chain f { type filter hook forward priority 0; ether type arp accept; }; }'
    ip link add vx type vxlan id 42 dstport 4789 local 192.0.2.1 remote 192.0.2.2 ttl 7
    bridge fdb append 00:00:00:00:00:00 dev vx dst 192.0.2.3
    ip link add mv link p1 type macvlan mode bridge; ip link set mv netns b; ip tuntap add tap0 mode tap
    ip -n b link set e2 arp off`,
  ))
