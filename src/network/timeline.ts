import type { LinkStateName } from './change.js'
import type { LabEvent } from './event.js'

/** The links of a lab over time: a fold over link-changed events. Times are milliseconds since the watch began. */
export interface LinkTimeline {
  durationMs: number
  tracks: LinkTrack[]
  /** What was run meanwhile, and when. */
  commands: { atMs: number; command: string }[]
  /** The kernel's own notices, in order, as they came. */
  events: LabEvent[]
  /** When notices came faster than they could be read, so that some are missing; the state was read anew after it. */
  overrunsAtMs?: number[]
}

/**
 * One link's life. A move or a rename continues the track; `moves` and `renames` say where. A loopback has a track only
 * if something happened to it.
 */
export interface LinkTrack {
  /** Where it was last, under its last name. */
  namespace: string
  link: string
  linkKind: string
  /** Without gaps from 0 to durationMs; `absent` before it was made, after it went, and in a namespace without a name. */
  spans: { state: LinkStateName; fromMs: number; toMs: number }[]
  moves: { atMs: number; from: string; to: string }[]
  renames: { atMs: number; from: string; to: string }[]
}
