/** rtnetlink and `ip -j` tell the same of any network: what is shown does not depend on who read it. */
import fc from 'fast-check'
import { beforeEach, expect, test, vi } from 'vitest'
import type { NetworkState } from '../../../src/network/index.js'
import { readStateByIp } from '../../../src/tools/state-by-ip.js'
import { cleanScript, netlinkUp, useNode } from '../../tools/sandbox.js'

// Readings are right beside what is practised.
vi.unmock('../../../src/engine/netlink/practice.js')

const { node, run } = useNode()

beforeEach(async () => {
  await run(cleanScript)
  await netlinkUp(node())
})

async function byNetlink(): Promise<NetworkState> {
  const state = await node().netlink?.readState()
  if (state === undefined) throw new Error('this engine has no netlink')
  return state
}

/** ip has no name for the root namespace's number where no veth pair tells it. */
function withoutRootIds({ namespaces }: NetworkState): unknown {
  return namespaces.map((space) => ({
    ...space,
    namespaceIds: Object.fromEntries(Object.entries(space.namespaceIds).filter(([, name]) => name !== 'root')),
  }))
}

/** Compares two readings between which nothing changed by itself: neighbours age, addresses stop being tentative. */
async function expectAgreement(): Promise<NetworkState> {
  for (let turn = 1; ; turn++) {
    const before = await byNetlink()
    const ip = await readStateByIp(node(), undefined)
    const after = await byNetlink()
    if (JSON.stringify(before) !== JSON.stringify(after) && turn < 40) {
      await new Promise((resolve) => setTimeout(resolve, 100))
      continue
    }
    expect(withoutRootIds(after)).toEqual(withoutRootIds(ip))
    return after
  }
}

/** Names of what a random script works on; a command on what is not there fails, and does nothing. */
const space = fc.constantFrom('a', 'b', 'c')
const device = fc.constantFrom('v0', 'v1', 'v2', 'v3', 'br0', 'br1', 'lo', 'vx0', 'mv0', 'tap0')
const four = fc
  .tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 250 }))
  .map((n) => `10.0.${n.join('.')}`)
const six = fc.integer({ min: 1, max: 0xffff }).map((n) => `2001:db8::${n.toString(16)}`)
const mac = fc.integer({ min: 1, max: 255 }).map((n) => `02:00:00:00:00:${n.toString(16).padStart(2, '0')}`)
const number = (min: number, max: number) => fc.integer({ min, max }).map(String)
/** Words of a command; some are themselves drawn. */
const command = (...words: (string | fc.Arbitrary<string>)[]): fc.Arbitrary<string> =>
  fc.tuple(...words.map((word) => (typeof word === 'string' ? fc.constant(word) : word))).map((all) => all.join(' '))
const some = (...words: string[]) => fc.constantFrom(...words)
const inSome = (program: string) => command(program, '-n', space)

const links = fc.oneof(
  command('ip link add', some('v0', 'v1'), 'type veth peer name', some('v2', 'v3'), fc.constant('')),
  command(inSome('ip'), 'link add', some('v0', 'v1'), 'type veth peer name', some('v2', 'v3'), 'netns', space),
  command(inSome('ip'), 'link add', some('br0', 'br1'), 'type bridge', some('', 'stp_state 1', 'ageing_time 1000')),
  command(inSome('ip'), 'link add vx0 type vxlan id', number(1, 99), 'dstport 4789', some('', 'dev v0', 'nolearning')),
  command(
    inSome('ip'),
    'link add vx0 type vxlan id 7 dstport 9',
    some('remote 10.0.0.9 local 10.0.0.1', 'group 239.1.1.1 dev v0', 'remote 2001:db8::9', 'group ff02::9 dev v2'),
  ),
  command(inSome('ip'), 'link add vx0 netns', space, 'type vxlan id 8 dstport 9 dev', device),
  command(inSome('ip'), 'link add mv0 link', device, 'type macvlan mode', some('bridge', 'private', 'vepa')),
  command('nsenter --net=/run/netns/a ip tuntap add tap0 mode', some('tap', 'tun')),
  command(inSome('ip'), 'link set', device, some('up', 'up', 'up', 'down')),
  command(inSome('ip'), 'link set', device, 'master', some('br0', 'br1')),
  command(inSome('ip'), 'link set', device, 'mtu', number(1280, 9000)),
  command(inSome('ip'), 'link set', device, 'address', mac),
  command(inSome('ip'), 'link set', device, 'netns', space),
  command(inSome('ip'), 'link set', device, some('arp off', 'arp on', 'alias called', 'multicast off')),
  command(inSome('bridge'), 'link set dev', device, some('learning off', 'flood off', 'isolated on', 'guard on')),
  command(inSome('bridge'), 'link set dev', device, some('state', 'cost'), number(0, 3)),
  command(
    'nsenter --net=/run/netns/a tc qdisc add dev',
    device,
    'root',
    some('tbf rate 1mbit burst 4k lat 9ms', 'prio'),
  ),
)
const addresses = fc.oneof(
  command(inSome('ip'), 'addr add', four, fc.constant('/24'), 'dev', device).map((words) => words.replace(' /', '/')),
  command(inSome('ip'), 'addr add', four, 'peer', four, 'dev', device),
  command(inSome('ip'), 'addr add', six, fc.constant('/64'), 'dev', device, some('', 'nodad', 'noprefixroute')).map(
    (words) => words.replace(' /', '/'),
  ),
  command(inSome('ip'), 'addr add', four, 'dev', device, 'scope', some('link', 'host', 'global', '77')),
  command(inSome('ip'), 'addr add', six, 'dev', device, 'preferred_lft 0'),
  command(inSome('ip'), 'addr add', four, 'dev', device, 'valid_lft 900 preferred_lft 800'),
)
const routes = fc.oneof(
  command(inSome('ip'), 'route add default via', four, some('', 'metric 50', 'onlink dev v0')),
  command(inSome('ip'), 'route add', four, 'dev', device, some('', 'table 100', 'table lesson', 'proto static')),
  command(inSome('ip'), 'route add', four, 'dev', device, 'scope', some('link', 'global', 'host'), 'src', four),
  command(
    inSome('ip'),
    'route add',
    some('blackhole', 'unreachable', 'prohibit', 'throw'),
    four,
    'metric',
    number(1, 9),
  ),
  command(inSome('ip'), '-6 route add', some('', 'blackhole', 'unreachable'), six, 'dev', device),
  command(inSome('ip'), '-6 route add default via', six, 'dev', device, some('', 'metric 7', 'pref high')),
  command(inSome('ip'), 'route add', four, 'via inet6', six, 'dev', device),
  command(inSome('ip'), 'route add', four, 'nexthop via', four, 'weight 2 nexthop via', four),
  command(inSome('ip'), 'route add', four, 'nexthop dev', device, 'nexthop dev', device),
  command(inSome('ip'), '-6 route add', six, 'nexthop via', six, 'dev', device, 'nexthop dev', device),
  command(inSome('ip'), 'route add', some('local', 'broadcast', 'multicast'), four, 'dev', device),
)
const rules = fc.oneof(
  command(inSome('ip'), 'rule add from', four, 'lookup', some('100', 'main', 'lesson'), 'priority', number(1, 999)),
  command(inSome('ip'), some('rule', '-6 rule'), 'add iif', device, some('prohibit', 'unreachable', 'blackhole')),
  command(inSome('ip'), 'rule add', some('not', ''), 'oif', device, 'to', four, 'table', number(1, 300)),
  command(inSome('ip'), some('rule', '-6 rule'), 'add fwmark', some('0x10/0xff', '7', '0'), 'lookup 9'),
  command(
    inSome('ip'),
    'rule add ipproto',
    some('tcp', 'udp', 'icmp', '132'),
    'dport',
    some('80', '1000-2000'),
    'lookup 7',
  ),
  command(inSome('ip'), 'rule add ipproto udp sport', some('53', '1-9'), 'tos', some('0x10', '0x08'), 'lookup 7'),
  command(inSome('ip'), 'rule add uidrange 0-1000 lookup 7', some('', 'suppress_prefixlength 0', 'suppress_ifgroup 4')),
  command(inSome('ip'), 'rule add from', four, some('goto 32766', 'goto 20000', 'nop'), 'priority', number(1, 999)),
  command(inSome('ip'), 'rule add from', four, 'realms', some('3/4', '5'), 'lookup 7'),
  command(inSome('ip'), '-6 rule add to', six, 'lookup', some('100', 'local'), some('', 'protocol static')),
)
const entries = fc.oneof(
  command(
    inSome('ip'),
    'neigh add',
    fc.oneof(four, six),
    'lladdr',
    mac,
    'dev',
    device,
    some('', 'nud stale', 'nud noarp'),
  ),
  command(inSome('ip'), 'neigh add', four, 'dev', device, 'nud', some('failed', 'none')),
  command(inSome('bridge'), 'fdb add', mac, 'dev', device, some('master', 'self', 'master static', 'self permanent')),
  command(inSome('bridge'), 'fdb add', mac, 'dev vx0 dst', four, some('', 'port 99 vni 7', 'via v0')),
  command(inSome('bridge'), 'fdb append 00:00:00:00:00:00 dev vx0 dst', four),
  command('nsenter --net=/run/netns/a ping -c 1 -W 0.01', four),
)
const script = fc.array(fc.oneof(links, links, links, addresses, addresses, routes, routes, rules, entries), {
  minLength: 30,
  maxLength: 60,
})

const begin = `
mkdir -p /etc/iproute2
grep -q lesson /etc/iproute2/rt_tables || echo '200 lesson' >> /etc/iproute2/rt_tables
for name in a b c; do ip netns add $name; ip -n $name link set lo up; done
ip -n a link add v0 type veth peer name v2 netns b
ip -n a link add br0 type bridge
ip -n a link set v0 up
ip -n b link set v2 up
ip -n a nexthop add id 1 dev v0; ip -n a nexthop add id 2 group 1,3; ip -n a -6 nexthop add id 3 dev v0
ip -n a nexthop add id 4 blackhole; ip -n a route add 10.77.0.0/16 nhid 2; ip -n a route add 10.78.0.0/16 nhid 1
ip -n a route add 10.79.0.0/16 nhid 4; ip -n a -6 route add 2001:db8:77::/48 nhid 3
`

test('on random networks', async () => {
  await fc.assert(
    fc.asyncProperty(script, async (commands) => {
      await run(`${cleanScript}${begin}set +e\nexec > /dev/null 2>&1\n${commands.join('\n')}\ntrue`)
      await expectAgreement()
    }),
    { numRuns: 12 },
  )
}, 240_000)

test('on a namespace of which only a process knows, and one that has two names', async () => {
  await run(`${begin}
unshare --net sleep 60 > /dev/null 2>&1 &
pid=$!
for turn in $(seq 200); do [ "$(readlink /proc/$pid/ns/net)" != "$(readlink /proc/$$/ns/net)" ] && break; sleep 0.01; done
ip link add v5 type veth peer name v6
ip link set v6 netns $pid`)
  const state = await expectAgreement()
  expect(state.namespaces.map(({ name }) => name)).toEqual(['root', 'a', 'b', 'c'])
  await run('ip netns exec c true; pkill sleep')
})
