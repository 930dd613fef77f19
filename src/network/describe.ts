import type { Change, LinkStateName, LossReason } from './change.js'
import { namespaceWords, listWords } from './words.js'

/** A node is told by its root namespace. */
function spaceWords(namespace: string): string {
  return `${namespace.endsWith('/root') ? 'node' : 'namespace'} ${namespaceWords(namespace)}`
}

/** A change as a sentence without a full stop: `veth1 in ns1 is now up`. */
export function describeChange(change: Change): string {
  switch (change.kind) {
    case 'namespace-added':
      return `${spaceWords(change.namespace)} was added`
    case 'namespace-removed':
      return `${spaceWords(change.namespace)} is gone`
    case 'link-added':
    case 'link-removed':
      return linkWords(change)
    case 'link-moved':
      return movedWords(change)
    case 'link-renamed':
      return `${change.link} in ${namespaceWords(change.namespace)} is now named ${change.newName}`
    case 'link-state':
      return `${placeWords(change)} is now ${stateWords(change.to)}`
    case 'link-setting':
      return `${placeWords(change)}: ${change.setting} is now ${change.to} (it was ${change.from})`
    case 'master-changed':
      return masterWords(change)
    case 'address-added':
      return `${placeWords(change)} has the address ${change.address}`
    case 'address-removed':
      return `${placeWords(change)} no longer has the address ${change.address}${addressReason(change.because)}`
    case 'route-added':
      return `${namespaceWords(change.namespace)} has a new route: ${change.route}${tableWords(change.table)}`
    case 'route-removed':
      return `${namespaceWords(change.namespace)} lost a route: ${change.route}${tableWords(change.table)}${routeReason(change.because)}`
    case 'rule-added':
      return `${namespaceWords(change.namespace)} has a new rule: ${change.rule}`
    case 'rule-removed':
      return `${namespaceWords(change.namespace)} lost a rule: ${change.rule}`
    case 'neighbour-added':
    case 'neighbour-changed':
      return `${namespaceWords(change.namespace)} ${neighbourWords(change)}`
    case 'neighbour-removed':
      return `${namespaceWords(change.namespace)} forgot the neighbour ${change.address} on ${change.link}`
    case 'fdb-added':
      return `${change.mac} is now behind the port ${change.link} in ${namespaceWords(change.namespace)}`
    case 'fdb-removed':
      return `${change.mac} is no longer behind the port ${change.link} in ${namespaceWords(change.namespace)}`
  }
}

/** The changes that people want to read: without what the kernel did by itself or what follows from another change. */
export function notableChanges(changes: readonly Change[]): Change[] {
  return changes.filter(({ isMinor }) => isMinor !== true)
}

/** A link state within a sentence. */
export function stateWords(state: LinkStateName): string {
  switch (state) {
    case 'no carrier':
      return 'up but without carrier'
    case 'lower layer down':
      return 'up but without carrier, since the other end is down (lower layer down)'
    case 'absent':
    case 'admin down':
    case 'up':
      return state
  }
}

function linkWords(change: Extract<Change, { kind: 'link-added' | 'link-removed' }>): string {
  const verb = change.kind === 'link-added' ? 'was added' : 'is gone'
  const here = namespaceWords(change.namespace)
  if (change.peer !== undefined) {
    const there = namespaceWords(change.peer.namespace)
    if (here === there) return `the veth pair ${change.link} – ${change.peer.link} in ${here} ${verb}`
    return `the veth pair ${change.link} (in ${here}) – ${change.peer.link} (in ${there}) ${verb}`
  }
  const kind = change.linkKind === 'veth' ? 'veth end' : change.linkKind
  return `the ${kind} ${change.link} in ${here} ${verb}`
}

function movedWords(change: Extract<Change, { kind: 'link-moved' }>): string {
  const { lostAddresses: lost } = change
  const renamed = change.newName === undefined ? '' : ` and is now named ${change.newName}`
  const loss =
    lost.length === 0
      ? ''
      : `; its ${lost.length === 1 ? 'address' : 'addresses'} ${listWords(lost)} ${lost.length === 1 ? 'was' : 'were'} lost by the move`
  return `${change.link} moved from ${namespaceWords(change.from)} to ${namespaceWords(change.to)}${renamed}${loss}`
}

function masterWords(change: Extract<Change, { kind: 'master-changed' }>): string {
  if (change.to === null) return `${placeWords(change)} is no longer a port of ${change.from}`
  const former = change.from === null ? '' : ` (it was one of ${change.from})`
  return `${placeWords(change)} is now a port of ${change.to}${former}`
}

function neighbourWords(change: Extract<Change, { mac: string | null; state: string }>): string {
  const neighbour = `the neighbour ${change.address} on ${change.link}`
  if (change.state === 'FAILED') return `got no answer from ${neighbour}`
  if (change.mac === null) return `is asking for ${neighbour} (${change.state})`
  return `knows ${neighbour} by its MAC address ${change.mac} (${change.state})`
}

function placeWords(place: { namespace: string; link: string }): string {
  return `${place.link} in ${namespaceWords(place.namespace)}`
}

function tableWords(table: string): string {
  return table === 'main' ? '' : ` (table ${table})`
}

function routeReason(because: LossReason | undefined): string {
  switch (because) {
    case 'link-gone':
      return ' (it went with its link)'
    case 'link-down':
      return ' (its link is down)'
    case 'address-gone':
      return ' (it went with the address)'
    case undefined:
      return ''
  }
}

function addressReason(because: 'link-down' | undefined): string {
  return because === undefined ? '' : ' (IPv6 addresses go when their link goes down)'
}
