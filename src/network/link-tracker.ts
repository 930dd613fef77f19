import type { LinkStateName } from './change.js'
import type { LabEventBody } from './event.js'
import { linkState } from './link-state.js'
import type { LinkNotice, Notice } from './parse/monitor.js'
import { findNamespace, vethPairs } from './relations.js'
import type { Link, NetworkState } from './state.js'

export type LinkChanged = Extract<LabEventBody, { kind: 'link-changed' }>

/** What a watch takes in: the kernel's notices, and states read meanwhile. */
export type WatchInput =
  | { kind: 'notice'; notice: Notice }
  /** A state read before the last notices: only unknown links of a namespace that is new are taken. */
  | { kind: 'read'; state: NetworkState; namespace: string }
  /** A state read after the last notice: it decides. */
  | { kind: 'settled'; state: NetworkState }

/** A link as the notices so far tell it. `identity` is the MAC address under which it was first seen. */
interface Tracked {
  namespace: string
  index: number
  name: string
  linkKind: string
  identity: string | null
  mac: string | null
  up: boolean
  carrier: boolean
  operState: string
  state: LinkStateName
}

interface Move {
  link: Tracked
  index: number | null
  /** Whether the event is still to be told: where the link went is known when it arrives. */
  isUntold: boolean
}

/**
 * Turns the notices of a monitor that listens in the root namespace (to all namespaces that have a number there) into
 * events, in the words of the lab: names instead of numbers, states, moves and renames.
 *
 * The monitor says nothing usable of who is whose peer (it mixes up names of several namespaces), so peers are known
 * from states read before or after, by MAC address: `known`.
 */
export class LinkTracker {
  private readonly links = new Map<string, Tracked>()
  private readonly names = new Map<number, string>()
  /** How each namespace numbers the others. */
  private readonly numbering: ReadonlyMap<string, Record<number, string>>
  private readonly peers: ReadonlyMap<string, string>
  private moves: Move[] = []
  /** Namespaces, and links of which nothing else was known, whose end was told. */
  private readonly gone = new Set<string>()
  /** Notices of namespaces whose name is not known yet. */
  private unnamed: LinkNotice[] = []

  constructor(initial: NetworkState, known: readonly NetworkState[] = [initial]) {
    this.peers = new Map(known.flatMap(peerAddresses))
    this.numbering = new Map(
      known.flatMap(({ namespaces }) => namespaces).map(({ name, namespaceIds }) => [name, namespaceIds]),
    )
    for (const [id, name] of Object.entries(findNamespace(initial, 'root')?.namespaceIds ?? {})) {
      this.names.set(Number(id), name)
    }
    for (const link of initial.namespaces.flatMap(({ links }) => links)) this.add(trackedOf(link))
    for (const link of this.links.values()) link.state = this.stateOf(link)
  }

  take(input: WatchInput): LinkChanged[] {
    if (input.kind === 'read') return this.newcomers(input.state, input.namespace)
    if (input.kind === 'settled') return this.settle(input.state)
    return input.notice.kind === 'link' ? this.link(input.notice) : this.number(input.notice)
  }

  private number(notice: Extract<Notice, { kind: 'namespace-id' }>): LinkChanged[] {
    const former = this.names.get(notice.id)
    if (notice.isDeleted) {
      this.names.delete(notice.id)
      if (former !== undefined) this.gone.add(former)
      // The namespace is gone, and the kernel tells no more of what was in it.
      return [...this.links.values()].filter((link) => link.namespace === former).map((link) => this.remove(link))
    }
    if (notice.name === null || notice.name === former) return []
    this.names.set(notice.id, notice.name)
    // A namespace of a name that was used before begins anew.
    for (const key of this.gone) if (key === notice.name || key.endsWith(` ${notice.name}`)) this.gone.delete(key)
    const waiting = this.unnamed
    this.unnamed = []
    return waiting.flatMap((held) => this.link(held))
  }

  private link(notice: LinkNotice): LinkChanged[] {
    const namespace = notice.namespaceId === null ? 'root' : this.names.get(notice.namespaceId)
    if (namespace === undefined) {
      this.unnamed.push(notice)
      return []
    }
    const former = this.links.get(keyOf(namespace, notice.index))
    if (notice.isDeleted) {
      if (former === undefined) {
        this.gone.add(keyOf(namespace, notice.index))
        return []
      }
      return notice.movedTo === null ? [this.remove(former)] : this.leave(former, notice.movedTo)
    }
    return former === undefined ? this.appear(namespace, notice) : this.change(former, notice)
  }

  private leave(link: Tracked, to: NonNullable<LinkNotice['movedTo']>): LinkChanged[] {
    const namespace = this.resolve(link.namespace, to)
    this.links.delete(keyOf(link.namespace, link.index))
    this.moves.push({ link, index: to.index, isUntold: namespace === null })
    return namespace === null ? [] : [this.movedEvent(link, namespace, to.index)]
  }

  private movedEvent(link: Tracked, namespace: string | null, index: number | null): LinkChanged {
    return this.event(link, 'moved', { movedTo: { namespace, index } })
  }

  /** The former namespace's own numbering decides. ip prints names of the root namespace's, so a name is a number in disguise. */
  private resolve(from: string, to: NonNullable<LinkNotice['movedTo']>): string | null {
    if (from === 'root' && to.namespaceName !== null) return to.namespaceName
    const named = [...this.names].find(([, name]) => name === to.namespaceName)?.[0]
    const id = to.namespaceId ?? named
    if (id === undefined) return null
    return (from === 'root' ? this.names.get(id) : this.numbering.get(from)?.[id]) ?? null
  }

  private appear(namespace: string, notice: LinkNotice): LinkChanged[] {
    const arrived = this.moves.findIndex(
      ({ link, index }) => (index === null || index === notice.index) && link.mac === notice.mac,
    )
    const [move] = arrived === -1 ? this.overtaken(notice) : this.moves.splice(arrived, 1)
    const link: Tracked = {
      namespace,
      index: notice.index,
      name: notice.name,
      linkKind: notice.linkKind ?? move?.link.linkKind ?? 'other',
      identity: move?.link.identity ?? notice.mac,
      mac: notice.mac,
      ...conditionOf(notice),
      state: 'absent',
    }
    this.add(link)
    link.state = this.stateOf(link)
    const told = move?.isUntold === true ? [this.movedEvent(move.link, namespace, notice.index)] : []
    return [...told, this.event(link, 'added'), ...this.affected(link)]
  }

  /** Where each namespace has a monitor of its own, an arrival may be heard before the leave. */
  private overtaken(notice: LinkNotice): Move[] {
    if (notice.linkKind !== 'veth') return []
    const link = [...this.links.values()].find(({ linkKind, mac }) => linkKind === 'veth' && mac === notice.mac)
    if (link === undefined) return []
    this.links.delete(keyOf(link.namespace, link.index))
    return [{ link, index: notice.index, isUntold: true }]
  }

  private change(link: Tracked, notice: LinkNotice): LinkChanged[] {
    const former = { ...link }
    Object.assign(link, conditionOf(notice), { name: notice.name, mac: notice.mac })
    link.state = this.stateOf(link)
    const events: LinkChanged[] = []
    if (link.name !== former.name) events.push(this.event(link, 'renamed', { formerName: former.name }))
    else if (isOther(former, link)) events.push(this.event(link, 'changed'))
    return [...events, ...this.affected(link)]
  }

  /** The other end may be down for a reason that is known only now; that it is up again it tells itself. */
  private affected(link: Tracked): LinkChanged[] {
    const peer = this.peerOf(link)
    if (peer?.state !== 'no carrier' || link.up) return []
    peer.state = this.stateOf(peer)
    return [this.event(peer, 'changed')]
  }

  private newcomers(state: NetworkState, namespace: string): LinkChanged[] {
    // One that is known elsewhere is about to arrive: notices tell of it.
    const known = new Set([...this.links.values()].map(({ mac }) => mac).filter((mac) => mac !== null))
    const links = findNamespace(state, namespace)?.links ?? []
    const added = this.unknown(links.filter(({ mac }) => mac === null || !known.has(mac)))
    // What was there is told, also if it has gone since.
    const removed = added.flatMap(({ index }) => {
      const key = keyOf(namespace, index)
      const link = this.links.get(key)
      return link !== undefined && (this.gone.has(namespace) || this.gone.has(key)) ? [this.remove(link)] : []
    })
    return [...added, ...removed]
  }

  private unknown(links: readonly Link[]): LinkChanged[] {
    return links.filter((link) => !this.links.has(keyOf(link.namespace, link.index))).map((link) => this.found(link))
  }

  private found(link: Link): LinkChanged {
    const tracked = trackedOf(link)
    this.add(tracked)
    tracked.state = this.stateOf(tracked)
    return this.event(tracked, 'added')
  }

  private settle(state: NetworkState): LinkChanged[] {
    const links = state.namespaces.flatMap((space) => space.links)
    const present = new Map(links.map((link) => [keyOf(link.namespace, link.index), link]))
    const removed = [...this.links].flatMap(([key, link]) => (present.has(key) ? [] : [this.remove(link)]))
    const added = this.unknown(links)
    const changed = [...present].flatMap(([key, link]) => {
      const tracked = this.links.get(key)
      if (tracked === undefined) return []
      const former = { ...tracked }
      const { up, carrier, operState, name } = link
      Object.assign(tracked, { up, carrier, operState, name })
      return [{ former, tracked }]
    })
    // States depend on peers: first all conditions, then the states.
    const events = changed.flatMap(({ former, tracked }) => {
      tracked.state = this.stateOf(tracked)
      if (tracked.name !== former.name) return [this.event(tracked, 'renamed', { formerName: former.name })]
      return isOther(former, tracked) ? [this.event(tracked, 'changed')] : []
    })
    // Where these went, nobody has told: a namespace without a name.
    const lost = this.moves.filter(({ isUntold }) => isUntold)
    this.moves = []
    return [...lost.map(({ link, index }) => this.movedEvent(link, null, index)), ...removed, ...added, ...events]
  }

  private remove(link: Tracked): LinkChanged {
    this.links.delete(keyOf(link.namespace, link.index))
    return this.event(link, 'removed')
  }

  private add(link: Tracked): void {
    this.links.set(keyOf(link.namespace, link.index), link)
  }

  private stateOf(link: Tracked): LinkStateName {
    return linkState({ ...link, operState: link.operState as Link['operState'] }, this.peerOf(link))
  }

  private peerOf(link: Tracked): Tracked | undefined {
    const address = link.identity === null ? undefined : this.peers.get(link.identity)
    if (address === undefined) return undefined
    return [...this.links.values()].find((other) => other.identity === address && other.linkKind === 'veth')
  }

  private event(
    link: Tracked,
    change: LinkChanged['change'],
    more: Pick<LinkChanged, 'movedTo' | 'formerName'> = {},
  ): LinkChanged {
    const { namespace, name, index, linkKind, up, carrier, operState } = link
    const state = change === 'removed' || change === 'moved' ? 'absent' : link.state
    return {
      kind: 'link-changed',
      namespace,
      link: name,
      index,
      linkKind,
      up,
      carrier,
      operState,
      state,
      change,
      ...more,
    }
  }
}

function keyOf(namespace: string, index: number): string {
  return `${index} ${namespace}`
}

function conditionOf({ flags, operState }: LinkNotice) {
  return { up: flags.includes('UP'), carrier: flags.includes('LOWER_UP'), operState }
}

function trackedOf(link: Link): Tracked {
  const { namespace, index, name, mac, up, carrier, operState } = link
  const linkKind = link.kind === 'other' ? link.type : link.kind
  return { namespace, index, name, linkKind, identity: mac, mac, up, carrier, operState, state: 'absent' }
}

function isOther(one: Tracked, other: Tracked): boolean {
  return (
    one.up !== other.up ||
    one.carrier !== other.carrier ||
    one.operState !== other.operState ||
    one.state !== other.state
  )
}

function peerAddresses(state: NetworkState): [string, string][] {
  return vethPairs(state).flatMap(([one, other]): [string, string][] =>
    one.mac === null || other.mac === null
      ? []
      : [
          [one.mac, other.mac],
          [other.mac, one.mac],
        ],
  )
}
