import { randomUUID } from 'node:crypto'
import { currentSink, mime, type Displayable, type MimeBundle } from '../display/index.js'
import type { Node } from '../engine/index.js'
import type { LinkTimeline } from '../network/index.js'
import { watchLinks } from '../tools/index.js'
import { linkBands, timelineText } from '../views/index.js'
import type { EventLog } from './event-log.js'
import { currentCell } from './notebook/cell.js'
import { showable } from './shown.js'

/** The states of a lab's links while an action ran, with a picture. Shown as sentences where it was called. */
export interface LinkReport extends LinkTimeline, Displayable {
  /**
   * One band a link: its states over time, what was run as ticks. In the cell that watched, the picture takes the place
   * of the sentences, since it says the same.
   */
  plot(): Displayable
}

/** `only`: the links of one node other than the lab's own machine. */
export async function linkReport(node: Node, action: () => unknown, log: EventLog, only?: string): Promise<LinkReport> {
  const firstCommand = log.events.length
  const watched = await watchLinks(node, action, log.emit, { commands: () => log.commandsFrom(firstCommand) })
  const isMeant = ({ namespace }: { namespace: string }): boolean =>
    only === undefined || namespace.startsWith(`${only}/`)
  const timeline = { ...watched, tracks: watched.tracks.filter(isMeant) }
  const summary = (): MimeBundle => ({ [mime.text]: timelineText(timeline) })
  const [sink, id, cell] = [currentSink(), randomUUID(), currentCell()]
  sink.display(summary(), { id })
  const plot = (): Displayable => {
    const bundle = linkBands(timeline)
    const isSameCell = sink.isLive && cell !== null && cell === currentCell()
    if (isSameCell) sink.update(id, bundle)
    return showable({}, { wasShown: isSameCell, bundle: () => bundle })
  }
  return showable(timeline, { wasShown: true, bundle: summary, methods: { plot } })
}
