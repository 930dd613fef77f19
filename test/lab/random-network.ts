import fc from 'fast-check'

/** Shell lines that build a network, drawn at random: hosts on bridges and on wires, and settings of every layer on them. */
export const randomNetwork = withSettings(3, 12)

/** The same with more settings, that meet each other more often. */
export const richNetwork = withSettings(12, 30)

function withSettings(minLength: number, maxLength: number): fc.Arbitrary<string> {
  return fc
    .record({
      hosts: fc.integer({ min: 1, max: 4 }),
      bridged: fc.boolean(),
      settings: fc.array(
        fc.record({ kind: fc.nat({ max: 21 }), host: fc.nat({ max: 3 }), number: fc.integer({ min: 1, max: 200 }) }),
        { minLength, maxLength },
      ),
    })
    .map(({ hosts, bridged, settings }) => {
      const lines = [
        ...(bridged ? ['ip link add br0 type bridge', 'ip link set br0 up'] : []),
        ...Array.from({ length: hosts }, (_, index) => wire(index, bridged)).flat(),
        ...settings.flatMap(({ kind, host, number }) => setting(kind, host % hosts, number, bridged)),
      ]
      return lines.join('\n')
    })
}

function wire(index: number, bridged: boolean): string[] {
  return [
    `ip netns add h${index}`,
    `ip link add p${index} type veth peer name e1 netns h${index}`,
    ...(bridged ? [`ip link set p${index} master br0`] : [`ip addr add 10.${index}.0.254/24 dev p${index}`]),
    `ip link set p${index} up`,
    `ip -n h${index} addr add 10.${bridged ? 0 : index}.0.${index + 1}/24 dev e1`,
    `ip -n h${index} link set e1 up`,
    `ip -n h${index} link set lo up`,
  ]
}

/** Each may be drawn twice: what is there already may fail. */
function setting(kind: number, host: number, number: number, bridged: boolean): string[] {
  const [h, p, net] = [`h${host}`, `p${host}`, `10.${bridged ? 0 : host}.0`]
  const kinds: string[][] = [
    [`ip -n ${h} route add default via ${net}.254`],
    [`ip -n ${h} route add 172.16.${number}.0/24 via ${net}.253 metric ${number}`],
    [
      `ip -n ${h} route add blackhole 172.17.${number}.0/24`,
      `ip -n ${h} route add 172.18.${number}.0/24 dev e1 mtu 1400`,
    ],
    [`ip -n ${h} route add 172.19.${number}.0/24 nexthop via ${net}.252 nexthop via ${net}.253 weight 3`],
    [`ip -n ${h} addr add 192.168.${number}.1/24 brd + dev e1`, `ip -n ${h} addr add 192.168.${number}.2/24 dev e1`],
    [`ip -n ${h} addr add 10.200.0.${number} peer 10.201.0.${number} dev e1`],
    [
      `ip -n ${h} addr add 2001:db8:${number}::1/64 dev e1`,
      `ip -n ${h} -6 route add default via 2001:db8:${number}::9`,
    ],
    [`ip -n ${h} rule add pref ${1000 + number} from 10.0.0.${number} lookup ${number + 300}`],
    [`ip -n ${h} rule add pref ${2000 + number} fwmark ${number} ipproto udp dport ${number} prohibit`],
    [`ip -n ${h} neigh replace ${net}.${(number % 90) + 100} lladdr 02:00:00:00:00:77 dev e1 nud permanent`],
    [`ip -n ${h} link set e1 mtu ${1280 + number}`, `ip -n ${h} link set e1 txqueuelen ${number}`],
    [`ip netns exec ${h} sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.e1.rp_filter=${number % 3}`],
    [`ip netns exec ${h} sysctl -qw net.ipv4.ip_default_ttl=${number} net.ipv4.icmp_echo_ignore_all=${number % 2}`],
    [`ip netns exec ${h} iptables -A INPUT -p tcp --dport ${number} -m comment --comment 'no ${number}' -j DROP`],
    [`ip netns exec ${h} iptables -t nat -A POSTROUTING -s 10.0.${number}.0/24 -j MASQUERADE`],
    [
      `ip netns exec ${h} nft 'table inet t${number} { chain c { type filter hook input priority ${number}; counter accept; } }'`,
    ],
    [`ip netns exec ${h} tc qdisc replace dev e1 root tbf rate ${number}mbit burst 16k latency 50ms`],
    bridged ? [`bridge fdb replace 02:00:00:00:01:${hex(number)} dev ${p} master static`] : [],
    bridged
      ? [`bridge link set dev ${p} isolated on mcast_flood off`, `ip link set br0 type bridge forward_delay 700`]
      : [],
    [`ip -n ${h} addr flush dev e1`],
    [`ip link add vx${number} type vxlan id ${number} dstport 4789 local 192.0.2.1 ttl ${number}`],
    [`ip -n ${h} link add mv${number} link e1 type macvlan mode bridge`, `ip -n ${h} link set mv${number} up`],
  ]
  return (kinds[kind] ?? []).map((line) => `${line} 2>/dev/null || true`)
}

const hex = (number: number): string => number.toString(16).padStart(2, '0')
