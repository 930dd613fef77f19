import { expect, test } from 'vitest'
import { parseSnapshotSpace, type NetworkState } from '../../../src/network/index.js'
import { searchSegment } from '../../../src/tools/explain/segment.js'
import { bridged, mapOf } from './hand-made.js'

const mac2 = '02:00:00:00:00:02'

/** What keeps a frame from eth0 in ns1 from eth0 in ns2, where root's tools print so. */
function blocks(state: NetworkState, printed: Record<string, string> = {}, mac: string | null = null) {
  const map = mapOf(state, { root: parseSnapshotSpace('host', 'root', new Map(Object.entries(printed))) })
  const start = map.link('ns1', 'eth0')
  if (start === undefined) throw new Error('no eth0 in ns1')
  const path = searchSegment(map, start, { mac, size: 84 }).find(({ to }) => to.namespace === 'ns2')
  return path?.blocks.map(({ cause, at, remedies }) => [cause, at.link, remedies[0]?.command])
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
