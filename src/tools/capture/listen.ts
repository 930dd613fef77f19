import type { CaptureSpace } from '../../engine/index.js'
import {
  fullName,
  listWords,
  meantNamespace,
  parseEndpoint,
  type NetworkNamespace,
  type NetworkState,
} from '../../network/index.js'

/** What to listen to: links by their names, or all of some namespaces. */
export function listenTo(state: NetworkState, places: readonly string[]): CaptureSpace[] {
  if (!Array.isArray(places) || places.length === 0 || places.some((place) => typeof place !== 'string')) {
    throw new TypeError("lab.capture takes a list of links, such as ['ns1.veth1'], and what to do meanwhile")
  }
  const spaces = new Map<string, Set<number> | null>()
  for (const place of places as readonly string[]) {
    const { namespace, link } = endpoint(state, place)
    const space = meantNamespace(state, namespace)
    if (space === undefined)
      throw new RangeError(`${JSON.stringify(place)} names no network namespace; ${known(state)}`)
    const name = fullName(space)
    if (link === undefined) {
      spaces.set(name, null)
      continue
    }
    const index = space.links.find((each) => each.name === link)?.index
    if (index === undefined) throw new RangeError(missing(state, space, link))
    const chosen = spaces.get(name)
    if (chosen !== null) spaces.set(name, new Set([...(chosen ?? []), index]))
  }
  return [...spaces].map(([namespace, links]) => ({ namespace, links: links === null ? null : [...links] }))
}

/** Split at the first dot that follows a namespace's name: there may be dots in both names. */
function endpoint(state: NetworkState, place: string): ReturnType<typeof parseEndpoint> {
  if (meantNamespace(state, place) !== undefined) return { namespace: place }
  const dot = place
    .split('')
    .findIndex((each, at) => each === '.' && meantNamespace(state, place.slice(0, at)) !== undefined)
  return dot === -1 ? parseEndpoint(place) : { namespace: place.slice(0, dot), link: place.slice(dot + 1) }
}

function missing(state: NetworkState, space: NetworkNamespace, link: string): string {
  const there = listWords(space.links.map(({ name }) => name))
  const elsewhere = state.namespaces.find((other) => other.links.some(({ name }) => name === link))
  const hint = elsewhere === undefined ? '' : `; ${link} is in ${fullName(elsewhere)}: '${fullName(elsewhere)}.${link}'`
  return `there is no link ${link} in ${fullName(space)}, which has ${there}${hint}`
}

function known(state: NetworkState): string {
  const names = state.namespaces.map(fullName)
  return `there ${names.length === 1 ? 'is' : 'are'} ${listWords(names)}. A link is named with its namespace: 'ns1.veth1'`
}
