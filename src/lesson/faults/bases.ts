const pair = (ns: string, link: string, peer: string, peerNs = '') =>
  `ip link add ${link} netns ${ns} type veth peer name ${peer}${peerNs === '' ? '' : ` netns ${peerNs}`}`
const up = (ns: string, link: string, address: string) =>
  `ip -n ${ns} addr add ${address} dev ${link}${address.includes(':') ? ' nodad' : ''}\nip -n ${ns} link set ${link} up`

const lines = (...parts: string[]) => parts.join('\n')

/** Networks that work, as shell lines; faults are put into copies of them. */
export const bases: Record<string, string> = {
  veth: lines(
    'ip netns add ns1\nip netns add ns2',
    pair('ns1', 'veth1', 'veth2', 'ns2'),
    up('ns1', 'veth1', '10.0.0.1/24'),
    up('ns2', 'veth2', '10.0.0.2/24'),
  ),
  bridge: lines(
    'ip link add br0 type bridge\nip link set br0 up',
    ...[1, 2, 3].flatMap((n) => [
      `ip netns add ns${n}`,
      pair(`ns${n}`, 'eth0', `p${n}`),
      `ip link set p${n} master br0 up`,
      up(`ns${n}`, 'eth0', `10.0.0.${n}/24`),
    ]),
  ),
  router: lines(
    'ip netns add r\nip netns exec r sysctl -qw net.ipv4.ip_forward=1',
    ...[1, 2].flatMap((n) => [
      `ip link add br${n} type bridge\nip link set br${n} up`,
      pair('r', `r${n}`, `pr${n}`),
      `ip link set pr${n} master br${n} up`,
      up('r', `r${n}`, `10.0.${n}.1/24`),
      `ip netns add h${n}`,
      pair(`h${n}`, 'eth0', `p${n}`),
      `ip link set p${n} master br${n} up`,
      up(`h${n}`, 'eth0', `10.0.${n}.2/24`),
      `ip -n h${n} route add default via 10.0.${n}.1`,
    ]),
  ),
  routers: lines(
    ...['a', 'r1', 'r2', 'r3', 'b'].map((name) => `ip netns add ${name}`),
    ...[1, 2, 3].map((n) => `ip netns exec r${n} sysctl -qw net.ipv4.ip_forward=1`),
    pair('a', 'eth0', 'left', 'r1'),
    pair('r1', 'right', 'left', 'r2'),
    pair('r2', 'right', 'left', 'r3'),
    pair('r3', 'right', 'eth0', 'b'),
    up('a', 'eth0', '10.1.0.2/24'),
    up('r1', 'left', '10.1.0.1/24'),
    up('r1', 'right', '10.2.0.1/24'),
    up('r2', 'left', '10.2.0.2/24'),
    up('r2', 'right', '10.3.0.1/24'),
    up('r3', 'left', '10.3.0.2/24'),
    up('r3', 'right', '10.4.0.1/24'),
    up('b', 'eth0', '10.4.0.2/24'),
    'ip -n a route add default via 10.1.0.1\nip -n b route add default via 10.4.0.1',
    'ip -n r1 route add 10.3.0.0/24 via 10.2.0.2\nip -n r1 route add 10.4.0.0/24 via 10.2.0.2',
    'ip -n r2 route add 10.1.0.0/24 via 10.2.0.1\nip -n r2 route add 10.4.0.0/24 via 10.3.0.2',
    'ip -n r3 route add 10.1.0.0/24 via 10.3.0.1\nip -n r3 route add 10.2.0.0/24 via 10.3.0.1',
  ),
  vxlan: lines(
    'ip netns add n1\nip netns add n2',
    pair('n1', 'eth0', 'eth0', 'n2'),
    ...[1, 2].flatMap((n) => [
      up(`n${n}`, 'eth0', `192.168.9.${n}/24`),
      `ip -n n${n} link add vx type vxlan id 42 dstport 4789 local 192.168.9.${n} remote 192.168.9.${3 - n} dev eth0`,
      `ip -n n${n} link add br0 type bridge\nip -n n${n} link set br0 up\nip -n n${n} link set vx master br0 up`,
      `ip netns add pod${n}`,
      pair(`pod${n}`, 'eth0', `p${n}`, `n${n}`),
      `ip -n n${n} link set p${n} master br0 up`,
      up(`pod${n}`, 'eth0', `10.0.0.${n}/24`),
    ]),
  ),
  nat: lines(
    'ip netns add lan\nip netns add outside',
    pair('lan', 'eth0', 'lan0'),
    pair('outside', 'eth0', 'wan0'),
    'ip addr add 10.0.0.1/24 dev lan0\nip link set lan0 up\nip addr add 203.0.113.1/24 dev wan0\nip link set wan0 up',
    up('lan', 'eth0', '10.0.0.2/24'),
    up('outside', 'eth0', '203.0.113.9/24'),
    'ip -n lan route add default via 10.0.0.1\nsysctl -qw net.ipv4.ip_forward=1',
    'iptables -t nat -A POSTROUTING -s 10.0.0.0/24 -o wan0 -j MASQUERADE',
  ),
  dual: lines(
    ...['a', 'r', 'b'].map((name) => `ip netns add ${name}`),
    'ip netns exec r sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1',
    pair('a', 'eth0', 'left', 'r'),
    pair('r', 'right', 'eth0', 'b'),
    ...[
      ['a', 'eth0', '10.1.0.2/24', '2001:db8:1::2/64'],
      ['r', 'left', '10.1.0.1/24', '2001:db8:1::1/64'],
      ['r', 'right', '10.2.0.1/24', '2001:db8:2::1/64'],
      ['b', 'eth0', '10.2.0.2/24', '2001:db8:2::2/64'],
    ].flatMap(([ns = '', link = '', four = '', six = '']) => [up(ns, link, four), up(ns, link, six)]),
    'ip -n a route add default via 10.1.0.1\nip -n b route add default via 10.2.0.1',
    'ip -n a -6 route add default via 2001:db8:1::1\nip -n b -6 route add default via 2001:db8:2::1',
  ),
}
