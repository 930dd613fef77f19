import type { LinkStateName } from './change.js'
import type { LabEvent } from './event.js'
import { linkStateIn } from './link-state.js'
import type { NetworkState } from './state.js'
import type { LinkTimeline, LinkTrack } from './timeline.js'

type LinkEvent = Extract<LabEvent, { kind: 'link-changed' }>

/** Where a link is now, and since when in which state. */
interface Life {
  track: LinkTrack
  state: LinkStateName
  sinceMs: number
  hasEvents: boolean
}

/**
 * The links of a watch over time: a fold over its link-changed events, whose times are milliseconds since the watch
 * began. Events outside of 0 to `durationMs` are counted at its ends.
 */
export function foldTimeline(
  initial: NetworkState,
  events: readonly LabEvent[],
  durationMs: number,
  commands: LinkTimeline['commands'] = [],
): LinkTimeline {
  const fold = new Fold(durationMs)
  for (const { links } of initial.namespaces) {
    for (const link of links) {
      const kind = link.kind === 'other' ? link.type : link.kind
      fold.begin(link.namespace, link.index, link.name, kind, linkStateIn(initial, link))
    }
  }
  for (const event of events) if (event.kind === 'link-changed') fold.take(event)
  return { durationMs, tracks: fold.tracks(), commands: [...commands], events: [...events] }
}

class Fold {
  private readonly lives: Life[] = []
  private readonly places = new Map<string, Life>()
  /** Links that left for a place where they have not been seen yet. */
  private readonly underWay = new Map<string, Life>()

  constructor(private readonly durationMs: number) {}

  begin(namespace: string, index: number, link: string, linkKind: string, state: LinkStateName): Life {
    const track = { namespace, link, linkKind, spans: [], moves: [], renames: [] }
    const life = { track, state, sinceMs: 0, hasEvents: false }
    this.lives.push(life)
    this.places.set(placeOf(namespace, index), life)
    return life
  }

  take(event: LinkEvent): void {
    const atMs = Math.min(Math.max(event.atMs, 0), this.durationMs)
    const place = placeOf(event.namespace, event.index)
    const life =
      this.places.get(place) ??
      this.arrive(event, place) ??
      this.begin(event.namespace, event.index, event.link, event.linkKind, 'absent')
    life.hasEvents = true
    if (event.change === 'moved') this.leave(life, event, place, atMs)
    else {
      if (event.link !== life.track.link) {
        life.track.renames.push({ atMs, from: life.track.link, to: event.link })
        life.track.link = event.link
      }
      this.turn(life, event.change === 'removed' ? 'absent' : event.state, atMs)
      if (event.change === 'removed') this.places.delete(place)
    }
  }

  tracks(): LinkTrack[] {
    for (const life of this.lives) {
      // A state that only the last read has told begins where the watch ends; it is the last one all the same.
      if (life.sinceMs < this.durationMs || life.track.spans.at(-1)?.state !== life.state) close(life, this.durationMs)
    }
    return this.lives
      .filter(({ track, hasEvents }) => hasEvents || track.linkKind !== 'loopback')
      .map(({ track }) => track)
  }

  private leave(life: Life, event: LinkEvent, place: string, atMs: number): void {
    this.places.delete(place)
    const { namespace = null, index = null } = event.movedTo ?? {}
    if (namespace === null) return this.turn(life, 'absent', atMs)
    life.track.moves.push({ atMs, from: event.namespace, to: namespace })
    life.track.namespace = namespace
    if (index === null) this.underWay.set(namespace, life)
    else this.places.set(placeOf(namespace, index), life)
    // Its state there comes with the first notice from there; a link is brought down before it moves.
    this.turn(life, 'admin down', atMs)
  }

  private arrive(event: LinkEvent, place: string): Life | undefined {
    const life = this.underWay.get(event.namespace)
    if (life?.track.linkKind !== event.linkKind) return undefined
    this.underWay.delete(event.namespace)
    this.places.set(place, life)
    return life
  }

  private turn(life: Life, state: LinkStateName, atMs: number): void {
    if (state === life.state) return
    if (atMs > life.sinceMs) close(life, atMs)
    life.state = state
  }
}

/** Ends the span that is open; one that only lasted for an instant has left no trace, so equal neighbours are joined. */
function close(life: Life, atMs: number): void {
  const last = life.track.spans.at(-1)
  if (last?.state === life.state) last.toMs = atMs
  else life.track.spans.push({ state: life.state, fromMs: life.sinceMs, toMs: atMs })
  life.sinceMs = atMs
}

function placeOf(namespace: string, index: number): string {
  return `${index} ${namespace}`
}
