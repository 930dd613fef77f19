import { expect, test } from 'vitest'
import { parseSnapshotSpace, type NetworkState } from '../../../src/network/index.js'
import { searchSegment } from '../../../src/tools/explain/segment.js'
import { fixture } from '../../network/fixtures.js'
import { bridged, mapOf } from './hand-made.js'

const mac2 = '02:00:00:00:00:02'

/** What keeps a frame from eth0 in ns1 from eth0 in ns2, where root's tools print so. */
function blocks(state: NetworkState, printed: Record<string, string> = {}, mac: string | null = null) {
  const map = mapOf(state, { root: parseSnapshotSpace('host', 'root', new Map(Object.entries(printed))) })
  return blocksOf(map, mac).map(({ cause, at, remedies }) => [cause, at.link, remedies[0]?.command])
}

function blocksOf(map: ReturnType<typeof mapOf>, mac: string | null = null) {
  const start = map.link('ns1', 'eth0')
  if (start === undefined) throw new Error('no eth0 in ns1')
  const path = searchSegment(map, start, { mac, size: 84 }).find(({ to }) => to.namespace === 'ns2')
  if (path === undefined) throw new Error('no way to ns2')
  return path.blocks
}

/** As `ip -j -d addr` prints the settings of ports. */
const ports = (settings: Record<string, Record<string, unknown>>) => ({
  links: JSON.stringify(
    Object.entries(settings).map(([ifname, info_slave_data], index) => ({
      ...{ ifindex: index + 2, ifname, flags: ['UP'], addr_info: [] },
      linkinfo: { info_kind: 'veth', info_slave_kind: 'bridge', info_slave_data },
    })),
  ),
})

/** As iproute2 6.1 prints `bridge -j vlan show`, on a kernel with VLAN filtering. */
const born = '{"vlan":1,"flags":["PVID","Egress Untagged"]}'
const vlans = (p1: string, p2: string) => ({
  vlans: `[{"ifname":"br0","vlans":[${born}]},{"ifname":"p1","vlans":[${p1}]},{"ifname":"p2","vlans":[${p2}]}]\n`,
})
const ten = '{"vlan":10,"flags":["PVID","Egress Untagged"]}'
const trunk = '{"vlan":2,"vlanEnd":20}'

test('ports of one VLAN hear each other, whichever it is', () => {
  expect(blocks(bridged({}, true), vlans(born, born))).toEqual([])
  expect(blocks(bridged({}, true), vlans(ten, ten))).toEqual([])
  expect(blocks(bridged({}, true), vlans(ten, `${trunk},${ten}`))).toEqual([])
})

test('a port that does not carry the VLAN of the frame', () => {
  const put = (vlan: number) => `bridge vlan add dev p2 vid ${vlan} pvid untagged`
  expect(blocks(bridged({}, true), vlans(born, ten))).toEqual([['vlan-mismatch', 'p2', put(1)]])
  expect(blocks(bridged({}, true), vlans(ten, born))).toEqual([['vlan-mismatch', 'p2', put(10)]])
  expect(blocks(bridged({}, true), vlans(born, ''))).toEqual([['vlan-mismatch', 'p2', put(1)]])
})

/**
 * The file holds what `bridge -j vlan show` of iproute2 6.1 prints for p1 in VLAN 10 and p2 in 1, 2 to 9, 20 and 100, by its
 * bridge/vlan.c: print_vlan_info opens an object a port; print_range adds `vlanEnd` where a range is compressed; and
 * print_vlan_flags leaves `flags` out where there is none, but opens an empty list for the end of a range, whose
 * BRIDGE_VLAN_INFO_RANGE_END has no word. This kernel has no vlan_filtering that could be recorded.
 */
test('what bridge(8) prints of two access ports of different VLANs', () => {
  const printed = { vlans: fixture('ip/6.1/bridge-vlan.txt') }
  expect(parseSnapshotSpace('host', 'root', new Map(Object.entries(printed))).vlans[1]).toEqual({
    link: 'p2',
    vlans: [
      { vlan: 1, vlanEnd: 1, pvid: false, untagged: true },
      { vlan: 2, vlanEnd: 9, pvid: false, untagged: false },
      { vlan: 20, vlanEnd: 20, pvid: true, untagged: true },
      { vlan: 100, vlanEnd: 100, pvid: false, untagged: false },
    ],
  })
  const map = mapOf(bridged({}, true), { root: parseSnapshotSpace('host', 'root', new Map(Object.entries(printed))) })
  const [fault] = blocksOf(map)
  expect(fault).toMatchObject({
    cause: 'vlan-mismatch',
    at: { namespace: 'root', link: 'p2' },
    evidence: [
      'p2 in the root namespace, as a port of br0, which filters by VLAN: the frame is in VLAN 10, and it carries 1, 2 to 9, 20, 100',
    ],
    remedies: [{ command: 'bridge vlan add dev p2 vid 10 pvid untagged' }],
  })
})

test('a port without a VLAN for frames that have no tag', () => {
  const found = blocks(bridged({}, true), vlans('{"vlan":1,"flags":["Egress Untagged"]}', born))
  expect(found).toEqual([['vlan-mismatch', 'p1', 'bridge vlan add dev p1 vid 1 pvid untagged']])
})

test('a bridge that does not filter does not look at VLANs', () => {
  expect(blocks(bridged(), vlans(born, ten))).toEqual([])
})

test('two isolated ports hear nothing of each other; one alone does', () => {
  const open = ports({ p1: { isolated: true }, p2: { isolated: false } })
  expect(blocks(bridged(), open)).toEqual([])
  const both = ports({ p1: { isolated: true }, p2: { isolated: true } })
  expect(blocks(bridged(), both)).toEqual([['port-blocked', 'p1', 'bridge link set dev p1 isolated off']])
})

test('broadcasts need bcast_flood, unknown addresses flood or learning', () => {
  const quiet = ports({ p2: { bcast_flood: false } })
  expect(blocks(bridged(), quiet)).toEqual([['port-blocked', 'p2', 'bridge link set dev p2 bcast_flood on']])
  expect(blocks(bridged(), quiet, mac2)).toEqual([])
  const taught = ports({ p2: { flood: false, learning: true } })
  expect(blocks(bridged(), taught, mac2)).toEqual([])
  const deaf = ports({ p2: { flood: false, learning: false } })
  expect(blocks(bridged(), deaf, mac2)).toEqual([['port-blocked', 'p2', 'bridge link set dev p2 learning on flood on']])
})

test('a static FDB entry that leads elsewhere', () => {
  const state = bridged()
  state.namespaces[0]?.fdb.push({ mac: mac2, link: 'p1', master: 'br0', state: 'static' } as never)
  expect(blocks(state, {}, mac2)).toEqual([['wrong-fdb', 'p1', `bridge fdb del ${mac2} dev p1 master`]])
  expect(blocks(state)).toEqual([])
})

test('a port that listens is opened by switching spanning tree off', () => {
  const state = bridged({ p2: { port: { state: 'listening' } as never } })
  expect(blocks(state)).toEqual([['port-blocked', 'p2', 'bridge link set dev p2 state 3']])
  state.namespaces[0]?.links.forEach((link) => Object.assign(link, link.kind === 'bridge' ? { stp: true } : {}))
  expect(blocks(state)?.[0]?.[2]).toContain('ip link set br0 type bridge stp_state 0')
})
