import type { Bridge, Link } from '../../network/index.js'
import type { Fault } from './fault.js'
import { bridgeIn, ipIn, linkWords, placeOf, type NetworkMap } from './map.js'

/** A frame that looks for its way: to a MAC address, or to everybody. */
export interface Frame {
  mac: string | null
  /** Where it is for everybody: by a broadcast, or by a group's address, as IPv6 asks. */
  group?: 'broadcast' | 'multicast'
  /** Bytes of the packet in it. */
  size: number
}

interface Passage {
  blocks: Fault[]
  /** The VLAN the frame belongs to inside the bridge, or its tag outside; null: none. */
  vlan: number | null
}

/** A frame comes in by a port. */
export function portEntry(map: NetworkMap, port: Link, tag: number | null): Passage {
  const blocks = stateBlocks(map, port)
  if (isOn(map, port, 'locked'))
    blocks.push(blocked(port, 'locked off', 'it is locked: it takes frames of known addresses only'))
  const bridge = map.master(port)
  if (bridge?.kind !== 'bridge' || !bridge.vlanFiltering) return { blocks, vlan: tag }
  const vlans = vlansOf(map, port)
  const vlan = tag ?? vlans.find(({ pvid }) => pvid)?.vlan ?? null
  if (vlan === null) blocks.push(mismatch(port, bridge, 1, `it has no VLAN for frames without a tag (no PVID)`))
  else if (!vlans.some((each) => each.vlan <= vlan && vlan <= each.vlanEnd))
    blocks.push(mismatch(port, bridge, vlan, `it does not take VLAN ${vlan}`))
  return { blocks, vlan }
}

/** A frame is to leave by a port; `entered` is the port it came in by, null where the bridge's own namespace sends. */
export function portExit(
  map: NetworkMap,
  way: { entered: Link | null; bridge: Bridge; port: Link; frame: Frame; vlan: number | null },
): Passage {
  const { entered, bridge, port, frame } = way
  const blocks = stateBlocks(map, port)
  if (entered !== null && isOn(map, entered, 'isolated') && isOn(map, port, 'isolated')) {
    blocks.push(
      blocked(
        entered,
        'isolated off',
        `both it and ${port.name} are isolated, and isolated ports hear nothing of each other`,
      ),
    )
  }
  blocks.push(...lookUp(map, bridge, port, frame))
  if (!bridge.vlanFiltering) return { blocks, vlan: way.vlan }
  const vlans = vlansOf(map, port)
  const inside = way.vlan ?? vlansOf(map, bridge).find(({ pvid }) => pvid)?.vlan ?? 1
  const member = vlans.find((each) => each.vlan <= inside && inside <= each.vlanEnd)
  if (member === undefined) {
    const here = vlans.map(({ vlan, vlanEnd }) => (vlan === vlanEnd ? vlan : `${vlan} to ${vlanEnd}`)).join(', ')
    blocks.push(mismatch(port, bridge, inside, `the frame is in VLAN ${inside}, and it carries ${here || 'none'}`))
  }
  return { blocks, vlan: member?.untagged === false ? inside : null }
}

/** Where the bridge believes the address to be, and whether it floods what it does not know. */
function lookUp(map: NetworkMap, bridge: Bridge, port: Link, frame: Frame): Fault[] {
  if (frame.mac === null) {
    const [switched, kind, question] =
      frame.group === 'multicast'
        ? ['mcast_flood', 'multicasts', 'neighbour solicitation']
        : ['bcast_flood', 'broadcasts', 'ARP request']
    return isOff(map, port, switched)
      ? [blocked(port, `${switched} on`, `it passes no ${kind} on (${switched} off), so no ${question} gets through`)]
      : []
  }
  const { mac } = frame
  const entry = map
    .space(bridge.namespace)
    .fdb.find((each) => each.mac === mac && each.master === bridge.name && ['static', 'permanent'].includes(each.state))
  if (entry !== undefined && entry.link !== port.name) {
    return [
      {
        cause: 'wrong-fdb',
        at: { node: 'host', namespace: bridge.namespace, link: entry.link },
        evidence: [
          `${bridge.name} has a static FDB entry that sends ${mac} to ${entry.link}, while its owner is behind ${port.name}`,
        ],
        remedies: [
          {
            command: `${bridgeIn(bridge.namespace)} fdb del ${mac} dev ${entry.link} ${entry.link === bridge.name ? 'self' : 'master'}`,
            why: `without it the bridge learns where ${mac} is`,
          },
        ],
      },
    ]
  }
  if (entry !== undefined || !isOff(map, port, 'flood')) return []
  // Known addresses are not flooded: with learning on, the ARP exchange teaches the bridge where the other side is.
  return isOff(map, port, 'learning')
    ? [
        blocked(
          port,
          'learning on flood on',
          'it neither learns addresses nor floods unknown ones, so the bridge never sends to it',
        ),
      ]
    : []
}

function stateBlocks(map: NetworkMap, port: Link): Fault[] {
  const state = port.port?.state
  if (state === undefined || state === 'forwarding' || !port.up || !port.carrier) return []
  const bridge = map.master(port)
  if (bridge?.up === false) return []
  const isStp = bridge?.kind === 'bridge' && bridge.stp
  const says =
    `its state is ${state}, not forwarding` +
    (isStp
      ? ' (the spanning tree protocol is on: listening and learning take some 30 s, blocking means a second way)'
      : '')
  const remedy: [string, string] | undefined =
    isStp && bridge !== undefined
      ? [
          // Ports that listen already go on doing so until the bridge begins anew.
          ['type bridge stp_state 0', 'down', 'up'].map((set) => `ip link set ${bridge.name} ${set}`).join('\n'),
          'without spanning tree ports forward at once',
        ]
      : undefined
  return [blocked(port, 'state 3', says, remedy)]
}

function blocked(port: Link, setting: string, says: string, other?: [command: string, why: string]): Fault {
  const [command, why] = other ?? [`bridge link set dev ${port.name} ${setting}`, 'the port then passes frames again']
  return {
    cause: 'port-blocked',
    at: placeOf(port),
    evidence: [`${linkWords(port)}, as a port: ${says}`],
    remedies: [
      { command: command.replace(/^ip/gm, ipIn(port.namespace)).replace(/^bridge/gm, bridgeIn(port.namespace)), why },
    ],
  }
}

function mismatch(port: Link, bridge: Link, vlan: number, says: string): Fault {
  return {
    cause: 'vlan-mismatch',
    at: placeOf(port),
    evidence: [`${linkWords(port)}, as a port of ${bridge.name}, which filters by VLAN: ${says}`],
    remedies: [
      {
        command: `${bridgeIn(port.namespace)} vlan add dev ${port.name} vid ${vlan} pvid untagged`,
        why: 'both ports are then in one VLAN',
      },
    ],
  }
}

function vlansOf(map: NetworkMap, port: Link) {
  return map.more(port.namespace)?.vlans.find(({ link }) => link === port.name)?.vlans ?? []
}

function isOn(map: NetworkMap, port: Link, setting: string): boolean {
  return [true, 1, 'on'].includes(map.detail(port)?.port[setting] as never)
}

function isOff(map: NetworkMap, port: Link, setting: string): boolean {
  return [false, 0, 'off'].includes(map.detail(port)?.port[setting] as never)
}
