import type { MimeBundle } from '../../display/index.js'
import type { LinkTimeline } from '../../network/index.js'
import { chartBundle, type ChartOptions } from '../chart/draw-chart.js'
import { englishPictures } from '../picture-words.js'
import { bandsSpec } from './bands-spec.js'
import { timelineText, timelineTitle } from './timeline-words.js'

/**
 * The states of links over time: one band a link, grouped by namespace; moves and renames as arrows with their words,
 * commands as numbered ticks. Changes closer together than a pixel are drawn as one striped piece with their number.
 */
export function linkBands(timeline: LinkTimeline, options: ChartOptions = {}): MimeBundle {
  const words = { title: timelineTitle(timeline), text: timelineText(timeline) }
  return chartBundle(bandsSpec(timeline, timelineTitle(timeline, englishPictures.links)), words, options)
}
