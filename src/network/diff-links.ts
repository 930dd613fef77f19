import type { Change } from './change.js'
import { linkStateIn } from './link-state.js'
import { isMinorAddress } from './minor.js'
import { findNamespace, vethPairs } from './relations.js'
import type { Address, Link, NetworkState, Veth } from './state.js'

/** Links that are gone, new, moved, renamed or changed. Every namespace has a lo: it neither comes nor goes. */
export function diffLinks(before: NetworkState, after: NetworkState, matches: ReadonlyMap<Link, Link>): Change[] {
  const formers = new Map([...matches].map(([former, now]) => [now, former]))
  const names = new Map([...matches].map(([former, now]) => [`${former.namespace} ${former.name}`, now.name]))
  const gone = allLinks(before).filter((link) => !matches.has(link) && link.kind !== 'loopback')
  const fresh = allLinks(after).filter((link) => !formers.has(link) && link.kind !== 'loopback')
  return [
    ...pairs(before, gone).map(([link, peer]) => comeOrGo('link-removed', link, peer)),
    ...pairs(after, fresh).map(([link, peer]) => comeOrGo('link-added', link, peer)),
    ...allLinks(after).flatMap((link) => {
      const former = formers.get(link)
      return former === undefined ? [] : moved(former, link)
    }),
    ...allLinks(after).flatMap((link) =>
      changes({ state: before, link: formers.get(link) }, { state: after, link }, names),
    ),
  ]
}

interface Seen {
  state: NetworkState
  link: Link | undefined
}

function comeOrGo(kind: 'link-added' | 'link-removed', link: Link, peer: Veth | undefined): Change {
  return {
    kind,
    namespace: link.namespace,
    link: link.name,
    linkKind: link.kind === 'other' ? link.type : link.kind,
    ...(peer === undefined ? {} : { peer: { namespace: peer.namespace, link: peer.name } }),
  }
}

/** Both ends of a veth pair come and go together: one entry a pair, one a link of another kind. */
function pairs(state: NetworkState, links: readonly Link[]): [Link, Veth | undefined][] {
  const whole = vethPairs(state).filter((pair) => pair.every((end) => links.includes(end)))
  const ends = new Set<Link>(whole.flat())
  return [...whole, ...links.filter((link) => !ends.has(link)).map((link): [Link, undefined] => [link, undefined])]
}

function moved(former: Link, now: Link): Change[] {
  const newName = former.name === now.name ? {} : { newName: now.name }
  if (former.namespace !== now.namespace) {
    const kept = new Set(now.addresses.map(addressText))
    const lostAddresses = former.addresses
      .filter((address) => !isMinorAddress(address))
      .map(addressText)
      .filter((address) => !kept.has(address))
    return [
      { kind: 'link-moved', link: former.name, from: former.namespace, to: now.namespace, lostAddresses, ...newName },
    ]
  }
  return former.name === now.name
    ? []
    : [{ kind: 'link-renamed', namespace: now.namespace, link: former.name, newName: now.name }]
}

/** What is new about a link that is there now; a new one is compared with one just made: down and empty. */
function changes(
  before: Seen,
  { state, link }: { state: NetworkState; link: Link },
  names: ReadonlyMap<string, string>,
): Change[] {
  const place = { namespace: link.namespace, link: link.name }
  return [
    ...masterChange(before, link, state, names).map((change): Change => ({ ...place, ...change })),
    ...settings(before.link, link).map((change): Change => ({ kind: 'link-setting', ...place, ...change })),
    ...addressChanges(before.link, link).map((change): Change => ({ ...place, ...change })),
    ...stateChange(before, { state, link }).map((change): Change => ({ ...place, ...change })),
  ]
}

function stateChange(before: Seen, after: { state: NetworkState; link: Link }) {
  const from = before.link === undefined ? 'absent' : linkStateIn(before.state, before.link)
  const to = linkStateIn(after.state, after.link)
  // A new link is admin down: that is no news.
  const isNew = before.link === undefined && to === 'admin down'
  return from === to || isNew ? [] : [{ kind: 'link-state' as const, from, to }]
}

function masterChange(before: Seen, link: Link, after: NetworkState, newNames: ReadonlyMap<string, string>) {
  const from = before.link?.master ?? null
  if (from === link.master || (from !== null && newNames.get(`${link.namespace} ${from}`) === link.master)) return []
  const change = { kind: 'master-changed' as const, from, to: link.master }
  const hasBridgeGone = from !== null && link.master === null && !hasLink(after, link.namespace, from)
  // Which port left follows from a move of the port, or from the bridge being gone.
  const follows = hasBridgeGone || before.link?.namespace !== link.namespace
  return [follows && link.master === null ? { ...change, isMinor: true as const } : change]
}

function hasLink(state: NetworkState, namespace: string, name: string): boolean {
  return findNamespace(state, namespace)?.links.some((link) => link.name === name) ?? false
}

type SettingValue = string | number | boolean | null

interface Setting {
  setting: string
  from: string
  to: string
  isMinor?: true
}

function settings(former: Link | undefined, link: Link): Setting[] {
  if (former === undefined) return []
  const found: Setting[] = []
  const compare = (setting: string, from: SettingValue, to: SettingValue, isMinor = false) => {
    if (from === to) return
    found.push({ setting, from: settingText(from), to: settingText(to), ...(isMinor ? { isMinor: true } : {}) })
  }
  compare('mtu', former.mtu, link.mtu)
  // A bridge takes the MAC address of a port unless it was given one.
  compare('MAC address', former.mac, link.mac, link.kind === 'bridge')
  if (former.kind === 'bridge' && link.kind === 'bridge') {
    compare('spanning tree', former.stp, link.stp)
    compare('VLAN filtering', former.vlanFiltering, link.vlanFiltering)
  }
  if (former.port !== undefined && link.port !== undefined) {
    compare('port state', former.port.state, link.port.state, true)
    compare('port learning', former.port.learning, link.port.learning)
    compare('port flooding', former.port.flooding, link.port.flooding)
    compare('port isolated', former.port.isolated, link.port.isolated)
    compare('port guard', former.port.guard, link.port.guard)
  }
  return found
}

function settingText(value: SettingValue): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  return String(value ?? 'none')
}

function addressChanges(former: Link | undefined, link: Link) {
  const hasMoved = former !== undefined && former.namespace !== link.namespace
  const before = new Map((former?.addresses ?? []).map((address) => [addressText(address), address]))
  const after = new Map(link.addresses.map((address) => [addressText(address), address]))
  const entry = (kind: 'address-added' | 'address-removed', [text, address]: [string, Address], isMinor: boolean) => ({
    kind,
    address: text,
    ...(isMinor || isMinorAddress(address) ? { isMinor: true as const } : {}),
  })
  return [
    // The move itself names the addresses that it lost.
    ...(hasMoved
      ? []
      : [...before]
          .filter(([text]) => !after.has(text))
          .map((one) => ({ ...entry('address-removed', one, false), ...lossReason(former, link, one[1]) }))),
    ...[...after].filter(([text]) => !before.has(text)).map((one) => entry('address-added', one, false)),
  ]
}

/** Without `keep_addr_on_down` the kernel takes addresses of IPv6 away when a link goes down: net/ipv6/addrconf.c. */
function lossReason(former: Link | undefined, { up }: Link, { family }: Address): { because?: 'link-down' } {
  return former?.up === true && !up && family === 'inet6' ? { because: 'link-down' } : {}
}

function addressText({ address, prefixLength }: Address): string {
  return `${address}/${prefixLength}`
}

function allLinks(state: NetworkState): Link[] {
  return state.namespaces.flatMap(({ links }) => links)
}
