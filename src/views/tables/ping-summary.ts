import { mime, type MimeBundle } from '../../display/index.js'
import type { PingResult } from '../../network/index.js'
import { formatMs } from '../numbers.js'
import { pictureTexts } from '../picture-words.js'
import { pingFigures, pingHeading, pingText } from '../ping/ping-words.js'
import { htmlTable } from './html-table.js'

/** A ping's figures: in text the sentence first, then the numbers; in HTML a table under whose they are. Times are milliseconds. */
export function pingSummary(result: PingResult): MimeBundle {
  const figures = pingFigures(result)
  const { stats } = result
  const ms = (value: number | null) => (value === null ? '–' : formatMs(value))
  const columns = pictureTexts().ping.columns.map((title) => ({ title, isNumber: true }))
  const row = [
    `${stats.sent}`,
    `${stats.received}`,
    `${figures.lost.length}`,
    ...[stats.minMs, figures.medianMs, figures.p95Ms, stats.maxMs].map(ms),
  ]
  return {
    [mime.text]: pingText(result, figures),
    [mime.html]: htmlTable(pingHeading(result, figures), columns, [row]),
  }
}
