import { mime, type Displayable, type MimeBundle } from '../display/index.js'
import { foldEvents, type LabEvent, type LabTimeline } from '../network/index.js'
import { labTimeline } from '../views/index.js'
import { showable } from './shown.js'

/** What happened in a lab, as it was when asked for: the events, and what they add up to. Shown on one time axis. */
export interface TimelineReport extends Displayable, LabTimeline {
  events: LabEvent[]
}

export function timelineReport(log: readonly LabEvent[]): TimelineReport {
  const events = structuredClone([...log])
  const timeline = foldEvents(events)
  // The events travel beside the picture: an exported page replays them.
  const bundle = (): MimeBundle => ({ ...labTimeline(timeline), [mime.events]: events })
  return showable({ events, ...timeline }, { bundle })
}
