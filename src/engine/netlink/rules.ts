/** RTM_NEWRULE as `ip -d rule` prints it: struct fib_rule_hdr and FRA_* of <linux/fib_rules.h>. */
import type { Rule } from '../../network/index.js'
import {
  AF_INET,
  AF_INET6,
  FIB_RULE_HDR,
  FIB_RULE_IIF_DETACHED,
  FIB_RULE_INVERT,
  FIB_RULE_OIF_DETACHED,
  FIB_RULE_UNRESOLVED,
  FRA_DPORT_RANGE,
  FRA_DSCP,
  FRA_DST,
  FRA_FLOW,
  FRA_FWMARK,
  FRA_FWMASK,
  FRA_GOTO,
  FRA_IIFNAME,
  FRA_IP_PROTO,
  FRA_L3MDEV,
  FRA_OIFNAME,
  FRA_PRIORITY,
  FRA_SPORT_RANGE,
  FRA_SRC,
  FRA_SUPPRESS_IFGROUP,
  FRA_SUPPRESS_PREFIXLEN,
  FRA_TABLE,
  FRA_TUN_ID,
  FRA_UID_RANGE,
  FR_ACT_GOTO,
  FR_ACT_NOP,
  FR_ACT_TO_TBL,
} from './constants.js'
import { formatIp } from './ip-address.js'
import { Attributes, u16, u32, type Message } from './message.js'
import type { NameTables } from './name-tables.js'
import { routeTypeName } from './routes.js'

const attributes = new Attributes()

/** Null for a rule of another family. */
export function readRule({ view, start, end }: Message, names: NameTables): Rule | null {
  const family = view.getUint8(start)
  if (family !== AF_INET && family !== AF_INET6) return null
  attributes.read(view, start + FIB_RULE_HDR, end)
  const bits = family === AF_INET ? 32 : 128
  const action = view.getUint8(start + 7)
  const flags = u32(view, start + 8)
  const table = attributes.u32(FRA_TABLE) ?? view.getUint8(start + 4)
  const selectors = selectorsOf(view, start, { action, flags, hasTable: table !== 0 }, names)
  return {
    family: family === AF_INET ? 'inet' : 'inet6',
    priority: attributes.u32(FRA_PRIORITY) ?? 0,
    from: prefix(view, FRA_SRC, view.getUint8(start + 2), bits) ?? 'all',
    to: prefix(view, FRA_DST, view.getUint8(start + 1), bits),
    table: table === 0 ? null : (names.tables[table] ?? String(table)),
    action: [FR_ACT_TO_TBL, FR_ACT_GOTO, FR_ACT_NOP].includes(action) ? null : routeTypeName(action),
    iif: attributes.text(FRA_IIFNAME),
    oif: attributes.text(FRA_OIFNAME),
    fwmark: mark(),
    ...(selectors.length === 0 ? {} : { selectors }),
  }
}

function prefix(view: DataView, type: number, length: number, bits: number): string | null {
  if (!attributes.has(type)) return length === 0 ? null : `0/${length}`
  const address = formatIp(view, attributes.at(type), attributes.lengthOf(type))
  return length === bits ? address : `${address}/${length}`
}

function mark(): string | null {
  if (!attributes.has(FRA_FWMARK) && !attributes.has(FRA_FWMASK)) return null
  const value = hex(attributes.u32(FRA_FWMARK) ?? 0)
  const mask = attributes.u32(FRA_FWMASK)
  return mask === null || mask === 0xffffffff ? value : `${value}/${hex(mask)}`
}

/** As printf(3) does by `%#x`: zero has no prefix. */
const hex = (value: number): string => (value === 0 ? '0' : `0x${value.toString(16)}`)

/** What else it asks for, in ip's own words and order. */
function selectorsOf(
  view: DataView,
  start: number,
  rule: { action: number; flags: number; hasTable: boolean },
  names: NameTables,
): string[] {
  const words: string[] = []
  const say = (word: string, value: string | number | null): void => {
    if (value !== null) words.push(`${word} ${value}`)
  }
  const flag = (mask: number, word: string): void => {
    if ((rule.flags & mask) !== 0) words.push(word)
  }
  flag(FIB_RULE_INVERT, 'not')
  const tos = view.getUint8(start + 3)
  if (tos !== 0) say('tos', names.dsFields[tos] ?? `0x${tos.toString(16).padStart(2, '0')}`)
  if (attributes.has(FRA_IIFNAME)) flag(FIB_RULE_IIF_DETACHED, 'iif_detached')
  if (attributes.has(FRA_OIFNAME)) flag(FIB_RULE_OIF_DETACHED, 'oif_detached')
  if ((attributes.u8(FRA_L3MDEV) ?? 0) !== 0) words.push('l3mdev')
  range(FRA_UID_RANGE, u32, 4, (from, to) => {
    say('uid_start', from)
    say('uid_end', to)
  })
  const protocol = attributes.u8(FRA_IP_PROTO)
  if (protocol !== null) say('ipproto', names.ipProtocols[protocol] ?? `ipproto-${protocol}`)
  for (const [type, word] of [
    [FRA_SPORT_RANGE, 'sport'],
    [FRA_DPORT_RANGE, 'dport'],
  ] as const) {
    range(type, u16, 2, (from, to) => {
      if (from === to) return say(word, from)
      say(`${word}_start`, from)
      say(`${word}_end`, to)
    })
  }
  if (attributes.has(FRA_TUN_ID)) say('tun_id', String(view.getBigUint64(attributes.at(FRA_TUN_ID))))
  if (rule.hasTable) {
    const length = attributes.i32(FRA_SUPPRESS_PREFIXLEN)
    if (length !== -1) say('suppress_prefixlen', length)
    const group = attributes.i32(FRA_SUPPRESS_IFGROUP)
    if (group !== null && group !== -1) say('suppress_ifgroup', names.groups[group] ?? group)
  }
  const flow = attributes.u32(FRA_FLOW)
  if (flow !== null) {
    const [from, to] = [flow >>> 16, flow & 0xffff]
    if (from !== 0) say('flow_from', names.realms[from] ?? from)
    say('flow_to', names.realms[to] ?? to)
  }
  if (rule.action === FR_ACT_GOTO) {
    say('goto', attributes.u32(FRA_GOTO) ?? 'none')
    flag(FIB_RULE_UNRESOLVED, 'unresolved')
  }
  if (rule.action === FR_ACT_NOP) words.push('nop')
  say('dscp', attributes.u8(FRA_DSCP))
  return words

  function range(
    type: number,
    read: (view: DataView, at: number) => number,
    width: number,
    tell: (from: number, to: number) => void,
  ): void {
    const at = attributes.at(type)
    if (at >= 0) tell(read(view, at), read(view, at + width))
  }
}
