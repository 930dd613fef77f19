import { placeKey, linkPlace, spaceOf } from './places.js'
import type { WantedLink, WantedNetwork } from './wanted.js'

/** Links that hear each other's broadcasts: the two ends of a pair, a bridge and its ports. Each link is in one. */
export function segmentsOf(network: WantedNetwork): WantedLink[][] {
  const links = [...network.spaces.values()].flatMap((space) => [...space.links.values()])
  const above = new Map<string, string>()
  const find = (key: string): string => {
    let at = key
    for (let next = above.get(at); next !== undefined; next = above.get(at)) at = next
    // So that a long chain is walked once.
    if (at !== key) above.set(key, at)
    return at
  }
  const join = (one: string, other: string): void => {
    const [a, b] = [find(one), find(other)]
    if (a !== b) above.set(a, b)
  }
  for (const { at, kind, master } of links) {
    if (kind.type === 'veth') join(placeKey(at), placeKey(kind.peer))
    if (master !== null) join(placeKey(at), placeKey(linkPlace(spaceOf(at), master)))
  }
  const segments = new Map<string, WantedLink[]>()
  for (const link of links) {
    const key = find(placeKey(link.at))
    const segment = segments.get(key)
    if (segment === undefined) segments.set(key, [link])
    else segment.push(link)
  }
  return [...segments.values()]
}
