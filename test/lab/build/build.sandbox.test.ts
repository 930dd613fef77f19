import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  chain,
  describeChange,
  diff,
  mesh,
  nodes,
  notableChanges,
  pair,
  ring,
  star,
  tree,
  type NetworkState,
  type Topology,
} from '../../../src/network/index.js'
import { openLab, type Lab } from '../../../src/lab/index.js'
import { recordShown } from '../recording-sink.js'

const here = process.cwd()
const folder = mkdtempSync(join(tmpdir(), 'vethbook-build-'))
let lab: Lab
let shown: ReturnType<typeof recordShown>

beforeAll(async () => {
  process.chdir(folder)
  shown = recordShown()
  lab = await openLab()
})
afterEach(() => lab.reset())
afterAll(async () => {
  await lab.dispose()
  process.chdir(here)
  rmSync(folder, { recursive: true })
})

const example: Topology = {
  namespaces: { ns1: { veth1: '192.168.1.103/24' }, ns2: { veth2: '192.168.1.104/24' } },
  bridges: { br0: ['ns1.veth1', 'ns2.veth2'] },
}

/** What a state says beside numbers that the kernel gives by chance, and what it learns by itself. */
const differences = (before: NetworkState, after: NetworkState) =>
  notableChanges(diff(before, after))
    // Carrier comes and goes some time after what causes it.
    .filter((change) => change.kind !== 'link-state' || [change.from, change.to].includes('admin down'))
    .map(describeChange)

async function unreached(): Promise<number> {
  const { results } = await lab.pingAll()
  return results.flat().filter((cell) => cell !== null && cell.received === 0).length
}

it('a link that is made over one that stays needs its larger MTU first', async (context) => {
  if (!(await lab.can('macvlan'))) context.skip()
  const links = (mtu: number) => [{ ends: ['a.eth0', 'b.eth0'], mtu }] as const
  await lab.build({ namespaces: { a: {}, b: {} }, links: links(1500) })
  const mv0 = { kind: { type: 'macvlan', over: 'eth0', mode: 'vepa' }, mtu: 9000 } as const
  await lab.build({ namespaces: { a: { links: { mv0 } }, b: {} }, links: links(9000) })
  const [space] = (await lab.state()).namespaces.filter(({ name }) => name === 'a')
  expect(space?.links.map(({ name, mtu }) => [name, mtu])).toEqual(
    expect.arrayContaining([
      ['eth0', 9000],
      ['mv0', 9000],
    ]),
  )
})

describe('lab.build', () => {
  it('makes the network of the example, in which all reach each other', async () => {
    const { changes } = await lab.build(example)
    expect(notableChanges(changes).map(describeChange)).toContain('veth1 in ns1 has the address 192.168.1.103/24')
    expect(await unreached()).toBe(0)
  })

  it('twice changes nothing; another makes the difference, as the plan said', async () => {
    const topology: Topology = {
      ...example,
      namespaces: {
        ...example.namespaces,
        ns1: {
          links: { veth1: '192.168.1.103/24' },
          sysctls: { 'net.ipv4.ip_forward': 1 },
          nftables: 'table ip nat {}',
        },
      },
    }
    await lab.build(topology)
    expect(await lab.build(topology)).toMatchObject({ operations: 0, changes: [] })
    const other = { ...topology, namespaces: { ...topology.namespaces, ns2: { veth2: '192.168.1.105/24' } } }
    const { operations } = await lab.plan(other)
    expect(operations.map((operation) => operation.do)).toEqual(['delete-address', 'add-address'])
    const { changes } = await lab.build(other)
    const words = notableChanges(changes).map(describeChange)
    expect(words.filter((each) => each.startsWith('veth2'))).toEqual([
      'veth2 in ns2 no longer has the address 192.168.1.104/24',
      'veth2 in ns2 has the address 192.168.1.105/24',
    ])
    expect((await lab.plan(other)).operations).toEqual([])
  })

  it('from any shape to any other: all reach each other, and nothing is left to do', async () => {
    for (const topology of [pair(), star(6), chain(4), ring(5), mesh(4), tree(2, 3), nodes(2)]) {
      await lab.build(topology)
      expect((await lab.plan(topology)).operations).toEqual([])
      expect(await unreached()).toBe(0)
    }
    await lab.build({})
    expect(
      (await lab.state()).namespaces
        .filter(({ node }) => node === 'host')
        .map(({ links }) => links.map(({ name }) => name)),
    ).toEqual([['lo']])
  })

  it('fails with the kernel’s words and the place, and leaves the network as before', async () => {
    await lab.build(example)
    const before = await lab.state()
    const failing: Topology = {
      namespaces: {
        ns2: { links: { veth2: '192.168.1.104/24' }, sysctls: { 'net.ipv4.ip_forward': 1, 'net.ipv4.nonesuch': 1 } },
        ns3: { veth3: '10.0.0.1/24' },
      },
      bridges: { br1: ['ns2.veth2', 'ns3.veth3'] },
    }
    await expect(lab.build(failing)).rejects.toMatchObject({
      name: 'BuildError',
      errno: 'ENOENT',
      place: "namespaces.ns2.sysctls['net.ipv4.nonesuch']",
      message: expect.stringContaining('The network is as it was before.') as string,
    })
    expect(differences(before, await lab.state())).toEqual([])
    expect((await lab.sh({ quiet: true })`ip netns exec ns2 sysctl -n net.ipv4.ip_forward`).stdout).toBe('0\n')
    expect(await unreached()).toBe(0)
  })

  it('a topology that cannot be meant makes nothing', async () => {
    const before = await lab.state()
    await expect(lab.build({ namespaces: { ns1: { eth0: '10.0.0.1' } } })).rejects.toThrow('nothing was made')
    expect(differences(before, await lab.state())).toEqual([])
  })

  it('routes by rules and tables, masquerades, and runs services', async () => {
    await lab.build({
      namespaces: {
        inside: { links: { eth0: '10.1.0.2/24' }, routes: [{ destination: 'default', via: '10.1.0.1' }] },
        router: {
          links: { in0: '10.1.0.1/24', out0: '10.2.0.1/24' },
          sysctls: { 'net.ipv4.ip_forward': 1 },
          nftables: `table ip nat {
  chain post {
    type nat hook postrouting priority 100
    oifname out0 masquerade
  }
}`,
          rules: [{ priority: 100, from: '10.1.0.0/24', table: '100' }],
        },
        outside: { links: { eth0: '10.2.0.2/24' }, services: ['exec sleep 4321'] },
      },
      links: [
        ['inside.eth0', 'router.in0'],
        ['router.out0', 'outside.eth0'],
      ],
    })
    // Outside knows no way back to inside: without masquerading no reply comes.
    expect((await lab.ping('inside', '10.2.0.2', { count: 1 })).stats.received).toBe(1)
    const { stdout } = await lab.sh({ quiet: true })`ip -n router rule; pgrep -fx 'sleep 4321' | wc -l`
    expect(stdout).toMatch(/^100:\s+from 10\.1\.0\.0\/24 lookup 100/m)
    expect(stdout).toMatch(/\n1\n$/)
  })

  it('reads YAML of its own, and names what it leaves out of containerlab’s', async () => {
    writeFileSync(
      'own.yaml',
      'namespaces:\n  a: { eth0: 10.0.0.1/24 }\n  b: { eth0: 10.0.0.2/24 }\nlinks:\n  - [a.eth0, b.eth0]\n',
    )
    await lab.build('own.yaml')
    expect(await unreached()).toBe(0)
    writeFileSync(
      'c.clab.yml',
      'topology:\n  nodes:\n    n1: { kind: linux, image: x }\n    n2: { kind: linux }\n  links:\n    - endpoints: ["n1:eth1", "n2:eth1"]\n',
    )
    const { changes } = await lab.build('c.clab.yml')
    expect(notableChanges(changes).map(describeChange)).toContain('the veth pair eth1 (in n1) – eth1 (in n2) was added')
  })

  it('shows what it changed, and nothing where it is to be quiet', async () => {
    shown.clear()
    const { changes } = await lab.build(example, { quiet: true })
    expect(changes.length).toBeGreaterThan(0)
    expect(shown.displays).toEqual([])
    await lab.build({})
    expect(shown.displays).toHaveLength(1)
  })

  it('builds a routed lab of containerlab’s and MiniEdit’s', async () => {
    const files = new URL('../../network/topology/files/', import.meta.url)
    await lab.build(fileURLToPath(new URL('routed.clab.yml', files)))
    expect((await lab.ping('client2', 'server', { count: 1 })).stats.received).toBe(1)
    await lab.build(fileURLToPath(new URL('routers.mn', files)))
    // A router's addresses are given by hand, there as here.
    await lab.sh({ quiet: true })`ip -n r1 addr add 192.168.1.254/24 dev r1-eth0
ip -n r1 addr add 192.168.2.254/24 dev r1-eth1`
    expect((await lab.ping('h1', 'h2', { count: 1 })).stats.received).toBe(1)
  })
})
