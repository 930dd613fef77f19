import type { FrameLayer } from '../frame/layer.js'
import { identityOf, type Identity } from './identity.js'

/** One frame at one place, at one time. */
export interface Sighting {
  atMs: number
  namespace: string
  link: string
  direction: 'in' | 'out'
  isForOthers: boolean
  layers: readonly FrameLayer[]
}

/** One packet on its way: where it was seen, in the order of time. A flood makes it a tree. */
export interface Journey {
  identity: Identity
  sightings: Sighting[]
  /** What it was before a namespace translated its addresses. */
  before: Journey | null
  /** What it became. */
  after: Journey | null
}

/**
 * Tells which sightings are of the same packet. The same bytes at a place where the packet has been are another one: it was
 * sent again, or runs in a circle.
 */
export function findJourneys(sightings: readonly Sighting[]): Journey[] {
  const journeys: Journey[] = []
  const lately = new Map<string, Journey>()
  const visited = new WeakMap<Journey, Set<string>>()
  for (const sighting of sightings) {
    const identity = identityOf(sighting.layers)
    // In a tunnel it is seen twice at one link: in its own form, and in the tunnel's.
    const place = `${sighting.direction} ${sighting.namespace} ${sighting.link} ${tunnels(sighting.layers)}`
    const last = lately.get(identity.exact)
    const places = last && visited.get(last)
    if (last !== undefined && places?.has(place) === false) {
      last.sightings.push(sighting)
      places.add(place)
      continue
    }
    const journey: Journey = { identity, sightings: [sighting], before: null, after: null }
    journeys.push(journey)
    lately.set(identity.exact, journey)
    visited.set(journey, new Set([place]))
  }
  joinTranslated(journeys)
  return journeys
}

/** A packet that leaves a namespace just after one came in that is the same but for its addresses. */
function joinTranslated(journeys: readonly Journey[]): void {
  const came = new Map<string, Journey[]>()
  for (const journey of journeys) {
    const { loose } = journey.identity
    const first = journey.sightings[0]
    if (loose === null || first === undefined) continue
    const before =
      first.direction === 'out'
        ? came
            .get(loose)
            ?.findLast(
              (other) =>
                other.after === null &&
                other.identity.exact !== journey.identity.exact &&
                other.sightings.some(
                  ({ namespace, direction, atMs }) =>
                    namespace === first.namespace && direction === 'in' && atMs <= first.atMs,
                ),
            )
        : undefined
    if (before !== undefined) {
      journey.before = before
      before.after = journey
    }
    came.set(loose, [...(came.get(loose) ?? []), journey])
  }
}

const tunnels = (layers: readonly FrameLayer[]): number =>
  layers.filter(({ name, isQuoted }) => isQuoted !== true && (name === 'VXLAN' || name === 'IPv4' || name === 'IPv6'))
    .length
