/** RTM_NEWADDR as `ip addr` prints it: struct ifaddrmsg and IFA_* of <linux/if_addr.h>. */
import type { Address } from '../../network/index.js'
import {
  AF_INET,
  AF_INET6,
  IFADDRMSG,
  IFA_ADDRESS,
  IFA_FLAGS,
  IFA_F_PERMANENT,
  IFA_F_SECONDARY,
  IFA_LOCAL,
} from './constants.js'
import { formatIp } from './ip-address.js'
import { Attributes, u32, type Message } from './message.js'
import type { NameTables } from './name-tables.js'

/** IFA_F_*, in the order in which ip prints them. */
const FLAGS: readonly [mask: number, name: string][] = [
  [IFA_F_SECONDARY, 'secondary'],
  [0x02, 'nodad'],
  [0x04, 'optimistic'],
  [0x08, 'dadfailed'],
  [0x10, 'home'],
  [0x20, 'deprecated'],
  [0x40, 'tentative'],
  [IFA_F_PERMANENT, 'permanent'],
  [0x100, 'mngtmpaddr'],
  [0x200, 'noprefixroute'],
  [0x400, 'autojoin'],
  [0x800, 'stable-privacy'],
]

const attributes = new Attributes()

/** Null for an address of another family. */
export function readAddress(
  { view, start, end }: Message,
  names: NameTables,
): { linkIndex: number; address: Address } | null {
  const family = view.getUint8(start)
  if (family !== AF_INET && family !== AF_INET6) return null
  attributes.read(view, start + IFADDRMSG, end)
  const at = attributes.has(IFA_LOCAL) ? IFA_LOCAL : IFA_ADDRESS
  if (!attributes.has(at)) return null
  const scope = view.getUint8(start + 3)
  return {
    linkIndex: u32(view, start + 4),
    address: {
      family: family === AF_INET ? 'inet' : 'inet6',
      address: formatIp(view, attributes.at(at), attributes.lengthOf(at)),
      prefixLength: view.getUint8(start + 1),
      scope: names.scopes[scope] ?? String(scope),
      flags: flagNames(attributes.u32(IFA_FLAGS) ?? view.getUint8(start + 2), family === AF_INET6),
    },
  }
}

/** What is permanent is not said, but what is not. */
function flagNames(flags: number, isIpv6: boolean): string[] {
  const names: string[] = []
  for (const [mask, name] of FLAGS) {
    if (mask === IFA_F_PERMANENT) {
      if ((flags & mask) === 0) names.push('dynamic')
    } else if ((flags & mask) !== 0) {
      names.push(mask === IFA_F_SECONDARY && isIpv6 ? 'temporary' : name)
    }
  }
  return names
}
