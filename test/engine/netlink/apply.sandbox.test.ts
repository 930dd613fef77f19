import { beforeEach, describe, expect, test } from 'vitest'
import { OperationError, type Netlink } from '../../../src/engine/index.js'
import { findLink, findNamespace, vethPairs, type Operation } from '../../../src/network/index.js'
import { cleanScript, netlinkUp, useNode } from '../../tools/sandbox.js'

const { node, run } = useNode()

beforeEach(async () => {
  await run(cleanScript)
  await netlinkUp(node())
})

function netlink(): Netlink {
  const { netlink } = node()
  if (netlink === undefined) throw new Error('this engine has no netlink')
  return netlink
}

const at = (namespace: string, link: string) => ({ namespace, link })
const pair: Operation[] = [
  { do: 'add-namespace', namespace: 'ns1' },
  { do: 'add-namespace', namespace: 'ns2' },
  {
    do: 'add-link',
    at: at('ns1', 'veth1'),
    link: {
      up: true,
      mac: '02:00:00:00:00:01',
      mtu: 1400,
      kind: { type: 'veth', peer: { ...at('ns2', 'veth2'), up: true } },
    },
  },
  { do: 'add-address', at: at('ns1', 'veth1'), address: '192.168.1.101/24' },
  { do: 'add-address', at: at('ns2', 'veth2'), address: '192.168.1.102/24' },
  { do: 'add-address', at: at('ns2', 'veth2'), address: '2001:db8::2/64' },
]

test('two namespaces that reach each other, made as ip makes them', async () => {
  const done: number[] = []
  await netlink().apply(pair, { onProgress: (count) => done.push(count) })
  expect(done.at(-1)).toBe(pair.length)
  const state = await netlink().readState()
  expect(vethPairs(state).map((ends) => ends.map((end) => `${end.namespace}.${end.name}`))).toEqual([
    ['ns1.veth1', 'ns2.veth2'],
  ])
  expect(findLink(state, 'ns1.veth1')).toMatchObject({ up: true, mac: '02:00:00:00:00:01', mtu: 1400 })
  expect(await run('ip netns exec ns1 ping -c 1 -W 2 192.168.1.102')).toContain('1 received')
  expect(await run('ip netns list | cut -d" " -f1 | sort')).toBe('ns1\nns2\n')
})

test('a namespace looks as fresh as one that ip made, and goes by ip netns del', async () => {
  await run('ip netns add byip')
  await netlink().apply(pair)
  const settings = 'grep -rs . /proc/sys/net/ipv4/ip_forward /proc/sys/net/ipv4/conf/all /proc/sys/net/bridge || true'
  const of = (name: string) => run(`nsenter --net=/run/netns/${name} sh -c '${settings}'`)
  expect(await of('ns1')).toBe(await of('byip'))
  expect(await run('stat -c "%a %s %F" /run/netns/ns1')).toBe(await run('stat -c "%a %s %F" /run/netns/byip'))
  await run('ip netns del ns1')
  expect(findNamespace(await netlink().readState(), 'ns1')).toBeUndefined()
  await expect.poll(() => run('ip -n ns2 -o link | grep -c veth2 || true')).toBe('0\n')
})

test('a namespace made here goes although a shell has mounts of its own, as `ip netns exec` gives it', async () => {
  await netlink().apply(pair)
  await run('ip netns exec ns1 sleep 30 > /dev/null 2>&1 & until pgrep -x sleep > /dev/null; do sleep 0.01; done')
  await run('ip netns del ns2')
  await expect.poll(() => run('ip -n ns1 -o link | grep -c veth1 || true')).toBe('0\n')
  await run('pkill -x sleep')
})

test('links of every kind, ports, renames, routes, sysctls, nftables, services', async () => {
  await netlink().apply([
    ...pair,
    {
      do: 'add-link',
      at: at('ns1', 'br0'),
      link: { up: true, kind: { type: 'bridge', stp: true, ageingSeconds: 100 } },
    },
    {
      do: 'add-link',
      at: at('ns1', 'port'),
      link: { up: true, master: 'br0', kind: { type: 'veth', peer: at('ns2', 'far') } },
    },
    {
      do: 'add-link',
      at: at('ns1', 'vx0'),
      link: {
        kind: {
          type: 'vxlan',
          id: 42,
          port: 4789,
          local: '192.168.1.101',
          remote: '192.168.1.102',
          over: 'veth1',
          learning: false,
        },
      },
    },
    { do: 'add-link', at: at('ns2', 'mv0'), link: { kind: { type: 'macvlan', over: 'veth2', mode: 'bridge' } } },
    {
      do: 'set-port',
      at: at('ns1', 'port'),
      set: { learning: false, flooding: false, isolated: true, guard: true, cost: 7 },
    },
    { do: 'set-link', at: at('ns1', 'vx0'), set: { name: 'vx1', master: 'br0', arp: false, mtu: 1300 } },
    { do: 'set-link', at: at('ns1', 'vx1'), set: { up: true } },
    { do: 'add-route', namespace: 'ns1', route: { destination: 'default', via: '192.168.1.102' } },
    {
      do: 'add-route',
      namespace: 'ns1',
      route: { destination: '10.9.0.0/16', type: 'blackhole', table: '300', metric: 5 },
    },
    {
      do: 'add-route',
      namespace: 'ns1',
      route: { destination: '10.8.0.0/16', via: '192.168.1.102', link: 'veth1', source: '192.168.1.101' },
    },
    { do: 'delete-route', namespace: 'ns1', route: { destination: '10.8.0.0/16' } },
    { do: 'add-route', namespace: 'ns2', route: { destination: '2001:db8:9::/48', link: 'veth2' } },
    { do: 'delete-address', at: at('ns2', 'veth2'), address: '2001:db8::2/64' },
    { do: 'set-sysctl', namespace: 'ns1', key: 'net.ipv4.ip_forward', value: '1' },
    {
      do: 'load-nftables',
      namespace: 'ns1',
      ruleset: 'table inet lesson {\n chain in {\n type filter hook input priority 0\n }\n}\n',
    },
    {
      do: 'set-qdisc',
      at: at('ns1', 'veth1'),
      qdisc: { kind: 'tbf', rateBitsPerSecond: 1_000_000, burstBytes: 4000, latencyMs: 50 },
    },
    { do: 'run-service', namespace: 'ns1', command: 'exec sleep 77' },
  ])
  const state = await netlink().readState()
  expect(findLink(state, 'ns1.br0')).toMatchObject({ kind: 'bridge', stp: true })
  expect(findLink(state, 'ns1.port')).toMatchObject({
    kind: 'veth',
    master: 'br0',
    port: { learning: false, flooding: false, isolated: true, guard: true },
  })
  expect(findLink(state, 'ns1.vx1')).toMatchObject({ type: 'vxlan', master: 'br0', mtu: 1300, up: true })
  expect(findLink(state, 'ns2.mv0')).toMatchObject({ type: 'macvlan' })
  const routes = findNamespace(state, 'ns1')?.routes.map(({ destination, via, table }) => [destination, via, table])
  expect(routes).toContainEqual(['default', '192.168.1.102', 'main'])
  expect(routes).toContainEqual(['10.9.0.0/16', null, '300'])
  expect(routes?.filter(([destination]) => destination === '10.8.0.0/16')).toEqual([])
  expect(findNamespace(state, 'ns2')?.routes).toContainEqual(
    expect.objectContaining({ destination: '2001:db8:9::/48' }),
  )
  expect(findLink(state, 'ns2.veth2')?.addresses.map(({ address }) => address)).not.toContain('2001:db8::2')
  expect(await run('ip -d -n ns1 link show vx1')).toMatch(
    /NOARP.*vxlan id 42 remote 192.168.1.102 local 192.168.1.101 dev veth1 .*dstport 4789 nolearning/s,
  )
  expect(await run('nsenter --net=/run/netns/ns1 sysctl -n net.ipv4.ip_forward')).toBe('1\n')
  expect(await run('nsenter --net=/run/netns/ns1 nft list ruleset')).toContain('table inet lesson')
  expect(await run('tc -n ns1 qdisc show dev veth1')).toContain('rate 1Mbit')
  expect(await run('ip netns identify $(pgrep -f "^sleep 77")')).toBe('ns1\n')
  await run('pkill -f "^sleep 77"')
  await netlink().apply([
    { do: 'delete-link', at: at('ns1', 'vx1') },
    { do: 'delete-namespace', namespace: 'ns1' },
    { do: 'delete-namespace', namespace: 'ns2' },
  ])
  expect((await netlink().readState()).namespaces.map(({ name }) => name)).toEqual(['root'])
})

test('a tap device where ip can make one, else the words why not', async () => {
  const tap: Operation = {
    do: 'add-link',
    at: at('ns1', 'tap0'),
    link: { up: true, kind: { type: 'tun', mode: 'tap' } },
  }
  const byIp = await run('if ip tuntap add t0 mode tap 2> /dev/null; then ip link del t0; echo made; fi')
  const made = netlink().apply([...pair, tap])
  if (byIp === '') {
    await expect(made).rejects.toMatchObject({ index: pair.length, operation: tap, errno: 'EACCES' })
    return
  }
  await made
  expect(findLink(await netlink().readState(), 'ns1.tap0')).toMatchObject({ kind: 'other', type: 'tun', up: true })
})

describe('what the kernel refuses is told in its own words, and nothing behind it is done', () => {
  async function refusal(...operations: Operation[]): Promise<OperationError> {
    const error: unknown = await netlink()
      .apply([...pair, ...operations, { do: 'add-namespace', namespace: 'behind' }])
      .catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(OperationError)
    expect(findNamespace(await netlink().readState(), 'behind')).toBeUndefined()
    return error as OperationError
  }

  test.each<[Operation, string | null, string]>([
    [{ do: 'add-namespace', namespace: 'ns1' }, 'EEXIST', ''],
    [{ do: 'delete-namespace', namespace: 'ns9' }, 'ENOENT', ''],
    [{ do: 'set-link', at: at('ns9', 'veth1'), set: { up: true } }, 'ENOENT', 'there is no namespace ns9'],
    [{ do: 'set-link', at: at('ns1', 'veth9'), set: { up: true } }, 'ENODEV', ''],
    [{ do: 'add-address', at: at('ns1', 'veth1'), address: '192.168.1.101/24' }, 'EEXIST', 'Address already assigned'],
    [
      { do: 'add-route', namespace: 'ns1', route: { destination: 'default', via: '10.77.0.1' } },
      'ENETUNREACH',
      'Nexthop has invalid gateway',
    ],
    [{ do: 'add-link', at: at('ns1', 'veth1'), link: { kind: { type: 'bridge' } } }, 'EEXIST', ''],
    [{ do: 'set-link', at: at('ns1', 'veth1'), set: { master: 'lo' } }, 'EOPNOTSUPP', ''],
    [{ do: 'set-sysctl', namespace: 'ns1', key: 'net.ipv4.no_such_thing', value: '1' }, 'ENOENT', ''],
    [{ do: 'load-nftables', namespace: 'ns1', ruleset: 'nonsense' }, null, 'syntax error'],
  ])('%j', async (operation, errno, detail) => {
    const error = await refusal(operation)
    expect(error).toMatchObject({ index: pair.length, operation, errno })
    expect(error.detail).toContain(detail)
    expect(error.message).toContain(operation.do)
  })
})

test('an abort ends it between two operations, with the reason given', async () => {
  const many = Array.from({ length: 300 }, (_, number): Operation => ({ do: 'add-namespace', namespace: `n${number}` }))
  const stopping = new AbortController()
  const applied = netlink().apply(many, {
    signal: stopping.signal,
    onProgress: () => stopping.abort(new Error('enough')),
  })
  await expect(applied).rejects.toThrow('enough')
  const made = (await netlink().readState()).namespaces.length - 1
  expect(made).toBeGreaterThan(0)
  expect(made).toBeLessThan(many.length)
})

test('neither reading nor watching nor having made it keeps a deleted namespace alive', async () => {
  await netlink().apply(pair)
  const watch = await netlink().watch({
    notice: () => undefined,
    newNamespace: () => undefined,
    overrun: () => undefined,
  })
  await netlink().readState()
  await run('ip netns del ns1')
  await expect.poll(() => run('ip -n ns2 -o link | grep -c veth2 || true'), { timeout: 2000 }).toBe('0\n')
  await watch.stop()
})
