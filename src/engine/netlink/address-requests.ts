/** Requests that make and take away addresses and routes: what ip(8) sends for `ip addr` and `ip route`. */
import type { NewRoute } from '../../network/index.js'
import {
  AF_INET,
  AF_INET6,
  IFA_ADDRESS,
  IFA_LOCAL,
  NLM_F_ACK,
  NLM_F_CREATE,
  NLM_F_EXCL,
  RTA_DST,
  RTA_GATEWAY,
  RTA_OIF,
  RTA_PREFSRC,
  RTA_PRIORITY,
  RTA_TABLE,
  RTA_VIA,
  RTM_DELADDR,
  RTM_DELROUTE,
  RTM_NEWADDR,
  RTM_NEWROUTE,
  RTNH_F_ONLINK,
  RTN_UNSPEC,
  RTPROT_BOOT,
  RT_SCOPE_HOST,
  RT_SCOPE_LINK,
  RT_SCOPE_NOWHERE,
  RT_SCOPE_UNIVERSE,
  RT_TABLE_MAIN,
  RT_TABLE_UNSPEC,
} from './constants.js'
import { requireIp, requirePrefix } from './ip-address.js'
import type { Lookup } from './link-requests.js'
import type { MessageWriter } from './message.js'
import type { NameTables } from './name-tables.js'
import { routeTypeNumber } from './routes.js'

const MAKE = NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL

export function changeAddress(
  writer: MessageWriter,
  seq: number,
  isNew: boolean,
  linkIndex: number,
  address: string,
): void {
  const { family, bytes, length } = requirePrefix(address)
  const isLoopback = family === AF_INET && bytes[0] === 127
  writer.begin(isNew ? RTM_NEWADDR : RTM_DELADDR, isNew ? MAKE : NLM_F_ACK, seq)
  writer.fixed([1, family], [1, length], [1, 0], [1, isLoopback ? RT_SCOPE_HOST : RT_SCOPE_UNIVERSE], [4, linkIndex])
  writer.bytes(IFA_LOCAL, bytes)
  if (isNew) writer.bytes(IFA_ADDRESS, bytes)
  writer.end()
}

/** What is not said of a route to be taken away matches any. */
export function changeRoute(
  writer: MessageWriter,
  seq: number,
  isNew: boolean,
  route: NewRoute,
  lookup: Lookup,
  names: NameTables,
): void {
  const via = route.via === undefined ? null : requireIp(route.via)
  const to = route.destination === 'default' ? null : requirePrefix(route.destination)
  const family = to?.family ?? via?.family ?? AF_INET
  const table = route.table === undefined ? RT_TABLE_MAIN : tableNumber(route.table, names)
  const type = route.type ?? (isNew ? 'unicast' : undefined)
  writer.begin(isNew ? RTM_NEWROUTE : RTM_DELROUTE, isNew ? MAKE : NLM_F_ACK, seq)
  writer.fixed(
    [1, family],
    [1, to?.length ?? 0],
    [1, 0],
    [1, 0],
    [1, table < 256 ? table : RT_TABLE_UNSPEC],
    [1, isNew ? RTPROT_BOOT : 0],
    [1, isNew ? scopeOf(family, type === 'unicast' && via === null) : RT_SCOPE_NOWHERE],
    [1, type === undefined ? RTN_UNSPEC : routeTypeNumber(type)],
    [4, route.onlink === true ? RTNH_F_ONLINK : 0],
  )
  if (to !== null) writer.bytes(RTA_DST, to.bytes)
  if (via?.family === family) writer.bytes(RTA_GATEWAY, via.bytes)
  // struct rtvia: the family, as a number in the machine's order, and the address.
  else if (via !== null) writer.block(RTA_VIA, () => writer.fixed([2, via.family], ...octets(via.bytes)))
  if (route.source !== undefined) writer.bytes(RTA_PREFSRC, requireIp(route.source).bytes)
  if (route.link !== undefined) writer.u32(RTA_OIF, lookup.link(route.link))
  if (route.metric !== undefined) writer.u32(RTA_PRIORITY, route.metric)
  if (table >= 256) writer.u32(RTA_TABLE, table)
  writer.end()
}

const octets = (bytes: readonly number[]): [1, number][] => bytes.map((byte) => [1, byte])

const scopeOf = (family: number, isDirect: boolean): number =>
  isDirect && family !== AF_INET6 ? RT_SCOPE_LINK : RT_SCOPE_UNIVERSE

function tableNumber(name: string, { tables }: NameTables): number {
  const named = Object.entries(tables).find(([, known]) => known === name)?.[0] ?? name
  const number = Number(named)
  if (!Number.isInteger(number) || named === '') throw new RangeError(`there is no routing table ${name}`)
  return number
}
