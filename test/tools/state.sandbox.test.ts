import { beforeEach, describe, expect, test } from 'vitest'
import type { Node } from '../../src/engine/index.js'
import {
  describeChange,
  diff,
  findLink,
  findNamespace,
  linkStateIn,
  notableChanges,
  peerOf,
  portsOf,
  UnreadableOutputError,
  vethPairs,
  type Bridge,
  type Link,
  type NetworkState,
} from '../../src/network/index.js'
import { readState } from '../../src/tools/index.js'
import { cleanScript, netlinkUp, pairScript, useNode, withoutNetlink } from './sandbox.js'

const { node, run } = useNode()

beforeEach(() => run(cleanScript))

test('a node as new has its root namespace with lo up, and nothing else', async () => {
  const { namespaces } = await readState(node())
  expect(namespaces).toHaveLength(1)
  expect(namespaces[0]).toMatchObject({
    node: 'host',
    name: 'root',
    links: [{ name: 'lo', kind: 'loopback', up: true }],
  })
  expect(namespaces[0]?.rules.map(({ family, priority }) => [family, priority])).toEqual([
    ['inet', 0],
    ['inet', 32766],
    ['inet', 32767],
    ['inet6', 0],
    ['inet6', 32766],
  ])
})

test('everything of a network: links, addresses, routes, rules, neighbours, FDB, peers and ports', async () => {
  await run(`${pairScript}
ip link add br0 type bridge
ip link set br0 up
ip link add veth3 type veth peer name veth33
ip link set veth33 master br0 up
ip link set veth3 netns ns1
ip -n ns1 link set veth3 up
ip -n ns1 route add default via 192.168.1.102
ip -n ns1 route add 10.7.0.0/16 via 192.168.1.102 table 100
ip -n ns1 rule add from 10.0.0.0/8 lookup 100
ip -n ns1 -6 route add 2001:db8::/32 dev veth1
ip -n ns1 neigh add 192.168.1.7 lladdr 02:00:00:00:00:07 dev veth1
bridge fdb add 02:00:00:00:00:08 dev veth33 master static
ip netns exec ns1 ping -c 1 -W 2 192.168.1.102`)
  const state = await readState(node())
  expect(JSON.parse(JSON.stringify(state))).toEqual(state)
  expect(state.namespaces.map(({ name }) => name)).toEqual(['root', 'ns1', 'ns2'])
  expect(vethPairs(state).map((pair) => pair.map(({ namespace, name }) => `${namespace}.${name}`))).toEqual([
    ['root.veth33', 'ns1.veth3'],
    ['ns1.veth1', 'ns2.veth2'],
  ])
  const br0 = findLink(state, 'root.br0') as Bridge
  expect(portsOf(state, br0).map(({ name }) => name)).toEqual(['veth33'])
  const ns1 = findNamespace(state, 'ns1')
  const routes = ns1?.routes.map(({ destination, via, table }) => [destination, via, table])
  expect(routes).toContainEqual(['default', '192.168.1.102', 'main'])
  expect(routes).toContainEqual(['10.7.0.0/16', '192.168.1.102', '100'])
  expect(routes).toContainEqual(['192.168.1.101', null, 'local'])
  expect(routes).toContainEqual(['2001:db8::/32', null, 'main'])
  expect(ns1?.rules).toContainEqual(expect.objectContaining({ from: '10.0.0.0/8', table: '100' }))
  expect(ns1?.neighbours).toContainEqual(expect.objectContaining({ address: '192.168.1.7', state: 'PERMANENT' }))
  const veth2 = findLink(state, 'ns2.veth2')
  expect(ns1?.neighbours).toContainEqual(expect.objectContaining({ address: '192.168.1.102', mac: veth2?.mac }))
  const fdb = findNamespace(state, 'root')?.fdb
  expect(fdb).toContainEqual(expect.objectContaining({ mac: '02:00:00:00:00:08', link: 'veth33', state: 'static' }))
})

describe('changes in words', () => {
  /** What each of some commands changed. */
  async function changesOf(...scripts: string[]): Promise<string[]> {
    let before = await readState(node())
    const found: string[] = []
    for (const script of scripts) {
      await run(script)
      const after: NetworkState = await readState(node(), { since: before })
      found.push(...notableChanges(diff(before, after)).map(describeChange))
      before = after
    }
    return found
  }

  test('the first lesson, command by command', async () => {
    expect(
      await changesOf(
        'ip netns add ns1; ip netns add ns2',
        'ip link add veth1 type veth peer name veth2',
        'ip addr add 192.168.1.101/24 dev veth1',
        'ip link set veth1 netns ns1; ip link set veth2 netns ns2',
        'ip netns exec ns1 ip addr add 192.168.1.101/24 dev veth1',
        'ip netns exec ns1 ip link set veth1 up',
        'ip netns exec ns2 ip link set veth2 up',
        'ip netns exec ns1 ip link set lo up',
        'ip netns exec ns1 ip link set veth1 down',
        'ip netns exec ns1 ip link set veth1 name uplink',
        'ip netns exec ns1 ip link del uplink',
        'ip netns del ns1',
      ),
    ).toEqual([
      'namespace ns1 was added',
      'namespace ns2 was added',
      'the veth pair veth1 – veth2 in the root namespace was added',
      'veth1 in the root namespace has the address 192.168.1.101/24',
      'veth1 moved from the root namespace to ns1; its address 192.168.1.101/24 was lost by the move',
      'veth2 moved from the root namespace to ns2',
      'veth1 in ns1 has the address 192.168.1.101/24',
      'veth1 in ns1 is now up but without carrier, since the other end is down (lower layer down)',
      'ns1 has a new route: 192.168.1.0/24 dev veth1 src 192.168.1.101',
      'veth1 in ns1 is now up',
      'veth2 in ns2 is now up',
      'lo in ns1 is now up',
      'veth1 in ns1 is now admin down',
      'veth2 in ns2 is now up but without carrier, since the other end is down (lower layer down)',
      'ns1 lost a route: 192.168.1.0/24 dev veth1 src 192.168.1.101 (its link is down)',
      'veth1 in ns1 is now named uplink',
      'the veth pair uplink (in ns1) – veth2 (in ns2) is gone',
      'namespace ns1 is gone',
    ])
  })

  test('a namespace that is deleted takes the pair along, although the kernel is slow to do it', async () => {
    await run(pairScript)
    expect(await changesOf('ip netns del ns2')).toEqual([
      'the veth pair veth1 (in ns1) – veth2 (in ns2) is gone',
      'namespace ns2 is gone',
    ])
  })
})

test('the states of both ends, whether the peer is beside it or elsewhere', async () => {
  const states = async () => {
    const state = await readState(node())
    return vethPairs(state).map((ends) => ends.map((end) => `${end.name} ${linkStateIn(state, end)}`))
  }
  await run('ip link add veth1 type veth peer name veth2; ip link set veth1 up')
  expect(await states()).toEqual([['veth1 lower layer down', 'veth2 admin down']])
  await run('ip netns add ns2; ip link set veth2 netns ns2; ip -n ns2 link set veth2 up')
  expect(await states()).toEqual([['veth1 up', 'veth2 up']])
  await run('ip -n ns2 link set veth2 down')
  expect(await states()).toEqual([['veth1 lower layer down', 'veth2 admin down']])
})

test('a namespace without a name, and its pair', async () => {
  await run(`unshare --net sleep 5 >/dev/null 2>&1 &
pid=$!
for turn in $(seq 200); do [ "$(readlink /proc/$pid/ns/net)" != "$(readlink /proc/$$/ns/net)" ] && break; sleep 0.01; done
ip link add veth1 type veth peer name veth2
ip link set veth2 netns $pid`)
  const state = await readState(node())
  const veth1 = findLink(state, 'root.veth1')
  expect(veth1).toMatchObject({ kind: 'veth' })
  expect(veth1 && peerOf(state, veth1)).toBeUndefined()
})

test('names that are unusual', async () => {
  await run(`ip netns add 'a b'; ip netns add 'ünï'; ip netns add "it's"; ip netns add '$(reboot)'`)
  const { namespaces } = await readState(node())
  expect(namespaces.map(({ name }) => name).sort()).toEqual(['$(reboot)', 'a b', "it's", 'root', 'ünï'].sort())
})

test('a left-over name without a namespace does not count', async () => {
  await run('ip netns add ns1; : > /run/netns/stale')
  expect((await readState(node())).namespaces.map(({ name }) => name)).toEqual(['root', 'ns1'])
  await run('rm /run/netns/stale')
})

test('namespaces that come and go during the read do not fail it', async () => {
  await run('for number in $(seq 6); do ip netns add "n$number"; done')
  const churn = run(
    'for turn in $(seq 5); do for number in $(seq 6); do ip netns del "n$number"; ip netns add "n$number"; done; done',
  )
  let isOver = false
  const over = () => (isOver = true)
  churn.then(over, over)
  while (!isOver) {
    const { namespaces } = await readState(node())
    expect(namespaces[0]?.name).toBe('root')
  }
  await churn
  expect((await readState(node())).namespaces).toHaveLength(7)
})

test('sixty namespaces on a bridge', async () => {
  await run(`ip link add br0 type bridge
ip link set br0 up
for number in $(seq 60); do
  ip netns add "n$number"
  ip link add "p$number" type veth peer name eth0 netns "n$number"
  ip link set "p$number" master br0 up
  ip -n "n$number" link set eth0 up
done`)
  const state = await readState(node())
  expect(state.namespaces.map(({ name }) => name)).toEqual([
    'root',
    ...Array.from({ length: 60 }, (_, number) => `n${number + 1}`),
  ])
  expect(vethPairs(state)).toHaveLength(60)
  expect(portsOf(state, findLink(state, 'root.br0') as Bridge)).toHaveLength(60)
})

test('several nodes by ip alone, links between them with both of their ends: as netlink tells them', async () => {
  const added = [await node().addNode('node1'), await node().addNode('node2')]
  try {
    const [one, two] = added.map(({ pid }) => pid)
    await run(`ip link add br0 type bridge
ip link set br0 up
ip link add port1 master br0 type veth peer name eth0 netns ${one}
ip link add eth1 netns ${one} type veth peer name eth1 netns ${two}
ip netns add ns1
ip link add eth2 netns ${two} type veth peer name veth1 netns ns1`)
    for (const each of added) {
      const script = 'ip netns add ns1; ip link add pod type veth peer name eth0 netns ns1'
      expect(await each.spawn(['bash', '-e', '-c', script])).toMatchObject({ exitCode: 0, stderr: '' })
    }
    const names = await run('ls -R /run')
    const byIp = await readState(withoutNetlink(node()))
    expect(vethPairs(byIp).map((pair) => pair.map((end) => `${placeIn(byIp, end)}.${end.name}`))).toEqual([
      ['host/root.port1', 'node1/root.eth0'],
      ['host/ns1.veth1', 'node2/root.eth2'],
      ['node1/root.eth1', 'node2/root.eth1'],
      ['node1/root.pod', 'node1/ns1.eth0'],
      ['node2/root.pod', 'node2/ns1.eth0'],
    ])
    await netlinkUp(node())
    expect(joined(byIp)).toEqual(joined(await readState(node())))
    // What it names for itself is seen by nobody.
    expect(await run('ls -R /run')).toBe(names)
  } finally {
    for (const each of added) await each.dispose()
  }
})

/** Where a link is: nodes may hold links that are alike. */
function placeIn(state: NetworkState, link: Link): string {
  const space = state.namespaces.find(({ links }) => links.includes(link))
  return `${space?.node}/${space?.name}`
}

/** What links are and how they are joined, without what goes on changing by itself. */
function joined(state: NetworkState): unknown {
  return state.namespaces.map(({ node: machine, name, namespaceIds, links }) => ({
    ...{ machine, name, namespaceIds },
    links: links.map((link) => ({
      ...{ name: link.name, index: link.index, kind: link.kind, mac: link.mac, master: link.master },
      ...(link.kind === 'veth' && { peerIndex: link.peerIndex, peerNamespaceId: link.peerNamespaceId }),
    })),
  }))
}

test('where ip cannot work the command and the reason are named', async () => {
  const broken: Node = {
    ...withoutNetlink(node()),
    spawn: () =>
      Promise.resolve({
        command: 'sh',
        stdout: '',
        stderr: 'sh: 1: ip: not found\n',
        exitCode: 127,
        signal: null,
        durationMs: 1,
        timedOut: false,
        isInterrupted: false,
        isTruncated: false,
      }),
  }
  await expect(readState(broken)).rejects.toThrow(UnreadableOutputError)
  await expect(readState(broken)).rejects.toThrow('cannot read the output of "ip -j": sh: 1: ip: not found')
})
