/** Requests that make and change links: what ip(8) sends for `ip link add` and `ip link set`. */
import type { Endpoint, LinkSettings, NewLink, PortSettings } from '../../network/index.js'
import {
  AF_UNSPEC,
  IFF_NOARP,
  IFF_UP,
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
  IFLA_EXT_MASK,
  IFLA_GROUP,
  IFLA_IFNAME,
  IFLA_INFO_DATA,
  IFLA_INFO_KIND,
  IFLA_INFO_SLAVE_DATA,
  IFLA_INFO_SLAVE_KIND,
  IFLA_LINK,
  IFLA_LINKINFO,
  IFLA_MACVLAN_MODE,
  IFLA_MASTER,
  IFLA_MTU,
  IFLA_NET_NS_FD,
  IFLA_VLAN_ID,
  IFLA_VXLAN_GROUP,
  IFLA_VXLAN_GROUP6,
  IFLA_VXLAN_ID,
  IFLA_VXLAN_LEARNING,
  IFLA_VXLAN_LINK,
  IFLA_VXLAN_LOCAL,
  IFLA_VXLAN_LOCAL6,
  IFLA_VXLAN_PORT,
  NLM_F_ACK,
  NLM_F_CREATE,
  NLM_F_EXCL,
  RTEXT_FILTER_SKIP_STATS,
  RTM_DELLINK,
  RTM_GETLINK,
  RTM_NEWLINK,
  VETH_INFO_PEER,
} from './constants.js'
import { requireIp } from './ip-address.js'
import type { MessageWriter } from './message.js'
import { MACVLAN_MODES } from './link-kinds.js'
import { PORT_STATES, USER_HZ } from './links.js'

/** What a request needs that only the kernel knows: indexes by name, a namespace as an open descriptor. */
export interface Lookup {
  /** Index of a link beside the one that the request is of. */
  link(name: string): number
  namespace(place: Pick<Endpoint, 'node' | 'namespace'>): number
}

export function getLink(writer: MessageWriter, seq: number, name: string): void {
  writer.begin(RTM_GETLINK, 0, seq)
  header(writer, 0, {})
  writer.text(IFLA_IFNAME, name).u32(IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS).end()
}

export function deleteLink(writer: MessageWriter, seq: number, name: string): void {
  writer.begin(RTM_DELLINK, NLM_F_ACK, seq)
  header(writer, 0, {})
  writer.text(IFLA_IFNAME, name).end()
}

/** A group that nobody else uses. */
const GOING = 0x76657468

/** Puts a link among those that `deleteGroup` takes away. */
export function joinGroup(writer: MessageWriter, seq: number, name: string): void {
  writer.begin(RTM_NEWLINK, NLM_F_ACK, seq)
  header(writer, 0, {})
  writer.text(IFLA_IFNAME, name).u32(IFLA_GROUP, GOING).end()
}

export function deleteGroup(writer: MessageWriter, seq: number): void {
  writer.begin(RTM_DELLINK, NLM_F_ACK, seq)
  header(writer, 0, {})
  writer.u32(IFLA_GROUP, GOING).end()
}

/**
 * A veth pair's other end is made in its own namespace, but neither up nor a port: that takes requests there. `into`: the
 * namespace that the link is made for, where the one below it is in this.
 */
export function addLink(
  writer: MessageWriter,
  seq: number,
  name: string,
  link: NewLink,
  lookup: Lookup,
  into?: Pick<Endpoint, 'node'> & { namespace: string },
): void {
  writer.begin(RTM_NEWLINK, NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL, seq)
  header(writer, link.index ?? 0, link)
  writer.text(IFLA_IFNAME, name)
  settings(writer, link, lookup)
  if (into !== undefined) writer.u32(IFLA_NET_NS_FD, lookup.namespace(into))
  const { kind } = link
  if (kind.type === 'macvlan' || kind.type === 'vlan') writer.u32(IFLA_LINK, lookup.link(kind.over))
  writer.nest(IFLA_LINKINFO, () => {
    writer.text(IFLA_INFO_KIND, kind.type)
    writer.nest(IFLA_INFO_DATA, () => data(writer, kind, lookup))
  })
  writer.end()
}

function data(writer: MessageWriter, kind: NewLink['kind'], lookup: Lookup): void {
  switch (kind.type) {
    case 'veth': {
      const { link, mac, mtu, index = 0 } = kind.peer
      writer.block(VETH_INFO_PEER, () => {
        header(writer, index, {})
        writer.text(IFLA_IFNAME, link)
        settings(writer, { ...(mac === undefined ? {} : { mac }), ...(mtu === undefined ? {} : { mtu }) }, lookup)
        writer.u32(IFLA_NET_NS_FD, lookup.namespace(kind.peer))
      })
      return
    }
    case 'bridge':
      if (kind.stp !== undefined) writer.u32(IFLA_BR_STP_STATE, Number(kind.stp))
      if (kind.vlanFiltering !== undefined) writer.u8(IFLA_BR_VLAN_FILTERING, Number(kind.vlanFiltering))
      if (kind.ageingSeconds !== undefined) writer.u32(IFLA_BR_AGEING_TIME, Math.round(kind.ageingSeconds * USER_HZ))
      return
    case 'vxlan': {
      writer.u32(IFLA_VXLAN_ID, kind.id)
      const far = kind.remote ?? kind.group
      if (far !== undefined) ip(writer, far, IFLA_VXLAN_GROUP, IFLA_VXLAN_GROUP6)
      if (kind.local !== undefined) ip(writer, kind.local, IFLA_VXLAN_LOCAL, IFLA_VXLAN_LOCAL6)
      if (kind.over !== undefined) writer.u32(IFLA_VXLAN_LINK, lookup.link(kind.over))
      if (kind.learning !== undefined) writer.u8(IFLA_VXLAN_LEARNING, Number(kind.learning))
      if (kind.port !== undefined) writer.bytes(IFLA_VXLAN_PORT, [kind.port >> 8, kind.port & 0xff])
      return
    }
    case 'macvlan':
      writer.u32(IFLA_MACVLAN_MODE, MACVLAN_MODES[kind.mode])
      return
    case 'vlan':
      writer.u16(IFLA_VLAN_ID, kind.id)
  }
}

function ip(writer: MessageWriter, text: string, four: number, six: number): void {
  const { bytes } = requireIp(text)
  writer.bytes(bytes.length === 4 ? four : six, bytes)
}

/** A new name goes with the index of the link: by its old name it could not be told which is which. */
export function setLink(writer: MessageWriter, seq: number, name: string, set: LinkSettings, lookup: Lookup): void {
  writer.begin(RTM_NEWLINK, NLM_F_ACK, seq)
  header(writer, set.name === undefined ? 0 : lookup.link(name), set)
  writer.text(IFLA_IFNAME, set.name ?? name)
  settings(writer, set, lookup)
  writer.end()
}

export function setPort(writer: MessageWriter, seq: number, name: string, set: PortSettings): void {
  writer.begin(RTM_NEWLINK, NLM_F_ACK, seq)
  header(writer, 0, {})
  writer.text(IFLA_IFNAME, name)
  writer.nest(IFLA_LINKINFO, () => {
    writer.text(IFLA_INFO_SLAVE_KIND, 'bridge')
    writer.nest(IFLA_INFO_SLAVE_DATA, () => {
      const flag = (type: number, value: boolean | undefined): void => {
        if (value !== undefined) writer.u8(type, Number(value))
      }
      if (set.state !== undefined) writer.u8(IFLA_BRPORT_STATE, PORT_STATES.indexOf(set.state))
      if (set.cost !== undefined) writer.u32(IFLA_BRPORT_COST, set.cost)
      flag(IFLA_BRPORT_GUARD, set.guard)
      flag(IFLA_BRPORT_LEARNING, set.learning)
      flag(IFLA_BRPORT_UNICAST_FLOOD, set.flooding)
      flag(IFLA_BRPORT_ISOLATED, set.isolated)
    })
  })
  writer.end()
}

/** struct ifinfomsg: family, type, index, flags, and which of the flags are meant. */
function header(writer: MessageWriter, index: number, { up, arp }: Pick<LinkSettings, 'up' | 'arp'>): void {
  const flags = (up === true ? IFF_UP : 0) | (arp === false ? IFF_NOARP : 0)
  const meant = (up === undefined ? 0 : IFF_UP) | (arp === undefined ? 0 : IFF_NOARP)
  writer.fixed([1, AF_UNSPEC], [1, 0], [2, 0], [4, index], [4, flags], [4, meant])
}

function settings(writer: MessageWriter, { mtu, mac, master }: LinkSettings, lookup: Lookup): void {
  if (mac !== undefined) {
    writer.bytes(
      IFLA_ADDRESS,
      mac.split(':').map((byte) => Number.parseInt(byte, 16)),
    )
  }
  if (mtu !== undefined) writer.u32(IFLA_MTU, mtu)
  if (master !== undefined) writer.u32(IFLA_MASTER, master === null ? 0 : lookup.link(master))
}
