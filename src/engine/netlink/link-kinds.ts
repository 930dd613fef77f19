/** What a link was made with: IFLA_INFO_DATA of its kind, <linux/if_link.h>. */
import type { LinkKind } from '../../network/index.js'
import {
  IFF_TAP,
  IFLA_MACVLAN_MODE,
  IFLA_TUN_TYPE,
  IFLA_VLAN_ID,
  IFLA_VXLAN_COLLECT_METADATA,
  IFLA_VXLAN_GROUP,
  IFLA_VXLAN_GROUP6,
  IFLA_VXLAN_ID,
  IFLA_VXLAN_LEARNING,
  IFLA_VXLAN_LINK,
  IFLA_VXLAN_LOCAL,
  IFLA_VXLAN_LOCAL6,
  IFLA_VXLAN_PORT,
} from './constants.js'
import { formatIp } from './ip-address.js'
import type { Attributes } from './message.js'

/** <linux/if_link.h>, enum macvlan_mode */
export const MACVLAN_MODES = { private: 1, vepa: 2, bridge: 4, passthru: 8 } as const

/** Null where the kind is none that lab.build makes, or was made with more than it can say. */
export function readKind(kind: string, data: Attributes, view: DataView): LinkKind | null {
  switch (kind) {
    case 'vxlan':
      return readVxlan(data, view)
    case 'macvlan': {
      const number = data.u32(IFLA_MACVLAN_MODE)
      const mode = (['private', 'vepa', 'bridge', 'passthru'] as const).find((name) => MACVLAN_MODES[name] === number)
      return mode === undefined ? null : { type: kind, mode }
    }
    case 'vlan':
      return { type: kind, id: data.u16(IFLA_VLAN_ID) ?? 0 }
    case 'dummy':
      return { type: kind }
    case 'tun':
      return { type: kind, mode: data.u8(IFLA_TUN_TYPE) === IFF_TAP ? 'tap' : 'tun' }
    default:
      return null
  }
}

/** Index of the link that a VXLAN sends its packets through, where it was told one. */
export const vxlanOver = (data: Attributes): number | null => data.u32(IFLA_VXLAN_LINK)

function readVxlan(data: Attributes, view: DataView): LinkKind | null {
  // It takes each packet's tunnel from elsewhere.
  if ((data.u8(IFLA_VXLAN_COLLECT_METADATA) ?? 0) !== 0) return null
  const ip = (...types: number[]): string | undefined => {
    const type = types.find((each) => data.has(each))
    return type === undefined ? undefined : formatIp(view, data.at(type), data.lengthOf(type))
  }
  const far = ip(IFLA_VXLAN_GROUP, IFLA_VXLAN_GROUP6)
  const local = ip(IFLA_VXLAN_LOCAL, IFLA_VXLAN_LOCAL6)
  const port = data.at(IFLA_VXLAN_PORT)
  return {
    type: 'vxlan',
    id: data.u32(IFLA_VXLAN_ID) ?? 0,
    // In network order.
    ...(port < 0 ? {} : { port: view.getUint16(port) }),
    ...(local === undefined ? {} : { local }),
    ...(far === undefined ? {} : isMulticast(far) ? { group: far } : { remote: far }),
    learning: (data.u8(IFLA_VXLAN_LEARNING) ?? 0) !== 0,
  }
}

const isMulticast = (address: string): boolean =>
  address.includes(':') ? /^ff/i.test(address) : /^2(?:2[4-9]|3\d)\./.test(address)
