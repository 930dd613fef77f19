import { linkPlace, overOf, placeKey, spaceOf } from './places.js'
import type { LinkPlace, LinkSettings, NewLink, Operation, PortSettings } from './operation.js'
import { isSameKind } from './same-kind.js'
import { USUAL_PORT, usualCost, usualMtu } from './usual.js'
import type { WantedKind, WantedLink, WantedNetwork } from './wanted.js'

export interface LinkPlan {
  remove: Operation[]
  add: Operation[]
  /** Places of links that are there and stay. */
  kept: ReadonlySet<string>
  /** Places of links that are there and go. */
  removed: ReadonlySet<string>
}

/** Which links go, which come, and what of those that stay is set otherwise. A link of another kind, or end, is made anew. */
export function planLinks(present: WantedNetwork, wanted: WantedNetwork): LinkPlan {
  const there = linksOf(present)
  const meant = linksOf(wanted)
  const kept = new Set<string>()
  for (const [key, link] of meant) {
    const now = there.get(key)
    if (now !== undefined && isSameKind(now.kind, link.kind)) kept.add(key)
  }
  for (const [key, link] of meant) if (isOverNew(link, meant, kept)) kept.delete(key)
  const removed = new Set([...there.keys()].filter((key) => !kept.has(key)))
  const settings = settingsOf(present, wanted, kept)
  const early = mtusBelowNew(settings, meant, kept)
  return {
    kept,
    removed,
    remove: [...removeLinks(there, removed, wanted), ...removeSpaces(present, wanted)],
    add: [...early, ...addLinks(meant, kept), ...settings, ...bridgeMtus(meant, kept)],
  }
}

export function addSpaces(there: ReadonlyMap<string, unknown>, wanted: WantedNetwork): Operation[] {
  return [...wanted.spaces].flatMap(([full, { node, namespace }]): Operation[] =>
    there.has(full) || namespace === 'root'
      ? []
      : [{ do: 'add-namespace', ...(node !== undefined && { node }), namespace }],
  )
}

function removeSpaces(present: WantedNetwork, wanted: WantedNetwork): Operation[] {
  return [...present.spaces].flatMap(([full, { node, namespace }]): Operation[] =>
    wanted.spaces.has(full) || namespace === 'root'
      ? []
      : [{ do: 'delete-namespace', ...(node !== undefined && { node }), namespace }],
  )
}

/**
 * Links of a namespace that goes are not taken away one by one, but for ends whose other end stays: that would go only some
 * time later, and its name would be taken until then.
 */
function removeLinks(
  there: ReadonlyMap<string, WantedLink>,
  removed: ReadonlySet<string>,
  wanted: WantedNetwork,
): Operation[] {
  const stays = (at: LinkPlace): boolean => wanted.spaces.has(spaceOf(at))
  const done = new Set<string>()
  // What lies over a link goes before it, in calls of its own, and a bridge after its ports.
  const rank = (link: WantedLink): number =>
    link.kind.type === 'bridge' ? 2 : link.kind.type === 'veth' ? 1 : -overDepth(link, there)
  const going = [...removed].flatMap((key) => there.get(key) ?? []).sort((one, other) => rank(one) - rank(other))
  const places = going.flatMap(({ at, kind }): LinkPlace[] => {
    if (kind.type === 'loopback' || !stays(at) || done.has(placeKey(at))) return []
    const over = overOf({ at, kind })
    // It goes with a link of another namespace that is taken away.
    if (over !== undefined && spaceOf(over) !== spaceOf(at) && removed.has(placeKey(over)) && stays(over)) return []
    if (kind.type === 'veth') done.add(placeKey(kind.peer))
    return [at]
  })
  const bySpace = new Map<string, LinkPlace[]>()
  for (const at of places) {
    const link = there.get(placeKey(at))
    const key = `${link === undefined ? 0 : overDepth(link, there)} ${spaceOf(at)}`
    const others = bySpace.get(key)
    if (others === undefined) bySpace.set(key, [at])
    else others.push(at)
  }
  return [...bySpace.values()].flatMap(([at, ...others]): Operation[] => {
    if (at === undefined) return []
    if (others.length === 0) return [{ do: 'delete-link', at }]
    const { link, ...space } = at
    return [{ do: 'delete-links', ...space, links: [link, ...others.map((other) => other.link)] }]
  })
}

function addLinks(meant: ReadonlyMap<string, WantedLink>, kept: ReadonlySet<string>): Operation[] {
  const made = new Set(kept)
  const operations: Operation[] = []
  const make = (link: WantedLink): void => {
    const { at, kind } = link
    const key = placeKey(at)
    if (made.has(key) || kind.type === 'loopback' || kind.type === 'as-it-is') return
    const peer = kind.type === 'veth' ? meant.get(placeKey(kind.peer)) : undefined
    // The end that is a port comes first: it is born as one.
    if (peer !== undefined && link.master === null && peer.master !== null) return make(peer)
    made.add(key)
    if (kind.type === 'veth') made.add(placeKey(kind.peer))
    for (const each of [link, peer]) {
      if (each === undefined) continue
      const master = each.master === null ? undefined : linkPlace(spaceOf(each.at), each.master)
      for (const place of [master, overOf(each)]) {
        const below = place === undefined ? undefined : meant.get(placeKey(place))
        if (below !== undefined) make(below)
      }
    }
    operations.push({ do: 'add-link', at, link: newLink(link, kind, peer) })
    for (const { at: place, port } of [link, ...(peer === undefined ? [] : [peer])]) {
      if (port !== undefined) operations.push({ do: 'set-port', at: place, set: port })
    }
  }
  for (const link of meant.values()) make(link)
  return operations
}

function newLink(
  link: WantedLink,
  kind: Exclude<WantedKind, { type: 'loopback' | 'as-it-is' }>,
  peer: WantedLink | undefined,
): NewLink {
  if (kind.type === 'bridge') return { ...birth({ ...link, mtu: undefined }, false), kind }
  if (kind.type !== 'veth') return { ...birth(link, false), kind }
  return { ...birth(link, true), kind: { type: 'veth', peer: { ...kind.peer, ...(peer && birth(peer, true)) } } }
}

/** A new bridge takes the least MTU of the ports that join it, whatever it was born with: its own is set when they have. */
function bridgeMtus(meant: ReadonlyMap<string, WantedLink>, kept: ReadonlySet<string>): Operation[] {
  return [...meant].flatMap(([key, { at, kind, mtu }]): Operation[] =>
    kind.type === 'bridge' && mtu !== undefined && !kept.has(key) ? [{ do: 'set-link', at, set: { mtu } }] : [],
  )
}

/** An end that is a port is born up. Key by key, as this is done for each of a thousand. */
function birth(
  { mtu, mac, master, up }: WantedLink,
  isVeth: boolean,
): { up?: true; mtu?: number; mac?: string; master?: string } {
  const settings: ReturnType<typeof birth> = {}
  if (mtu !== undefined) settings.mtu = mtu
  if (mac !== undefined) settings.mac = mac
  if (master !== null) settings.master = master
  if (isVeth && master !== null && up) settings.up = true
  return settings
}

/** What of links that stay is set otherwise; those below first, as what lies over a link takes no larger MTU than its. */
function settingsOf(present: WantedNetwork, wanted: WantedNetwork, kept: ReadonlySet<string>): Operation[] {
  const [there, meant] = [linksOf(present), linksOf(wanted)]
  const links = [...kept].flatMap((key) => meant.get(key) ?? [])
  const below = new Map(links.map((link) => [link, overDepth(link, meant)]))
  links.sort((one, other) => (below.get(one) ?? 0) - (below.get(other) ?? 0))
  return links.flatMap((link): Operation[] => {
    const now = there.get(placeKey(link.at))
    if (now === undefined || link.kind.type === 'loopback') return []
    const { at } = link
    const isMasterNew = link.master !== null && !kept.has(placeKey(linkPlace(spaceOf(at), link.master)))
    const mtu = newMtu(now, link, present, wanted)
    const set: LinkSettings = {
      ...(mtu !== undefined && { mtu }),
      ...(link.mac !== undefined && link.mac.toLowerCase() !== now.mac && { mac: link.mac }),
      ...((link.master !== now.master || isMasterNew) && { master: link.master }),
    }
    const port = newPort(now, link, set.master !== undefined)
    return [
      ...(Object.keys(set).length > 0 ? [{ do: 'set-link' as const, at, set }] : []),
      ...(port === undefined ? [] : [{ do: 'set-port' as const, at, set: port }]),
    ]
  })
}

/** A new link takes no larger MTU than the one that it lies over: where that one stays, its own comes first. */
function mtusBelowNew(
  settings: readonly Operation[],
  meant: ReadonlyMap<string, WantedLink>,
  kept: ReadonlySet<string>,
): Operation[] {
  const below = new Set<string>()
  for (const [key, link] of meant) {
    const over = kept.has(key) ? undefined : overOf(link)
    if (over !== undefined) below.add(placeKey(over))
  }
  return settings.flatMap((operation): Operation[] => {
    if (operation.do !== 'set-link' || operation.set.mtu === undefined || !below.has(placeKey(operation.at))) return []
    return [{ do: 'set-link', at: operation.at, set: { mtu: operation.set.mtu } }]
  })
}

function newMtu(now: WantedLink, link: WantedLink, present: WantedNetwork, wanted: WantedNetwork): number | undefined {
  // A bridge follows its ports by itself.
  if (now.mtu === undefined && link.mtu === undefined) return undefined
  const mtuOf = (each: WantedLink, network: WantedNetwork): number | undefined =>
    each.mtu ?? usualMtu(each, network.spaces.get(spaceOf(each.at))?.links ?? new Map<string, WantedLink>())
  const mtu = mtuOf(link, wanted)
  return mtu === mtuOf(now, present) ? undefined : mtu
}

/** A link that becomes a port has the usual settings. */
function newPort(now: WantedLink, link: WantedLink, isNew: boolean): PortSettings | undefined {
  if (link.master === null) return undefined
  const cost = usualCost(link.kind)
  const usual: PortSettings = { ...USUAL_PORT, ...(cost !== undefined && { cost }) }
  const is: PortSettings = { ...usual, ...(isNew ? {} : now.port) }
  const meant: PortSettings = { ...usual, ...link.port }
  const changed = Object.entries(meant).filter(([key, value]) => is[key as keyof PortSettings] !== value)
  return changed.length === 0 ? undefined : Object.fromEntries(changed)
}

/** What lies over a link that is made anew goes with it. */
function isOverNew(link: WantedLink, meant: ReadonlyMap<string, WantedLink>, kept: ReadonlySet<string>): boolean {
  const over = overOf(link)
  if (over === undefined) return false
  const below = meant.get(placeKey(over))
  return !kept.has(placeKey(over)) || (below !== undefined && isOverNew(below, meant, kept))
}

/** How many links it lies over, one over the other; a topology was checked to have no cycle. */
export function overDepth(link: WantedLink, meant: ReadonlyMap<string, WantedLink>): number {
  const over = overOf(link)
  const below = over && meant.get(placeKey(over))
  return below === undefined ? 0 : 1 + overDepth(below, meant)
}

export function linksOf(network: WantedNetwork): Map<string, WantedLink> {
  const links = [...network.spaces.values()].flatMap((space) => [...space.links.values()])
  return new Map(links.map((link) => [placeKey(link.at), link]))
}
