/** RTM_NEWNEIGH as `ip neigh` and `bridge fdb` print it: struct ndmsg and NDA_* of <linux/neighbour.h>. */
import type { FdbEntry, Neighbour } from '../../network/index.js'
import {
  AF_INET,
  AF_INET6,
  NDA_DST,
  NDA_FLAGS_EXT,
  NDA_LLADDR,
  NDA_MASTER,
  NDA_VLAN,
  NDMSG,
  NTF_EXT_LEARNED,
  NUD_NOARP,
  NUD_PERMANENT,
  NUD_REACHABLE,
  NUD_STALE,
} from './constants.js'
import { formatIp } from './ip-address.js'
import { formatMac } from './links.js'
import { Attributes, i32, u16, type Message } from './message.js'
import type { LinkNames } from './routes.js'

/** NUD_*, in the order in which ip prints them. */
const STATES: readonly [mask: number, name: string][] = [
  [0x01, 'INCOMPLETE'],
  [NUD_REACHABLE, 'REACHABLE'],
  [NUD_STALE, 'STALE'],
  [0x08, 'DELAY'],
  [0x10, 'PROBE'],
  [0x20, 'FAILED'],
  [NUD_NOARP, 'NOARP'],
  [NUD_PERMANENT, 'PERMANENT'],
]

/** NTF_*, in the order in which bridge prints them. */
const FLAGS: readonly [mask: number, name: string][] = [
  [0x02, 'self'],
  [0x80, 'router'],
  [NTF_EXT_LEARNED, 'extern_learn'],
  [0x20, 'offload'],
  [0x04, 'master'],
  [0x40, 'sticky'],
]
/** NTF_EXT_LOCKED, in NDA_FLAGS_EXT. */
const LOCKED = 0x02

const attributes = new Attributes()

/** Null for what `ip neigh show nud all` does not show: other families, and entries about which nothing is known. */
export function readNeighbour({ view, start, end }: Message, linkName: LinkNames): Neighbour | null {
  const family = view.getUint8(start)
  const state = u16(view, start + 8)
  if ((family !== AF_INET && family !== AF_INET6) || (state & 0xff) === 0) return null
  attributes.read(view, start + NDMSG, end)
  return {
    family: family === AF_INET ? 'inet' : 'inet6',
    address: formatIp(view, attributes.at(NDA_DST), attributes.lengthOf(NDA_DST)),
    link: linkName(i32(view, start + 4)),
    mac: linkLayerAddress(view),
    state: STATES.find(([mask]) => (state & mask) !== 0)?.[1] ?? 'NONE',
  }
}

/** A tunnel's is an IP address; what has no link layer has an empty one. */
function linkLayerAddress(view: DataView): string | null {
  const length = attributes.lengthOf(NDA_LLADDR)
  if (length === 0) return null
  const at = attributes.at(NDA_LLADDR)
  return length === 4 || length === 16 ? formatIp(view, at, length) : formatMac(view, at, length)
}

/** A message whose family is AF_BRIDGE. */
export function readFdbEntry({ view, start, end }: Message, linkName: LinkNames): FdbEntry {
  const flags = view.getUint8(start + 10)
  attributes.read(view, start + NDMSG, end)
  const master = attributes.u32(NDA_MASTER)
  const isLocked = ((attributes.u32(NDA_FLAGS_EXT) ?? 0) & LOCKED) !== 0
  const names = flagNames(flags)
  if (isLocked) names.push('locked')
  return {
    mac: linkLayerAddress(view) ?? '',
    link: linkName(i32(view, start + 4)),
    master: master === null ? null : linkName(master),
    vlan: attributes.u16(NDA_VLAN) || null,
    state: fdbState(u16(view, start + 8)),
    flags: names,
  }
}

function flagNames(flags: number): string[] {
  const names: string[] = []
  for (const [mask, name] of FLAGS) if ((flags & mask) !== 0) names.push(name)
  return names
}

function fdbState(state: number): string {
  if ((state & NUD_PERMANENT) !== 0) return 'permanent'
  if ((state & NUD_NOARP) !== 0) return 'static'
  if ((state & NUD_STALE) !== 0) return 'stale'
  return (state & NUD_REACHABLE) !== 0 ? '' : `0x${state.toString(16)}`
}
