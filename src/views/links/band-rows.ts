import type { LinkTimeline, LinkTrack } from '../../network/index.js'
import { changesOf } from './timeline-words.js'

/** Links drawn before the rest is left to the text; those that changed come first. */
const maxTracks = 40

export const rowSize = { heading: 22, note: 16, band: 16, words: 16, gap: 5 } as const

/** One band's place. Pixels from the top; `noteY` and `wordsY` are the middles of the text above and below it. */
export interface BandRow {
  track: LinkTrack
  bandY: number
  noteY: number
  wordsY: number
}

export interface BandRows {
  headings: { namespace: string; y: number }[]
  rows: BandRow[]
  height: number
  /** Links that found no room. */
  left: LinkTrack[]
}

/** Bands from the top, grouped by namespace: root first, then in the order in which they were seen. */
export function bandRows(timeline: LinkTimeline, top: number): BandRows {
  const byNews = [...timeline.tracks].sort((a, b) => Number(isQuiet(a)) - Number(isQuiet(b)))
  const shown = new Set(byNews.slice(0, maxTracks))
  const groups = new Map<string, LinkTrack[]>([['root', []]])
  for (const track of timeline.tracks) {
    if (!shown.has(track)) continue
    groups.set(track.namespace, [...(groups.get(track.namespace) ?? []), track])
  }
  const headings: BandRows['headings'] = []
  const rows: BandRow[] = []
  let y = top
  for (const [namespace, tracks] of groups) {
    if (tracks.length === 0) continue
    headings.push({ namespace, y: y + rowSize.heading / 2 })
    y += rowSize.heading
    for (const track of tracks) {
      const noteY = y + rowSize.note / 2
      if (track.moves.length + track.renames.length > 0) y += rowSize.note
      const bandY = y + rowSize.band / 2
      y += rowSize.band
      rows.push({ track, bandY, noteY, wordsY: y + rowSize.words / 2 })
      y += rowSize.words + rowSize.gap
    }
  }
  return { headings, rows, height: y, left: timeline.tracks.filter((track) => !shown.has(track)) }
}

function isQuiet(track: LinkTrack): boolean {
  return changesOf(track) + track.moves.length + track.renames.length === 0
}
