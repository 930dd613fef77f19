import { expect } from 'vitest'
import type { Lab } from '../../src/lab/index.js'

/** Text of everything that decides, as the tools print it, without what differs by chance. */
const look = String.raw`
for ns in root $(ls /run/netns); do
  [ $ns = root ] && in= || in="ip netns exec $ns"
  echo "== $ns"
  $in ip -br link | sed "s/@[^ ]*//"
  $in ip -o link | sed -n "s/^[0-9]*: \([^:@]*\).* protodown on.*/\1 protodown/p"
  $in ip -br addr | sed "s/@[^ ]*//"
  $in ip -6 addr show tentative
  $in ip route show table all | grep -v "^multicast\|^anycast" | sort
  $in ip rule; $in ip -6 rule; $in ip nexthop
  $in ip neigh show nud permanent; $in ip neigh show proxy
  $in bridge fdb show 2>/dev/null | grep -v "33:33\|01:00:5e" | grep "static\|dst\|permanent" | sort
  $in bridge -d link show | sed "s/@[^ ]*//"
  $in tc qdisc show | sed "s/refcnt [0-9]*//; s/direct_packets_stat [0-9]*//" | sort
  for dev in e1 e135 e999; do $in tc class show dev $dev 2>/dev/null; done
  $in nft -s list ruleset 2>/dev/null | sort
  $in iptables-legacy-save 2>/dev/null | grep -v "^[#:]"
  $in sysctl -a 2>/dev/null | grep "rp_filter\|forward\|icmp\|ttl\|arp_\|disable_ipv6\|accept_dad\|nf-call\|mcast_solicit"
done
true
`

/** A network with something of all that neither a state nor a request says. */
export const everySetting = `
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
ip -n a route add broadcast 10.8.8.8 dev e1 table local; ip -n a route add local 10.8.8.9 dev lo table local
ip -n a nexthop add id 1 via 10.0.0.2 dev e1 proto static; ip -n a nexthop add id 2 via 10.0.0.3 dev e1
ip -n a nexthop add id 3 blackhole; ip addr add 10.0.0.254/24 dev br0; until ip nexthop add id 1 via 10.0.0.2 dev br0 2>/dev/null; do sleep 0.02; done; ip -n a -6 nexthop add id 4 dev e1; ip -n a nexthop add id 6 via 10.0.0.9 fdb
ip -n a nexthop add id 5 group 1,5/2; ip -n a route add 10.11.0.0/16 nhid 5 mtu 1300; ip -n a route add 10.12.0.0/16 nhid 3
ip -n a -6 route add 2001:db8:8::/48 nhid 4 metric 7; ip -n a route add default nhid 1 table 78
ip -n a rule add pref 100 not from 10.0.0.0/8 ipproto tcp dport 80-90 lookup 77
ip -n a rule add pref 101 fwmark 1/3 prohibit; ip -n a -6 rule add pref 102 to 2001:db8::/32 lookup 77
ip -n b rule del pref 32766; ip -n b route del 10.0.0.0/24
ip -n b neigh replace 10.0.0.9 lladdr 02:00:00:00:00:99 dev e2 nud permanent
ip -n b neigh add proxy 10.0.0.77 dev e2
ip -n b link set e2 txqueuelen 55 mtu 1300 alias 'to the bridge'
ip netns exec a sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.e1.rp_filter=1 net.ipv4.conf.e1.forwarding=0 net.ipv6.conf.all.forwarding=1
ip netns exec b sysctl -qw net.ipv4.icmp_echo_ignore_all=1 net.ipv4.conf.all.arp_ignore=1
ip netns exec b sysctl -qw net.ipv4.neigh.e2.mcast_solicit=2
ip netns exec a tc qdisc add dev e1 root handle 1: htb default 0x10
ip netns exec a tc class add dev e1 parent 1: classid 1:10 htb rate 1mbit
ip netns exec b tc qdisc add dev e2 root tbf rate 5mbit burst 10k latency 50ms
ip netns exec a iptables -P FORWARD DROP
ip netns exec a iptables -A INPUT -p tcp --dport 80 -m comment --comment 'a b' -j ACCEPT
ip netns exec a iptables -t nat -A POSTROUTING -s 10.0.0.0/24 -o e1 -j MASQUERADE
ip netns exec a ip6tables -A INPUT -p icmpv6 -j ACCEPT
ip netns exec b nft 'table inet f { set s { type ipv4_addr; elements = { 10.1.1.1 } }; chain i { type filter hook input priority 0; ip saddr @s counter drop; } }'
nft 'table bridge f { chain f { type filter hook forward priority 0; ether type arp accept; }; }'
ip link add vx type vxlan id 42 dstport 4789 local 192.0.2.1 remote 192.0.2.2 ttl 7; ip link set vx protodown on
bridge fdb append 00:00:00:00:00:00 dev vx dst 192.0.2.3
ip link add mv link p1 type macvlan mode bridge; ip link set mv netns b; ip tuntap add tap0 mode tap
ip -n b link set e2 arp off`

/** Of the lab's own machine, and of each further node. */
export async function seen(lab: Lab): Promise<string> {
  const nodes = [...new Set((await lab.state()).namespaces.map(({ node }) => node))].filter((node) => node !== 'host')
  const looks = [lab, ...(await lab.nodes(nodes))].map(async ({ sh }) => {
    const { stdout } = await sh({ quiet: true, fails: 'maybe' })`sh -c ${look}`
    return stdout
  })
  return (await Promise.all(looks)).map((text, index) => `=== ${nodes[index - 1] ?? 'host'}\n${text}`).join('')
}

/** Builds a network, by shell lines or otherwise, takes a snapshot that goes through JSON, restores it and looks at it. */
export async function restoredAlike(lab: Lab, build: string | (() => Promise<void>)): Promise<void> {
  if (typeof build === 'string') await lab.sh({ quiet: true })`sh -c ${build}`
  else await build()
  // Carriers come, and addresses are tested, some time after a link is up.
  await expect.poll(() => seen(lab)).not.toMatch(/NO-CARRIER|tentative/)
  const before = await seen(lab)
  const snapshot = JSON.parse(JSON.stringify(await lab.snapshot())) as Awaited<ReturnType<Lab['snapshot']>>
  const { missing } = await lab.restore(snapshot)
  expect(missing).toEqual([])
  await expect.poll(() => seen(lab)).toBe(before)
}
