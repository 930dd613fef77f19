import { currentSink, type Displayable } from '../display/index.js'
import type { Node } from '../engine/index.js'
import type { LinkTimeline } from '../network/index.js'
import { watchLinks } from '../tools/index.js'
import { linkBands } from '../views/index.js'
import type { EventLog } from './event-log.js'
import { showable } from './shown.js'

/** The states of a lab's links while an action ran, with a picture. */
export interface LinkReport extends LinkTimeline, Displayable {
  /** One band a link: its states over time, what was run as ticks. */
  plot(): Displayable
}

export async function linkReport(node: Node, action: () => unknown, log: EventLog): Promise<LinkReport> {
  const timeline = await watchLinks(node, async () => void (await action()), log.emit)
  const plot = (): Displayable => showable({}, { bundle: () => linkBands(timeline) })
  const report = showable(timeline, { wasShown: true, bundle: () => linkBands(timeline), methods: { plot } })
  return report
}
