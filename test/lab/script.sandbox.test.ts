import { afterAll, beforeAll, expect, it } from 'vitest'
import { displaySymbol, registerSink } from '../../src/display/index.js'
import { openLab, type Lab } from '../../src/lab/index.js'
import { toTopology, type Topology } from '../../src/network/index.js'
import { recordingSink } from './recording-sink.js'
import { everySetting, seen } from './restoring.js'

let lab: Lab
let second: Lab

beforeAll(async () => {
  registerSink(recordingSink())
  lab = await openLab({ name: 'script-one' })
  second = await openLab({ name: 'script-two' })
})
afterAll(() => Promise.all([lab.dispose(), second.dispose()]))

it('the script of a network builds the same one on another machine', async () => {
  await lab.build({
    namespaces: {
      ns1: { links: { veth1: '192.168.1.103/24' }, routes: [{ destination: 'default', via: '192.168.1.1' }] },
      ns2: { veth2: '192.168.1.104/24' },
    },
    bridges: { br0: { ports: ['ns1.veth1', 'ns2.veth2'], addresses: ['192.168.1.1/24'] } },
  })
  await lab.sh({ quiet: true })`ip -n ns2 link set veth2 mtu 1400`
  const report = await lab.script()
  const { script } = report
  expect(report.missing).toEqual([])
  expect(report[displaySymbol]()).toEqual({ 'text/plain': script.trimEnd() })
  // What a machine has of itself is not in it.
  expect(script).not.toContain('sysctl')

  expect(toTopology(await second.state())).not.toEqual(toTopology(await lab.state()))
  await second.sh({ quiet: true })`sh -c ${script}`
  expect(toTopology(await second.state())).toEqual(toTopology(await lab.state()))
})

/** Builds what `lab` holds on the second machine by its script; both as data, without what is given by chance. */
async function rebuilt(): Promise<{ script: string; there: unknown; here: unknown }> {
  await second.reset()
  const { script } = await lab.script()
  await second.sh({ quiet: true })`sh -c ${script}`
  return { script, there: toTopology(await second.state()), here: toTopology(await lab.state()) }
}

it('VXLAN, macvlan here and elsewhere, tun and tap, port settings and ageing', async () => {
  await lab.reset()
  // Who may not open /dev/net/tun makes neither.
  const hasTun = await lab.can('tun')
  await lab.build({
    namespaces: {
      ns1: {
        links: {
          eth0: { addresses: '10.0.0.1/24', port: { isolated: true } },
          vx0: {
            kind: { type: 'vxlan', id: 7, port: 4789, local: '10.0.0.1', remote: '10.0.0.2', over: 'eth0' },
            addresses: '10.5.0.1/24',
          },
          vx1: { kind: { type: 'vxlan', id: 8, group: '239.0.0.1', over: 'eth0', learning: false } },
          mv0: { kind: { type: 'macvlan', over: 'eth0', mode: 'bridge' }, addresses: '10.6.0.1/24' },
          ...(hasTun && { t0: { kind: { type: 'tun', mode: 'tun' }, addresses: '10.7.0.1/24', mtu: 1400 } }),
        },
        routes: [{ destination: '10.9.0.0/16', via: '10.5.0.2' }],
      },
      ns2: {
        links: { mv0: { kind: { type: 'macvlan', over: 'root.up0', mode: 'private' }, addresses: '10.8.0.2/24' } },
      },
      ...(hasTun && { root: { links: { t1: { kind: { type: 'tun', mode: 'tap' } } } } }),
    },
    bridges: { br0: { ports: ['ns1.eth0', ...(hasTun ? ['t1'] : [])], ageingSeconds: 20, stp: true } },
    links: [['root.up0', 'ns2.down0']],
  })
  const { there, here } = await rebuilt()
  expect(there).toEqual(here)
})

it('of several nodes each is a namespace, with what lies in it', async () => {
  await lab.reset()
  await lab.build({
    nodes: ['node1', 'node2'],
    namespaces: {
      node1: { eth0: '10.0.0.1/24', br0: '10.1.1.1/24' },
      node2: { eth0: '10.0.0.2/24' },
      'node1/pod': { links: { eth0: '10.1.1.2/24' }, routes: [{ destination: 'default', via: '10.1.1.1' }] },
    },
    bridges: { s1: ['node1.eth0', 'node2.eth0'], 'node1.br0': ['node1/pod.eth0'] },
  })
  const { script, there } = await rebuilt()
  expect(script).toContain('# The machines of the lab are namespaces here')
  const { namespaces } = await second.state()
  expect(namespaces.map(({ name }) => name)).toEqual(['root', 'node1', 'node1-pod', 'node2'])
  const here = JSON.stringify(toTopology(await lab.state()))
  const { nodes: _, ...flat } = JSON.parse(
    here.replaceAll('node1/pod', 'node1-pod').replaceAll(/(node[12])\/root/g, '$1'),
  ) as Topology
  expect(there).toEqual(flat)
})

it('sets all that a snapshot holds: firewalls, queues, sysctls, neighbours, rules, settings of links', async () => {
  await lab.reset()
  await second.reset()
  await lab.sh({ quiet: true })`sh -c ${everySetting}`
  await second.sh({ quiet: true })`sh -c ${(await lab.script()).script}`
  // Links have other indexes there, by which they are listed.
  const sorted = async (one: Lab) =>
    (await seen(one))
      .replaceAll(/fe80:\S+ff:fe\S+/g, 'fe80')
      .split('\n')
      .sort()
  await expect.poll(async () => (await seen(second)).match(/NO-CARRIER|tentative/)).toBeNull()
  expect(await sorted(second)).toEqual(await sorted(lab))
})

it('takes nothing away from the machine that it runs on', async () => {
  await lab.reset()
  await second.reset()
  await lab.sh({ quiet: true })`iptables -A INPUT -p udp --dport 7 -j DROP
nft 'table inet mine { chain c { type filter hook input priority 0; tcp dport 7 drop; }; }'`
  await second.sh({ quiet: true })`iptables -A INPUT -p udp --dport 9 -j DROP
nft 'table inet theirs { chain c { type filter hook input priority 0; tcp dport 9 drop; }; }'`
  await second.sh({ quiet: true })`sh -c ${(await lab.script()).script}`
  const { stdout } = await second.sh({ quiet: true })`iptables -S; nft list tables`
  for (const each of ['--dport 7', '--dport 9', 'inet mine', 'inet theirs']) expect(stdout).toContain(each)
})

it('what it cannot make is named: a link of unknown making, a program', async () => {
  await lab.reset()
  await lab.sh({ quiet: true })`ip link add vx7 type vxlan external dstport 4789`
  const { script, missing } = await lab.script()
  expect(missing).toEqual(['vx7 in the root namespace: how a link of the kind vxlan was made is not known'])
  expect(script).toContain(`# Not in it:\n#   ${missing[0]}\n`)
})
