/** What is built is there, comes back as a topology, and survives a build that fails: over random topologies. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { registerSink } from '../../../src/display/index.js'
import type { Feature } from '../../../src/engine/index.js'
import { openLab, type Lab } from '../../../src/lab/index.js'
import { toTopology, type Topology } from '../../../src/network/index.js'
import { recordingSink } from '../recording-sink.js'
import { randomTopologies, type LongTopology } from './random-topology.js'

let lab: Lab
let topologies: fc.Arbitrary<LongTopology>

beforeAll(async () => {
  registerSink(recordingSink())
  lab = await openLab({ name: 'round-trip' })
  const features: Feature[] = ['vxlan', 'macvlan', 'vlan', 'dummy', 'tun', 'tbf', 'vlan-filtering', 'nftables']
  const can = new Set<Feature>()
  for (const feature of features) if (await lab.can(feature)) can.add(feature)
  topologies = randomTopologies(can)
})
afterAll(() => lab.dispose())

const planned = async (topology: Topology) => (await lab.plan(topology)).operations

/** The network that is there as a topology, with what of it no state tells: sysctls, queues, rules of nftables, services. */
async function asTopology({ namespaces }: LongTopology): Promise<Topology> {
  const told = toTopology(await lab.state()) as LongTopology
  const spaces = Object.entries(told.namespaces).map(([name, space]) => {
    const said = namespaces[name]
    const links = Object.entries(space.links).map(([link, value]) => {
      const { rateMbit } = (said?.links[link] ?? {}) as { rateMbit?: number }
      return [link, { ...value, ...(rateMbit !== undefined && { rateMbit }) }]
    })
    const { sysctls, nftables, services } = said ?? {}
    return [name, { ...space, links: Object.fromEntries(links) as object, ...{ sysctls, nftables, services } }]
  })
  // The kernel lists links in an order that nobody asked for.
  const sorted = <Item>(list: readonly Item[] = []): Item[] =>
    [...list].sort((first, second) => (JSON.stringify(first) < JSON.stringify(second) ? -1 : 1))
  const links = sorted((told.links as { ends: string[] }[] | undefined)?.map(({ ends }) => sorted(ends)))
  const bridges = Object.entries(told.bridges as Record<string, { ports: string[] }>).map(
    ([name, bridge]) => [name, { ...bridge, ports: sorted(bridge.ports) }] as const,
  )
  const whole = {
    ...told,
    links,
    bridges: Object.fromEntries(bridges),
    namespaces: Object.fromEntries(spaces) as object,
  }
  return JSON.parse(JSON.stringify(whole)) as Topology
}

it('a state as a topology builds the same network', async () => {
  await fc.assert(
    fc.asyncProperty(topologies, async (topology) => {
      await lab.reset()
      await lab.build(topology)
      expect(await planned(topology)).toEqual([])
      const again = await asTopology(topology)
      expect(await planned(again)).toEqual([])
      await lab.build({})
      await lab.build(again)
      expect(await planned(topology)).toEqual([])
      expect(await asTopology(topology)).toEqual(again)
    }),
    { numRuns: 4, seed: 7, endOnFailure: true },
  )
}, 240_000)

it('from one to another, and a failure half-way leaves the first', async () => {
  await fc.assert(
    fc.asyncProperty(topologies, topologies, async (one, other) => {
      await lab.reset()
      await lab.build(one)
      const before = await asTopology(one)
      const root = other.namespaces['root'] ?? { links: {}, routes: [] }
      const failing = {
        ...other,
        namespaces: { ...other.namespaces, root: { ...root, sysctls: { 'net.ipv4.nonesuch': 1 } } },
      }
      await expect(lab.build(failing)).rejects.toThrow('The network is as it was before.')
      expect(await asTopology(one)).toEqual(before)
      expect(await planned(before)).toEqual([])
      await lab.build(other)
      expect(await planned(other)).toEqual([])
    }),
    { numRuns: 4, seed: 7, endOnFailure: true },
  )
}, 240_000)
