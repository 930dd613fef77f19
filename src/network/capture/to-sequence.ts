import type { Sequence, SequenceFrame } from '../sequence.js'
import { arrowsOf, type Arrow } from './arrows.js'
import { findEnds, type End } from './ends.js'
import { frameWords } from './frame-words.js'
import type { Journey } from './journeys.js'
import type { Wiring } from './wiring.js'

export interface SequenceOptions {
  wiring: Wiring
  isHeard: (namespace: string, link: string) => boolean
  isWatched: (namespace: string) => boolean
  /** Which packets are told; all by default. */
  isShown?: (journey: Journey) => boolean
  /** A lifeline that is there even where no frame went, and first. */
  first?: string
}

/** Packets on their way as a diagram shows them. */
export function toSequence(journeys: readonly Journey[], options: SequenceOptions): Sequence {
  const { wiring, isHeard, isWatched, isShown = () => true, first } = options
  const arrows = journeys
    .flatMap((journey) => arrowsOf(journey, wiring, isHeard))
    .sort((one, other) => one.atMs - other.atMs)
  const ends = findEnds({ arrows, wiring, isWatched })
  const shown = arrows.filter(({ journey }) => isShown(journey))
  const start = shown[0]?.atMs ?? 0
  return {
    lifelines: lifelines(shown, ends, first),
    frames: shown.map((arrow) => frameOf(arrow, ends.get(arrow), start)),
  }
}

function frameOf(arrow: Arrow, end: End | undefined, startMs: number): SequenceFrame {
  const { sighting, journey, from, to, atMs } = arrow
  return {
    atMs: atMs - startMs,
    from: shortName(from),
    to: to === null ? null : shortName(to),
    link: `${sighting.namespace}.${sighting.link}`,
    ...frameWords(sighting.layers, journey.before),
    ...end,
  }
}

/** In the order in which packets meet them; those that only got copies last. */
function lifelines(arrows: readonly Arrow[], ends: ReadonlyMap<Arrow, End>, first: string | undefined): string[] {
  const names = (list: readonly Arrow[]) => list.flatMap(({ from, to }) => (to === null ? [from] : [from, to]))
  const wanted = arrows.filter((arrow) => ends.get(arrow)?.isCopy !== true)
  const all = [...(first === undefined ? [] : [first]), ...names(wanted), ...names(arrows)]
  return [...new Set(all.map(shortName))]
}

/** A node's name stands for its root namespace. */
const shortName = (name: string): string => name.replace(/\/root$/, '')
