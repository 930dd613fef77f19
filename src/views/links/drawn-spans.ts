import type { LinkStateName, LinkTrack } from '../../network/index.js'

/** A piece of a band as it is drawn. `several`: changes that lie closer together than a pixel, told by their number. */
export interface DrawnSpan {
  state: LinkStateName | 'several'
  fromMs: number
  toMs: number
  /** Changes of state inside it; 0 where it is one state. */
  changes: number
}

/** Spans narrower than this many milliseconds are merged with their narrow neighbours. */
export function drawnSpans(track: Pick<LinkTrack, 'spans'>, leastMs: number): DrawnSpan[] {
  const drawn: DrawnSpan[] = []
  let narrow: LinkTrack['spans'] = []
  const flush = () => {
    const [first] = narrow
    const last = narrow.at(-1)
    if (first && last) {
      const isOne = narrow.length === 1
      const changes = isOne ? 0 : narrow.length - 1
      drawn.push({ state: isOne ? first.state : 'several', fromMs: first.fromMs, toMs: last.toMs, changes })
    }
    narrow = []
  }
  for (const span of track.spans) {
    if (span.toMs - span.fromMs < leastMs) {
      narrow.push(span)
      continue
    }
    flush()
    const before = drawn.at(-1)
    if (before && before.state === span.state) before.toMs = span.toMs
    else drawn.push({ ...span, changes: 0 })
  }
  flush()
  return drawn
}
