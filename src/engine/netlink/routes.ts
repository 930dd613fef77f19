/** RTM_NEWROUTE as `ip -d route` prints it: struct rtmsg and RTA_* of <linux/rtnetlink.h>. */
import type { Route } from '../../network/index.js'
import {
  AF_INET,
  AF_INET6,
  RTA_DST,
  RTA_GATEWAY,
  RTA_MULTIPATH,
  RTA_NH_ID,
  RTA_OIF,
  RTA_PREFSRC,
  RTA_PRIORITY,
  RTA_TABLE,
  RTA_VIA,
  RTMSG,
  RTM_F_CLONED,
} from './constants.js'
import { formatIp } from './ip-address.js'
import { Attributes, i32, u16, u32, type Message } from './message.js'
import type { NameTables } from './name-tables.js'

/** RTN_*, by number. */
const TYPES = [
  'none',
  'unicast',
  'local',
  'broadcast',
  'anycast',
  'multicast',
  'blackhole',
  'unreachable',
  'prohibit',
  'throw',
  'nat',
  'xresolve',
]

export const routeTypeName = (type: number): string => TYPES[type] ?? String(type)
export const routeTypeNumber = (name: string): number => TYPES.indexOf(name)

/** RTNH_F_* and RTM_F_*, in the order in which ip prints them. */
const FLAGS: readonly [mask: number, name: string][] = [
  [0x1, 'dead'],
  [0x4, 'onlink'],
  [0x2, 'pervasive'],
  [0x8, 'offload'],
  [0x40, 'trap'],
  [0x100, 'notify'],
  [0x10, 'linkdown'],
  [0x20, 'unresolved'],
  [0x4000, 'rt_offload'],
  [0x8000, 'rt_trap'],
  [0x20000000, 'rt_offload_failed'],
]

const flagNames = (flags: number): string[] =>
  flags === 0 ? [] : FLAGS.filter(([mask]) => (flags & mask) !== 0).map(([, name]) => name)

/** struct rtnexthop */
const RTNEXTHOP = 8

export type LinkNames = (index: number) => string

const attributes = new Attributes()
const hop = new Attributes()

/** One entry a next hop; none for a route of another family, or one that the kernel made from another. */
export function readRoutes({ view, start, end }: Message, names: NameTables, linkName: LinkNames): Route[] {
  const family = view.getUint8(start)
  const flags = u32(view, start + 8)
  if ((family !== AF_INET && family !== AF_INET6) || (flags & RTM_F_CLONED) !== 0) return []
  attributes.read(view, start + RTMSG, end)
  const table = attributes.u32(RTA_TABLE) ?? view.getUint8(start + 4)
  const protocol = view.getUint8(start + 5)
  const scope = view.getUint8(start + 6)
  const link = attributes.u32(RTA_OIF)
  const nexthop = attributes.u32(RTA_NH_ID)
  const route: Route = {
    family: family === AF_INET ? 'inet' : 'inet6',
    table: names.tables[table] ?? String(table),
    type: routeTypeName(view.getUint8(start + 7)),
    destination: prefix(view, view.getUint8(start + 1), family === AF_INET ? 32 : 128),
    via: gateway(view, attributes),
    link: link === null ? null : linkName(link),
    source: ip(view, attributes, RTA_PREFSRC),
    scope: names.scopes[scope] ?? String(scope),
    protocol: names.protocols[protocol] ?? String(protocol),
    metric: attributes.u32(RTA_PRIORITY),
    flags: flagNames(flags),
    ...(nexthop !== null && { nexthop }),
  }
  if (!attributes.has(RTA_MULTIPATH)) return [route]
  const routes: Route[] = []
  const last = attributes.at(RTA_MULTIPATH) + attributes.lengthOf(RTA_MULTIPATH)
  for (let at = attributes.at(RTA_MULTIPATH); at + RTNEXTHOP <= last;) {
    const length = u16(view, at)
    if (length < RTNEXTHOP || at + length > last) throw new RangeError('a next hop is cut short')
    hop.read(view, at + RTNEXTHOP, at + length)
    const own = flagNames(view.getUint8(at + 2))
    routes.push({
      ...route,
      via: gateway(view, hop),
      link: linkName(i32(view, at + 4)),
      flags: [...new Set([...route.flags, ...own])],
    })
    at += (length + 3) & ~3
  }
  return routes
}

function prefix(view: DataView, length: number, bits: number): string {
  const address = ip(view, attributes, RTA_DST)
  if (address === null) return length === 0 ? 'default' : `0/${length}`
  return length === bits ? address : `${address}/${length}`
}

function ip(view: DataView, of: Attributes, type: number): string | null {
  return of.has(type) ? formatIp(view, of.at(type), of.lengthOf(type)) : null
}

/** RTA_VIA is a family and an address: an IPv4 route by way of an IPv6 neighbour. */
function gateway(view: DataView, of: Attributes): string | null {
  if (of.has(RTA_VIA)) return formatIp(view, of.at(RTA_VIA) + 2, of.lengthOf(RTA_VIA) - 2)
  return ip(view, of, RTA_GATEWAY)
}
