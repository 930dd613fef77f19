import { FIRST_NODE } from '../assemble.js'
import { fullName } from '../full-names.js'
import { listWords, namespaceWords } from '../words.js'
import type { NetworkState } from '../state.js'
import { networkOfState } from '../topology/from-state.js'
import { placeKey } from '../topology/places.js'
import type { LinkPlace } from '../topology/operation.js'
import type { WantedLink, WantedNetwork } from '../topology/wanted.js'

/** Takes out of a wanted network what no request makes, with what hangs on it; says so for each link. */
export function dropUnmakeable(network: WantedNetwork, now: NetworkState): string[] {
  const there = networkOfState(now)
  const isThere = ({ at }: WantedLink, full: string) => there.spaces.get(full)?.links.has(at.link) === true
  const missing: string[] = []
  const gone = new Set<string>()
  for (;;) {
    const found = [...network.spaces].flatMap(([full, space]) =>
      [...space.links.values()].filter((link) => {
        const below = overOf(link)
        return (
          (link.kind.type === 'as-it-is' && !isThere(link, full)) || (below !== undefined && gone.has(placeKey(below)))
        )
      }),
    )
    if (found.length === 0) return missing
    for (const link of found) {
      gone.add(placeKey(link.at))
      const place = namespaceWords(fullName({ node: link.at.node ?? FIRST_NODE, name: link.at.namespace }))
      missing.push(`${link.at.link} in ${place}: ${reason(link)}`)
      for (const space of network.spaces.values()) {
        if (space.links.get(link.at.link) !== link) continue
        space.links.delete(link.at.link)
        space.routes = space.routes.filter((route) => route.link !== link.at.link)
      }
    }
  }
}

/** The place of the link that it lies over. */
function overOf({ at, kind }: WantedLink): LinkPlace | undefined {
  const { over, overIn } = kind as { over?: string; overIn?: Omit<LinkPlace, 'link'> }
  return over === undefined ? undefined : { ...(overIn ?? at), link: over }
}

function reason({ kind, addresses }: WantedLink): string {
  const lost = addresses.map(({ text }) => text)
  const what =
    kind.type !== 'as-it-is'
      ? 'the link that it lies over is missing'
      : kind.of === 'veth'
        ? 'its other end is in a namespace without a name'
        : `how a link of the kind ${kind.of} was made is not known`
  return lost.length === 0
    ? what
    : `${what}; with it its ${lost.length === 1 ? 'address' : 'addresses'} ${listWords(lost)}`
}
