import { afterAll, beforeAll, expect, test } from 'vitest'
import { displaySymbol, type MimeBundle } from '../../src/display/index.js'
import { openLab, type Lab } from '../../src/lab/index.js'
import { bases } from '../../src/lesson/faults/bases.js'
import { apply, inject, setUp } from '../../src/lesson/faults/set-up.js'
import { recordShown } from './recording-sink.js'

let lab: Lab
beforeAll(async () => {
  recordShown()
  lab = await openLab({ name: 'explain' })
  await lab.sh({ quiet: true })`sh -c ${bases['veth'] ?? ''}`
})
afterAll(() => lab.dispose())

test('is plain data with a probe that came back, and leaves no rule behind', async () => {
  const found = await lab.explain('ns1', 'ns2')
  expect(found).toMatchObject({ reachable: true, cause: 'ok', at: { namespace: 'ns2' }, remedy: [], further: [] })
  expect(JSON.parse(JSON.stringify(found))).toEqual({ ...found })
  expect(found.hops.map(({ namespace, direction }) => [namespace, direction])).toEqual([
    ['ns1', 'forward'],
    ['ns2', 'forward'],
    ['ns2', 'return'],
    ['ns1', 'return'],
  ])
  const { stdout } = await lab.sh({
    quiet: true,
  })`ip netns exec ns1 nft list ruleset; ip netns exec ns2 nft list ruleset`
  expect(stdout).toBe('')
})

test.each<[string, () => Promise<unknown>]>([
  ['no network namespace is named ns9; there are root, ns1 and ns2', () => lab.explain('ns9', 'ns1')],
  ['no network namespace is named nsX; there are root, ns1 and ns2', () => lab.explain('ns1', 'nsX')],
  ['"10.0.0.300" is no IP address', () => lab.explain('ns1', '10.0.0.300')],
  ['tcp needs a port from 1 to 65535, not undefined', () => lab.explain('ns1', 'ns2', { protocol: 'tcp' })],
])('what cannot be meant is one clear error: %s', async (message, ask) => {
  await expect(ask()).rejects.toThrow(new RangeError(message))
})

test('a remedy is tried on a copy, of which nothing is left, and the network itself is not touched', async () => {
  await lab.sh({ quiet: true })`ip -n ns2 link set veth2 down`
  const before = await lab.state()
  const found = await lab.explain('ns1', '10.0.0.2')
  expect(found.remedy[0]).toMatchObject({ proven: true, proof: 'tried on a copy: the ping arrives' })
  expect(lab.compare(before, await lab.state()).words).toEqual([])
  await lab.sh({ quiet: true })`sh -c ${found.remedy[0]?.command ?? ''}`
  expect(await lab.explain('ns1', '10.0.0.2')).toMatchObject({ cause: 'ok' })
})

test('where a remedy mends only the first of two faults, the second is added to it', async () => {
  await lab.sh({
    quiet: true,
  })`ip -n ns2 link set veth2 down; ip netns exec ns2 sysctl -qw net.ipv4.icmp_echo_ignore_all=1`
  const { cause, remedy } = await lab.explain('ns1', '10.0.0.2')
  expect(cause).toBe('link-down')
  expect(remedy[0]).toMatchObject({
    proven: true,
    command: 'ip -n ns2 link set veth2 up\nip netns exec ns2 sysctl -w net.ipv4.icmp_echo_ignore_all=0',
  })
  await lab.sh({ quiet: true })`sh -c ${remedy[0]?.command ?? ''}`
  expect(await lab.explain('ns1', '10.0.0.2', { prove: false })).toMatchObject({ cause: 'ok' })
})

test('on the copy somebody stands in for the program that listens', async () => {
  await lab.sh({ quiet: true })`ip netns exec ns2 python3 -m http.server 80 > /dev/null 2>&1 &
until ip netns exec ns2 ss -lnt | grep -q :80; do sleep 0.02; done
ip netns exec ns2 iptables -A INPUT -p tcp --dport 80 -j DROP`
  const { remedy } = await lab.explain('ns1', '10.0.0.2', { protocol: 'tcp', port: 80 })
  expect(remedy[0]).toMatchObject({ proven: true, proof: 'tried on a copy: the connection is accepted' })
  await lab.sh({ quiet: true })`kill %1; ip netns exec ns2 iptables -F INPUT`
  const closed = await lab.explain('ns1', '10.0.0.2', { protocol: 'tcp', port: 80 })
  expect(closed).toMatchObject({ cause: 'port-closed', remedy: [{ proven: true }] })
  expect(
    (await lab.explain('ns1', '10.0.0.2', { protocol: 'tcp', port: 80, prove: false })).remedy[0]?.proven,
  ).toBeNull()
})

test('a namespace that was there and is gone is a finding', async () => {
  await lab.sh({ quiet: true })`ip netns del ns2`
  expect(await lab.explain('ns1', 'ns2')).toMatchObject({ cause: 'no-such-namespace', at: { namespace: 'ns2' } })
})

test('over several nodes: places, hops and remedies are told by node, in data and in words', async () => {
  const several = await openLab({ name: 'nodes' })
  try {
    await setUp(several, 'cluster')
    const well = await several.explain('node1/pod1', 'node2/pod2')
    expect(well).toMatchObject({ cause: 'ok', at: { node: 'node2', namespace: 'pod2' } })
    expect(well.hops.map(({ node, namespace, direction }) => [node, namespace, direction])).toEqual([
      ['node1', 'pod1', 'forward'],
      ['node1', 'root', 'forward'],
      ['node2', 'root', 'forward'],
      ['node2', 'pod2', 'forward'],
      ['node2', 'pod2', 'return'],
      ['node2', 'root', 'return'],
      ['node1', 'root', 'return'],
      ['node1', 'pod1', 'return'],
    ])
    // By the address that another node owns, from a namespace of its node, and with the node's name for its root.
    const [node1] = await several.nodes(['node1'])
    expect((await node1.explain('pod1', '10.244.2.2')).hops.length).toBe(8)
    expect(await several.explain('node1', 'node2')).toMatchObject({ cause: 'ok', at: { node: 'node2' } })

    await inject(several, { node: 'node2', fault: 'ip netns exec pod2 iptables -A INPUT -p icmp -j DROP' })
    const found = await several.explain('node1/pod1', 'node2/pod2')
    expect(found).toMatchObject({ cause: 'filtered', at: { node: 'node2', namespace: 'pod2' } })
    const [remedy] = found.remedy
    expect(remedy).toMatchObject({
      node: 'node2',
      command: 'ip netns exec pod2 iptables -D INPUT -p icmp -j DROP',
      proven: true,
    })
    const words = (found[displaySymbol]() as MimeBundle)['text/plain']
    expect(words).toContain('filtered at node2/pod2')
    expect(words).toContain('What would mend it, in the shell of node2 (%%sh --node node2)')
    expect(words).not.toContain('/root')
    if (remedy !== undefined) await apply(several, remedy)
    expect(await several.explain('node1/pod1', 'node2/pod2')).toMatchObject({ cause: 'ok' })
    await expect(several.explain('node1/pod9', 'node2')).rejects.toThrow(
      'no network namespace is named node1/pod9; there are root, node1, node1/pod1, node2 and node2/pod2',
    )
  } finally {
    await several.dispose()
  }
})
