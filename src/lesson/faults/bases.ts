const pair = (ns: string, link: string, peer: string, peerNs = '') =>
  `ip link add ${link} netns ${ns} type veth peer name ${peer}${peerNs === '' ? '' : ` netns ${peerNs}`}`
const up = (ns: string, link: string, address: string) =>
  `ip -n ${ns} addr add ${address} dev ${link}${address.includes(':') ? ' nodad' : ''}\nip -n ${ns} link set ${link} up`

const lines = (...parts: string[]) => parts.join('\n')

/** Networks of one machine that work, as shell lines; faults are put into copies of them. */
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

/** A network of several machines: the lines of each for its own shell, and the cables between them. */
export interface NodesBase {
  nodes: Record<string, string>
  /** As `lab.link` takes them. */
  cables: readonly (readonly [string, string])[]
}

const underlay = (n: number) => `ip addr add 192.168.9.${n}/24 dev eth0\nip link set eth0 up`

/** node1 and node2 by their eth0, of each the lines for it. */
const two = (node: (n: number) => string): NodesBase => ({
  nodes: { node1: node(1), node2: node(2) },
  cables: [['node1.eth0', 'node2.eth0']],
})

/** Networks of two machines that work. */
export const nodesBases: Record<string, NodesBase> = {
  /** One segment over two nodes: each node's bridge has a VXLAN link to the other as a port. */
  vxlan: two((n) =>
    lines(
      underlay(n),
      `ip link add vx type vxlan id 42 dstport 4789 local 192.168.9.${n} remote 192.168.9.${3 - n} dev eth0`,
      'ip link add br0 type bridge\nip link set br0 up\nip link set vx master br0 up',
      `ip netns add pod${n}`,
      pair(`pod${n}`, 'eth0', 'p'),
      'ip link set p master br0 up',
      up(`pod${n}`, 'eth0', `10.0.0.${n}/24`),
    ),
  ),
  /** As flannel joins the pods of a cluster: a subnet a node, routed through a VXLAN link that learns nothing by itself. */
  cluster: two((n) => {
    const other = 3 - n
    return lines(
      underlay(n),
      'sysctl -qw net.ipv4.ip_forward=1',
      'ip link add cni0 type bridge\nip link set cni0 up',
      `ip addr add 10.244.${n}.1/24 dev cni0`,
      `ip link add flannel.1 address 02:42:00:00:00:0${n} type vxlan id 1 dstport 8472 local 192.168.9.${n} dev eth0 nolearning`,
      `ip link set flannel.1 mtu 1450 up\nip addr add 10.244.${n}.0/32 dev flannel.1`,
      `ip route add 10.244.${other}.0/24 via 10.244.${other}.0 dev flannel.1 onlink`,
      `ip neigh add 10.244.${other}.0 lladdr 02:42:00:00:00:0${other} dev flannel.1 nud permanent`,
      `bridge fdb add 02:42:00:00:00:0${other} dev flannel.1 dst 192.168.9.${other}`,
      `ip netns add pod${n}`,
      pair(`pod${n}`, 'eth0', 'p'),
      'ip link set p master cni0 up',
      up(`pod${n}`, 'eth0', `10.244.${n}.2/24`),
      `ip -n pod${n} route add default via 10.244.${n}.1`,
    )
  }),
}
