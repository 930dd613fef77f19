/** RTM_NEWLINK as `ip -d link` prints it: struct ifinfomsg and IFLA_* of <linux/if_link.h>. */
import {
  isChosenQdisc,
  USUAL_AGEING_SECONDS,
  type BridgePort,
  type Link,
  type OperState,
  type OtherLink,
} from '../../network/index.js'
import {
  ARPHRD_ETHER,
  ARPHRD_LOOPBACK,
  IFF_LOWER_UP,
  IFF_UP,
  IFINFOMSG,
  IFLA_ADDRESS,
  IFLA_BRPORT_COST,
  IFLA_BRPORT_GUARD,
  IFLA_BRPORT_ISOLATED,
  IFLA_BRPORT_LEARNING,
  IFLA_BRPORT_STATE,
  IFLA_BRPORT_UNICAST_FLOOD,
  IFLA_BR_AGEING_TIME,
  IFLA_BR_STP_STATE,
  IFLA_BR_VLAN_FILTERING,
  IFLA_IFNAME,
  IFLA_INFO_DATA,
  IFLA_INFO_KIND,
  IFLA_INFO_SLAVE_DATA,
  IFLA_INFO_SLAVE_KIND,
  IFLA_LINK,
  IFLA_LINKINFO,
  IFLA_LINK_NETNSID,
  IFLA_MASTER,
  IFLA_MTU,
  IFLA_OPERSTATE,
  IFLA_QDISC,
} from './constants.js'
import { readKind, vxlanOver } from './link-kinds.js'
import { Attributes, i32, u16, u32, type Message } from './message.js'

/** Clock ticks a second, in which the kernel counts a bridge's times. */
export const USER_HZ = 100

/** By number: RFC 2863, in <linux/if.h>. */
const OPER_STATES: readonly OperState[] = [
  'UNKNOWN',
  'NOTPRESENT',
  'DOWN',
  'LOWERLAYERDOWN',
  'TESTING',
  'DORMANT',
  'UP',
]
/** By number: <linux/if_bridge.h>. */
export const PORT_STATES = ['disabled', 'listening', 'learning', 'forwarding', 'blocking'] as const

/** What ip calls a type that has no kind of its own: <linux/if_arp.h>. */
const LINK_TYPES: Readonly<Record<number, string>> = {
  0: 'netrom',
  [ARPHRD_ETHER]: 'ether',
  32: 'infiniband',
  256: 'slip',
  280: 'can',
  512: 'ppp',
  768: 'ipip',
  769: 'tunnel6',
  [ARPHRD_LOOPBACK]: 'loopback',
  776: 'sit',
  778: 'gre',
  801: 'ieee802.11',
  823: 'gre6',
  824: 'netlink',
  65534: 'none',
  65535: 'void',
}

export interface LinkMessage {
  index: number
  /** By which the master is known; null: none. */
  masterIndex: number | null
  /** Without its master's name and its addresses. */
  link: Link
}

const attributes = new Attributes()
const info = new Attributes()
const data = new Attributes()
const none = new Attributes().read(new DataView(new ArrayBuffer(0)), 0, 0)

export function readLink({ view, start, end }: Message, namespace: string): LinkMessage {
  attributes.read(view, start + IFINFOMSG, end)
  const type = u16(view, start + 2)
  const index = i32(view, start + 4)
  const flags = u32(view, start + 8)
  const hasInfo = attributes.nested(IFLA_LINKINFO, info)
  const kind = hasInfo ? info.text(IFLA_INFO_KIND) : null
  const address = attributes.at(IFLA_ADDRESS)
  const port =
    hasInfo && info.text(IFLA_INFO_SLAVE_KIND) === 'bridge' && info.nested(IFLA_INFO_SLAVE_DATA, data)
      ? readPort()
      : undefined
  const qdisc = attributes.text(IFLA_QDISC)
  const base: Base = {
    name: attributes.text(IFLA_IFNAME) ?? '',
    index,
    namespace,
    up: (flags & IFF_UP) !== 0,
    carrier: (flags & IFF_LOWER_UP) !== 0,
    operState: operStateOf(attributes.u8(IFLA_OPERSTATE)),
    mtu: attributes.u32(IFLA_MTU) ?? 0,
    mac: type === ARPHRD_ETHER && address >= 0 ? formatMac(view, address, attributes.lengthOf(IFLA_ADDRESS)) : null,
    master: null,
    addresses: [],
  }
  if (port !== undefined) base.port = port
  if (isChosenQdisc(qdisc)) base.qdisc = qdisc
  return { index, masterIndex: attributes.u32(IFLA_MASTER), link: ofKind(base, kind, type, view) }
}

type Base = Omit<Extract<Link, { kind: 'loopback' }>, 'kind'>

/** Adds to the base: to copy it would cost as much as the rest of a link. */
function ofKind(base: Base, kind: string | null, type: number, view: DataView): Link {
  if (kind === 'veth') {
    return Object.assign(base, {
      kind: 'veth' as const,
      peerIndex: attributes.u32(IFLA_LINK) || null,
      peerNamespaceId: attributes.i32(IFLA_LINK_NETNSID),
    })
  }
  if (kind === 'bridge') {
    const isTold = info.nested(IFLA_INFO_DATA, data)
    const ageing = isTold ? data.u32(IFLA_BR_AGEING_TIME) : null
    const ageingSeconds = ageing === null ? USUAL_AGEING_SECONDS : ageing / USER_HZ
    return Object.assign(base, {
      kind: 'bridge' as const,
      stp: isTold && (data.u32(IFLA_BR_STP_STATE) ?? 0) !== 0,
      vlanFiltering: isTold && data.u8(IFLA_BR_VLAN_FILTERING) === 1,
      ...(ageingSeconds === USUAL_AGEING_SECONDS ? {} : { ageingSeconds }),
    })
  }
  if (kind === null && type === ARPHRD_LOOPBACK) return Object.assign(base, { kind: 'loopback' as const })
  return { ...base, kind: 'other', type: kind ?? LINK_TYPES[type] ?? `[${type}]`, ...otherOf(kind, view) }
}

function otherOf(kind: string | null, view: DataView): Pick<OtherLink, 'made' | 'overIndex' | 'overNamespaceId'> {
  const isTold = kind !== null && info.nested(IFLA_INFO_DATA, data)
  const made = kind === null ? null : readKind(kind, isTold ? data : none, view)
  // A VXLAN that was made elsewhere names itself there.
  const overIndex = kind === 'vxlan' ? isTold && vxlanOver(data) : attributes.u32(IFLA_LINK)
  const overNamespaceId = attributes.i32(IFLA_LINK_NETNSID)
  return {
    ...(made === null ? {} : { made }),
    ...(overIndex ? { overIndex } : {}),
    ...(overNamespaceId === null ? {} : { overNamespaceId }),
  }
}

function readPort(): BridgePort {
  const isOn = (type: number): boolean => (data.u8(type) ?? 0) !== 0
  const cost = data.u32(IFLA_BRPORT_COST)
  return {
    state: PORT_STATES[data.u8(IFLA_BRPORT_STATE) ?? 0] ?? 'disabled',
    learning: isOn(IFLA_BRPORT_LEARNING),
    flooding: isOn(IFLA_BRPORT_UNICAST_FLOOD),
    isolated: isOn(IFLA_BRPORT_ISOLATED),
    guard: isOn(IFLA_BRPORT_GUARD),
    ...(cost === null ? {} : { cost }),
  }
}

export function operStateOf(number: number | null): OperState {
  return OPER_STATES[number ?? 0] ?? 'UNKNOWN'
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

export function formatMac(view: DataView, at: number, length: number): string {
  let text = ''
  for (let byte = 0; byte < length; byte++) text += `${byte === 0 ? '' : ':'}${HEX[view.getUint8(at + byte)]}`
  return text
}
