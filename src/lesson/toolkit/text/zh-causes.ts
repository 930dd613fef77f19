import type { CauseWords } from './causes.js'

const at = (look: string, is: (place: string) => string) => (place: string) => ({
  look: look.replaceAll('PLACE', place),
  is: is(place),
})

const links = '看看 PLACE 的网络接口：ip link 会显示哪些已启用。'
const addresses = '看看 PLACE 的地址：ip addr 会列出它们。'
const routes = '看看 PLACE 的路由：ip route 会显示数据包的去向。'
const bridges = '看看 PLACE 的网桥：bridge link 会列出它的端口。'
const neighbours = '看看 PLACE 的邻居表：ip neigh 会显示谁应答了。'
const filters = '在 PLACE 找一找防火墙：nft list ruleset 和 iptables -L -v。'
const settings = '看看 PLACE 的内核设置：sysctl 会显示它们的值。'

/** lab.explain 找到的原因。 */
export const zhCauses: CauseWords = {
  ok: at('这条路上一切正常。', () => '再试一次：现在发出的数据包可以到达。'),
  'no-such-namespace': at('看看有哪些命名空间：ip netns list。', (place) => `没有名为 ${place} 的命名空间。`),
  'no-link': at(links, (place) => `${place}里没有通向别处的接口。需要把一端移过去。`),
  'link-down': at(links, (place) => `${place} 处于关闭状态。`),
  'no-carrier': at(links, (place) => `${place} 已启用，但没有载波：另一端没有启用的接口。`),
  'no-address': at(addresses, (place) => `${place} 没有地址。你想要的那个地址现在在谁那里？`),
  'wrong-subnet': at(
    addresses,
    (place) => `${place} 的地址和另一端的地址不在同一个网络里。请比较斜线后面的数字所涵盖的部分。`,
  ),
  'no-route': at(routes, (place) => `${place}没有通往那个地址的路由。`),
  'no-return-route': at(routes, (place) => `数据包到达了，但${place}没有回程路由。`),
  'blackhole-route': at(routes, (place) => `${place}里有一条路由把这些数据包丢弃了。`),
  'policy-rule': at(
    '看看 PLACE 的策略规则：ip rule 会显示先查哪张表。',
    (place) => `${place}里有一条规则把这些数据包引向别处。`,
  ),
  'neighbour-unresolved': at(
    neighbours,
    (place) => `${place} 询问谁有那个地址，但没有人应答。另一端真的有这个地址吗？`,
  ),
  'stale-neighbour': at(neighbours, (place) => `${place} 为那个邻居保存了错误的 MAC 地址。`),
  'arp-off': at(links, (place) => `${place} 不询问也不应答地址：ARP 已关闭。`),
  'address-conflict': at(addresses, (place) => `有两处使用了同一个地址，其中一处是 ${place}。`),
  'not-bridged': at(bridges, (place) => `${place} 不是网桥的端口。`),
  'different-bridge': at(bridges, (place) => `${place} 是另一个网桥的端口。`),
  'port-blocked': at(bridges, (place) => `端口 ${place} 不转发。`),
  'vlan-mismatch': at('看看 PLACE 的 VLAN：bridge vlan。', (place) => `在 ${place}，端口的 VLAN 不一致。`),
  'vxlan-mismatch': at('看看 PLACE 的隧道：ip -d link。', (place) => `在 ${place}，隧道两端的设置不一致。`),
  'wrong-fdb': at('看看 PLACE 的网桥学到了什么：bridge fdb。', (place) => `${place} 的一条记录把帧送到了错误的端口。`),
  'forwarding-off': at(settings, (place) => `${place}不转发数据包：ip_forward 是 0。`),
  'rp-filter': at(settings, (place) => `${place} 丢弃了数据包，因为回程会走另一条路（rp_filter）。`),
  filtered: at(filters, (place) => `${place} 的一条防火墙规则丢弃了数据包。`),
  'icmp-ignored': at(settings, (place) => `${place}不应答 ping（icmp_echo_ignore_all）。`),
  'port-closed': at('看看 PLACE 有什么程序在监听：ss -lnt。', (place) => `${place}没有程序在监听那个端口。`),
  'queue-loss': at('看看 PLACE 的队列：tc qdisc。', (place) => `${place} 的队列丢弃了数据包。`),
  mtu: at(links, (place) => `数据包对 ${place} 来说太大了：它的 MTU 更小。`),
  'ttl-exceeded': at(routes, (place) => `数据包在 ${place} 用完了跳数。`),
  loop: at(routes, (place) => `数据包在绕圈子，途经 ${place}。`),
  'loopback-down': at(
    '看看 PLACE：和自己通信所需的接口都启用了吗？',
    (place) => `${place}的回环接口 lo 处于关闭状态。`,
  ),
  unknown: at('用 lab.explain 看看能看到的一切。', (place) => `有什么东西在 ${place} 挡住了数据包。`),
}
