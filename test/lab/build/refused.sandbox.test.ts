/** What the kernel refuses is told in words, with the request and the place; and the network is as before. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { notebookSession, registerSink } from '../../../src/display/index.js'
import { openLab, type Lab } from '../../../src/lab/index.js'
import {
  star,
  toTopology,
  type LinkTopology,
  type NamespaceTopology,
  type Topology,
} from '../../../src/network/index.js'
import { recordingSink } from '../recording-sink.js'

const here = process.cwd()
const folder = mkdtempSync(join(tmpdir(), 'vethbook-refused-'))
let lab: Lab

const pair = (links: Record<string, LinkTopology> = {}, more: NamespaceTopology = {}): Topology => ({
  namespaces: {
    ns1: { links: { eth0: { addresses: '10.0.0.1/24' }, ...links }, ...more },
    ns2: { eth0: '10.0.0.2/24' },
  },
  links: [['ns1.eth0', 'ns2.eth0']],
})

beforeAll(async () => {
  process.chdir(folder)
  registerSink(recordingSink())
  lab = await openLab({ name: 'refused' })
  await lab.build(pair())
})
afterAll(async () => {
  await lab.dispose()
  process.chdir(here)
  rmSync(folder, { recursive: true })
})

const vxlan = (id: number): LinkTopology => ({ kind: { type: 'vxlan', id, port: 4789, remote: '10.0.0.2' } })
const macvlan = (over: string, mode: 'bridge' | 'passthru' = 'bridge'): LinkTopology => ({
  kind: { type: 'macvlan', over, mode },
})

it.each<[string, Topology, string[]]>([
  ['two VXLANs of one VNI', pair({ vx0: vxlan(7), vx1: vxlan(7) }), ['type vxlan id 7', '(EEXIST)', 'ns1.links.vx1']],
  ['a macvlan over the loopback', pair({ mv0: macvlan('lo') }), ['link lo name mv0', '(EINVAL)', 'ns1.links.mv0']],
  [
    'a second macvlan that takes a link for itself',
    pair({ mv0: macvlan('eth0', 'passthru'), mv1: macvlan('eth0', 'passthru') }),
    ['mode passthru', '(EINVAL)', 'ns1.links.mv1'],
  ],
  [
    'a sysctl that the kernel has not',
    pair({}, { sysctls: { 'net.ipv4.nonesuch': 1 } }),
    ['net.ipv4.nonesuch=1', '(ENOENT)', "ns1.sysctls['net.ipv4.nonesuch']"],
  ],
  [
    'a value that a sysctl does not take',
    pair({}, { sysctls: { 'net.ipv4.ip_forward': 'yes' } }),
    ['net.ipv4.ip_forward=yes', '(EINVAL)', "ns1.sysctls['net.ipv4.ip_forward']"],
  ],
  [
    'rules that nft does not understand, by their own line',
    pair({}, { nftables: 'table ip nat {\n  chain post { what }\n}' }),
    ['nft -f (in ns1)', 'line 2, column', 'ns1.nftables'],
  ],
  [
    'a routing table that has no such name',
    pair({}, { routes: [{ destination: '10.9.0.0/16', via: '10.0.0.2', table: 'blue' }] }),
    ['table blue', 'blue', 'ns1.routes[0]'],
  ],
  [
    'a policy rule for a table that has no such name',
    pair({}, { rules: [{ priority: 7, table: 'blue' }] }),
    ['lookup blue', 'blue', 'ns1.rules[0]'],
  ],
  [
    'a bridge that is to be a port of a bridge',
    { ...pair(), bridges: { br0: ['br1'], br1: [] } },
    ['master br0', '(ELOOP)', 'asked for by bridges.br1'],
  ],
  [
    'an MTU that the link below does not carry',
    pair({ mv0: { ...macvlan('eth0'), mtu: 9000 } }),
    ['mtu 9000', '(EINVAL)', 'ns1.links.mv0'],
  ],
])('%s', async (_, topology, words) => {
  const before = toTopology(await lab.state())
  const error: unknown = await lab.build(topology).then(
    () => 'it was built',
    (reason: unknown) => reason,
  )
  expect(error).toMatchObject({ name: 'BuildError' })
  const { message } = error as Error
  for (const word of [...words, 'The kernel refused', 'The network is as it was before.'])
    expect(message).toContain(word)
  expect(toTopology(await lab.state())).toEqual(before)
})

it('what this kernel lacks is refused before anything is made', async () => {
  const kinds = [
    ['vlan', { vl0: { kind: { type: 'vlan', over: 'eth0', id: 7 } } }],
    ['dummy', { d0: { kind: { type: 'dummy' } } }],
    ['netem', { eth0: { addresses: '10.0.0.1/24', delayMs: 10 } }],
  ] as const
  for (const [feature, links] of kinds) {
    if (await lab.can(feature)) {
      await lab.build(pair(links))
      continue
    }
    await expect(lab.build(pair(links))).rejects.toMatchObject({
      name: 'TopologyError',
      message: expect.stringContaining(`await lab.can('${feature}') is false`) as string,
    })
  }
  await lab.build(pair())
})

it('of a file the line is told', async () => {
  writeFileSync(
    'wrong.yaml',
    'namespaces:\n  ns1:\n    eth0: 10.0.0.1/24\n  ns2:\n    eth0: 10.0.0.2\nlinks:\n- [ns1.eth0, ns2.eth0]\n',
  )
  await expect(lab.build('wrong.yaml')).rejects.toThrow(
    'wrong.yaml, line 5: namespaces.ns2.eth0: 10.0.0.2 has no prefix',
  )
  writeFileSync(
    'refused.json',
    '{\n  "namespaces": {\n    "ns1": {\n      "sysctls": {\n        "net.ipv4.nonesuch": 1\n      }\n    }\n  }\n}',
  )
  await expect(lab.build('refused.json')).rejects.toThrow("asked for by refused.json, line 5: namespaces.ns1.sysctls['")
  await expect(lab.build('none.yaml')).rejects.toThrow('none.yaml cannot be read: there is no such file in ')
  writeFileSync('twice.json', '{ "namespaces": {\n "a": {},\n "a": {} } }')
  await expect(lab.build('twice.json')).rejects.toThrow(/twice\.json cannot be read: Map keys must be unique at line 3/)
})

it('a build that is stopped leaves the network as before', async () => {
  await lab.build(pair())
  const before = toTopology(await lab.state())
  const building = lab.build(star(800)).then(
    () => 'it was built',
    (reason: unknown) => reason,
  )
  // Namespaces are made first: most is still to be done.
  while (!(await lab.state()).namespaces.some(({ name }) => name === 'h1')) await setTimeout(5)
  expect(notebookSession().hooks.some((hooks) => hooks.interrupt?.() === true)).toBe(true)
  expect(await building).toMatchObject({
    name: 'BuildError',
    message: 'The build was stopped. The network is as it was before.',
  })
  expect(toTopology(await lab.state())).toEqual(before)
})
