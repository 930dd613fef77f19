import { linkPlace, placeKey, spaceOf } from './places.js'
import type { LinkPlace, LinkSettings, NewLink, Operation } from './operation.js'
import type { WantedKind, WantedLink, WantedNetwork } from './wanted.js'

export interface LinkPlan {
  remove: Operation[]
  add: Operation[]
  /** Places of links that are there and stay. */
  kept: ReadonlySet<string>
  /** Places of links that are there and go. */
  removed: ReadonlySet<string>
}

const USUAL_MTU = 1500

/** Which links go, which come, and what of those that stay is set otherwise. A link of another kind, or end, is made anew. */
export function planLinks(present: WantedNetwork, wanted: WantedNetwork, former: WantedNetwork | undefined): LinkPlan {
  const there = linksOf(present)
  const meant = linksOf(wanted)
  const asked = former === undefined ? new Map<string, WantedLink>() : linksOf(former)
  const kept = new Set<string>()
  for (const [key, link] of meant) {
    const now = there.get(key)
    if (now !== undefined && isSameKind(now.kind, link.kind, asked.get(key)?.kind)) kept.add(key)
  }
  for (const [key, link] of meant) if (isOverNew(link, meant, kept)) kept.delete(key)
  const removed = new Set([...there.keys()].filter((key) => !kept.has(key)))
  return {
    kept,
    removed,
    remove: [...removeLinks(there, removed, wanted), ...removeSpaces(present, wanted)],
    add: [...addLinks(meant, kept), ...settingsOf(there, meant, kept)],
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
  // What lies over a link goes before it, and a bridge after its ports.
  const rank = ({ kind }: WantedLink): number => (kind.type === 'bridge' ? 2 : kind.type === 'veth' ? 1 : 0)
  const going = [...removed].flatMap((key) => there.get(key) ?? []).sort((one, other) => rank(one) - rank(other))
  const places = going.flatMap(({ at, kind }): LinkPlace[] => {
    if (kind.type === 'loopback' || !stays(at) || done.has(placeKey(at))) return []
    if (kind.type === 'veth') done.add(placeKey(kind.peer))
    return [at]
  })
  const bySpace = new Map<string, LinkPlace[]>()
  for (const at of places) {
    const others = bySpace.get(spaceOf(at))
    if (others === undefined) bySpace.set(spaceOf(at), [at])
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
      for (const name of [each.master, 'over' in each.kind ? each.kind.over : undefined]) {
        const below = typeof name === 'string' ? meant.get(placeKey(linkPlace(spaceOf(each.at), name))) : undefined
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
  if (kind.type !== 'veth') return { ...birth(link, false), kind }
  return { ...birth(link, true), kind: { type: 'veth', peer: { ...kind.peer, ...(peer && birth(peer, true)) } } }
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

/** What of links that stay is set otherwise. */
function settingsOf(
  there: ReadonlyMap<string, WantedLink>,
  meant: ReadonlyMap<string, WantedLink>,
  kept: ReadonlySet<string>,
): Operation[] {
  return [...kept].flatMap((key): Operation[] => {
    const [now, link] = [there.get(key), meant.get(key)]
    if (now === undefined || link === undefined || link.kind.type === 'loopback') return []
    const { at } = link
    const isMasterNew = link.master !== null && !kept.has(placeKey(linkPlace(spaceOf(at), link.master)))
    const mtu = link.mtu ?? (link.kind.type === 'veth' ? USUAL_MTU : undefined)
    const set: LinkSettings = {
      ...(mtu !== undefined && now.mtu !== undefined && now.mtu !== mtu && { mtu }),
      ...(link.mac !== undefined && link.mac.toLowerCase() !== now.mac && { mac: link.mac }),
      ...((link.master !== now.master || isMasterNew) && { master: link.master }),
    }
    const isSet = Object.keys(set).length > 0
    const ports: Operation[] =
      link.port !== undefined && set.master !== undefined ? [{ do: 'set-port', at, set: link.port }] : []
    return [...(isSet ? [{ do: 'set-link' as const, at, set }] : []), ...ports]
  })
}

function isSameKind(now: WantedKind, wanted: WantedKind, asked: WantedKind | undefined): boolean {
  if (now.type === 'veth' && wanted.type === 'veth') return placeKey(now.peer) === placeKey(wanted.peer)
  if (now.type === 'bridge' && wanted.type === 'bridge') {
    const { stp = false, vlanFiltering = false, ageingSeconds } = wanted
    const formerAgeing = asked?.type === 'bridge' ? asked.ageingSeconds : undefined
    return (
      (now.stp ?? false) === stp && (now.vlanFiltering ?? false) === vlanFiltering && ageingSeconds === formerAgeing
    )
  }
  if (now.type !== 'as-it-is') return now.type === wanted.type
  if (wanted.type === 'as-it-is') return wanted.of === now.of
  return wanted.type === now.of && (asked === undefined || JSON.stringify(asked) === JSON.stringify(wanted))
}

/** What lies over a link that is made anew goes with it. */
function isOverNew(link: WantedLink, meant: ReadonlyMap<string, WantedLink>, kept: ReadonlySet<string>): boolean {
  const over = 'over' in link.kind ? link.kind.over : undefined
  if (over === undefined) return false
  const key = placeKey(linkPlace(spaceOf(link.at), over))
  const below = meant.get(key)
  return !kept.has(key) || (below !== undefined && isOverNew(below, meant, kept))
}

function linksOf(network: WantedNetwork): Map<string, WantedLink> {
  const links = [...network.spaces.values()].flatMap((space) => [...space.links.values()])
  return new Map(links.map((link) => [placeKey(link.at), link]))
}
