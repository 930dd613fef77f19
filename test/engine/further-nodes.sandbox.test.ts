import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addNodes, createNamespacesEngine, type Engine, type Node } from '../../src/engine/index.js'
import { findLink, peerOf } from '../../src/network/index.js'
import { guardHost } from '../support/host.js'
import { describeEngine } from './contract.js'
import { temporaryFolder } from './contract/node.js'

guardHost()

/** A machine made beside a lab's first one keeps the same promises: the same suite, on an engine that gives such ones. */
function furtherMachines(engine: Engine): Engine {
  return {
    ...engine,
    start: async (options) => {
      const first = await engine.start({ ...options, name: 'first' })
      const node = await first.addNode(options.name)
      return {
        ...node,
        ended: node.ended.then(async (reason) => {
          await first.dispose()
          return reason
        }),
        dispose: () => first.dispose(),
      }
    },
  }
}

describeEngine(furtherMachines(createNamespacesEngine()))

describe('several nodes of a lab', () => {
  const engine = createNamespacesEngine()
  let first: Node
  beforeEach(async () => {
    first = await engine.start({ name: 'lab', directory: temporaryFolder() })
  })
  afterEach(() => first.dispose())

  it('are seen by the first one, each once', async () => {
    const [one, two] = await Promise.all([first.addNode('one'), first.addNode('two')])
    expect(first.nodes.map(({ name }) => name)).toEqual(['one', 'two'])
    expect(one.nodes).toEqual([two])
    await expect(first.addNode('one')).rejects.toThrow('There is a node one already')
    await expect(addNodes(first, ['three', 'four', 'two', 'five'])).rejects.toThrow('There is a node two already')
    expect(first.nodes).toEqual([one, two])
    expect((await addNodes(first, ['five', 'four', 'three'])).map(({ name }) => name)).toEqual([
      'five',
      'four',
      'three',
    ])
  })

  it('have namespaces of their own, below one user namespace', async () => {
    const nodes = [first, await first.addNode('one'), await first.addNode('two')]
    const looks = nodes.map((node) => node.spawn(['sh', '-c', 'cd /proc/self/ns; readlink net mnt pid uts ipc user']))
    const seen = (await Promise.all(looks)).map(({ stdout }) => stdout.trim().split('\n'))
    for (let kind = 0; kind < 5; kind++) expect(new Set(seen.map((links) => links[kind])).size).toBe(3)
    expect(new Set(seen.map((links) => links[5])).size).toBe(1)
  })

  it('can be joined by a veth pair, seen from both ends as one', async () => {
    const [one, two] = [await first.addNode('one'), await first.addNode('two')]
    const ns = (node: Node): string => `/proc/${node.pid}/ns/net`
    const made = await first.spawn([
      ...(['nsenter', `--net=${ns(one)}`, '--', 'ip', 'link', 'add', 'eth0', 'type', 'veth'] as const),
      ...['peer', 'name', 'eth0', 'netns', ns(two)],
    ])
    expect(made.stderr).toBe('')
    const up = (address: string): string => `ip address add ${address}/24 dev eth0; ip link set eth0 up`
    await (await one.shell()).run(up('10.0.0.1'))
    await (await two.shell()).run(up('10.0.0.2'))
    const { stdout } = await one.spawn(['ping', '-c', '1', '-W', '2', '10.0.0.2'])
    expect(stdout).toContain(' 0% packet loss')
    const state = await first.netlink?.readState()
    const end = state && findLink(state, { node: 'one', namespace: 'root', link: 'eth0' })
    const peer = state && end && peerOf(state, end)
    expect(peer).toBe(state && findLink(state, { node: 'two', namespace: 'root', link: 'eth0' }))
    expect(peer?.addresses[0]?.address).toBe('10.0.0.2')
  })

  it('take operations by rtnetlink, each at its place', async () => {
    for (const name of ['one', 'two']) await first.addNode(name)
    await first.netlink?.apply([
      { do: 'add-namespace', node: 'two', namespace: 'ns1' },
      {
        do: 'add-link',
        at: { node: 'one', namespace: 'root', link: 'eth0' },
        link: { kind: { type: 'veth', peer: { node: 'two', namespace: 'ns1', link: 'eth1', up: true } }, up: true },
      },
      { do: 'add-address', at: { node: 'two', namespace: 'ns1', link: 'eth1' }, address: '10.0.0.2/24' },
      { do: 'set-sysctl', node: 'two', namespace: 'root', key: 'net.ipv4.ip_forward', value: '1' },
    ])
    const state = await first.netlink?.readState()
    const end = state && findLink(state, { node: 'one', namespace: 'root', link: 'eth0' })
    expect(state?.namespaces.map(({ node, name }) => `${node}/${name}`)).toEqual([
      'host/root',
      'one/root',
      'two/root',
      'two/ns1',
    ])
    expect(state && end && peerOf(state, end)).toMatchObject({ name: 'eth1', namespace: 'ns1', carrier: true })
    const forwarding = first.nodes.map((node) => node.spawn(['sysctl', '-n', 'net.ipv4.ip_forward']))
    expect((await Promise.all(forwarding)).map(({ stdout }) => stdout)).toEqual(['0\n', '1\n'])
  })

  it('end one by one, and all with the first', async () => {
    const [one, two] = [await first.addNode('one'), await first.addNode('two')]
    await one.dispose()
    expect([await one.ended, first.nodes]).toEqual([null, [two]])
    expect((await two.spawn(['hostname'])).stdout).toBe('two\n')
    expect((await (await first.addNode('one')).spawn(['hostname'])).stdout).toBe('one\n')
    await first.dispose()
    await expect(two.spawn(['true'])).rejects.toThrow(/disposed/)
    expect(await two.ended).toBe(null)
  })

  it('one that is killed from inside says so, and the others go on', async () => {
    const one = await first.addNode('one')
    await expect((await one.shell()).run('kill -9 -1; sleep 60')).rejects.toThrow(/The node "one" ended/)
    expect(await one.ended).toMatch(/ended/)
    expect((await first.spawn(['hostname'])).stdout).toBe('lab\n')
  })
})
