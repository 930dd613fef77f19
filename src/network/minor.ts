import type { Address, FdbEntry, Neighbour, Route, Rule } from './state.js'

/** What the kernel keeps by itself, and people who read about a network do not ask for. */

/** The addresses of lo, and IPv6 link-local ones. */
export function isMinorAddress(address: Address): boolean {
  return address.scope === 'link' || (address.scope === 'host' && ['127.0.0.1', '::1'].includes(address.address))
}

/** The table `local`, broadcast and multicast, and IPv6 link-local prefixes. */
export function isMinorRoute(route: Route): boolean {
  return (
    route.table === 'local' ||
    ['local', 'broadcast', 'multicast', 'anycast'].includes(route.type) ||
    /^(fe80:|ff[0-9a-f]{2}:)/.test(route.destination) ||
    (route.destination === '::1' && route.protocol === 'kernel')
  )
}

/** The rules that every namespace has: local, main, default. */
export function isDefaultRule(rule: Rule): boolean {
  return (
    rule.from === 'all' &&
    rule.to === null &&
    rule.iif === null &&
    rule.oif === null &&
    rule.fwmark === null &&
    rule.selectors === undefined &&
    `${rule.priority} ${rule.table}` in defaultRules
  )
}

const defaultRules = { '0 local': true, '32766 main': true, '32767 default': true }

/** Learnt from the traffic, not set by anybody (`nud permanent`, `nud noarp`). */
export function isLearntNeighbour(neighbour: Neighbour): boolean {
  return neighbour.state !== 'PERMANENT' && neighbour.state !== 'NOARP'
}

/** Learnt by a bridge, or a multicast group that a link listens to. */
export function isMinorFdbEntry(entry: FdbEntry): boolean {
  const isMulticast = (Number.parseInt(entry.mac.slice(0, 2), 16) & 1) === 1
  return isMulticast || (entry.state !== 'permanent' && entry.state !== 'static')
}
