import { peerOf } from './relations.js'
import type { Link, NetworkState } from './state.js'

/**
 * Which link after is which link before. An index holds within a namespace only, so a link that moved is followed by its
 * MAC address, which it keeps, else by its peer, whose other end it must be.
 */
export function matchLinks(before: NetworkState, after: NetworkState): Map<Link, Link> {
  const matches = new Map<Link, Link>()
  const former = allLinks(before)
  const unmatched = new Set(allLinks(after))
  const match = (find: (link: Link) => Link | undefined) => {
    for (const link of former) {
      if (matches.has(link)) continue
      const found = find(link)
      if (found === undefined) continue
      matches.set(link, found)
      unmatched.delete(found)
    }
  }
  const pick = (fits: (candidate: Link) => boolean) => [...unmatched].find(fits)

  const places = new Map(allLinks(after).map((link) => [placeOf(link), link]))
  const stayed = (link: Link): Link | undefined => {
    const other = places.get(placeOf(link))
    return other !== undefined && unmatched.has(other) && isSameKind(link, other) ? other : undefined
  }
  const stayedIf = (fits: (link: Link, other: Link) => boolean) => (link: Link) => {
    const other = stayed(link)
    return other !== undefined && fits(link, other) ? other : undefined
  }
  // The same index, and the name or the MAC address: one of them may have changed. A namespace that was deleted and made
  // anew counts from the start again, so a veth end of another MAC address there is another one (unless its peer stayed).
  match(stayedIf(isSameMac))
  match(stayedIf((link, other) => other.name === link.name && (link.kind !== 'veth' || link.namespace === 'root')))
  // Moved, perhaps there and back: the same name before another one, since children share their parent's MAC address.
  match((link) => pick((other) => isSameKind(link, other) && isSameMac(link, other) && other.name === link.name))
  match((link) => pick((other) => isSameKind(link, other) && isSameMac(link, other)))
  // Another MAC address: the other end of a peer that is known.
  match((link) => {
    const peer = peerOf(before, link)
    const peerNow = peer === undefined ? undefined : matches.get(peer)
    const end = peerNow === undefined ? undefined : peerOf(after, peerNow)
    return end !== undefined && unmatched.has(end) ? end : undefined
  })
  // Moved, of a kind that has no MAC address.
  match((link) =>
    link.mac === null && link.kind === 'other'
      ? pick((other) => isSameKind(link, other) && other.mac === null && other.name === link.name)
      : undefined,
  )
  return matches
}

/** Of names that are full, since nodes may have namespaces of the same name. */
function placeOf({ namespace, index }: Link): string {
  return `${index} ${namespace}`
}

function allLinks(state: NetworkState): Link[] {
  return state.namespaces.flatMap(({ links }) => links)
}

function isSameKind(one: Link, other: Link): boolean {
  return one.kind === other.kind && (one.kind !== 'other' || other.kind !== 'other' || one.type === other.type)
}

function isSameMac(one: Link, other: Link): boolean {
  return one.mac !== null && one.mac === other.mac
}
