import type { TopLevelSpec } from 'vega-lite'
import type { MimeBundle } from '../../display/index.js'
import type { PingResult } from '../../network/index.js'
import { chartBundle, type ChartOptions } from '../chart/draw-chart.js'
import { chartConfig, chartSize, chartTitle, schema } from '../chart/theme.js'
import { wrapText } from '../font/wrap-text.js'
import { formatMs } from '../numbers.js'
import { englishPictures, pictureTexts, type PingTexts } from '../picture-words.js'
import { drawnTitle, pingFigures, pingText, pingTitle } from './ping-words.js'
import { rttPanel, type RttSeries } from './rtt-panel.js'

/** More than this many series in one chart are a tangle: each gets a small one of its own. */
const together = 3
/** Small charts before the rest is left to the text. */
const panels = 12

/**
 * Round-trip times by sequence number, in milliseconds: a point each reply, a cross on the axis each loss, the median
 * and the 95th percentile as lines. Several results are compared in one chart.
 */
export function rttPlot(series: readonly PingResult[], options: ChartOptions = {}): MimeBundle {
  const all = series.map((result) => ({ result, figures: pingFigures(result) }))
  const words = pictureTexts().ping
  const title = plotTitle(all, words)
  const texts = all.map(({ result, figures }) => pingText(result, figures))
  const text = [series.length === 0 ? title : words.sentence(title), ...texts]
    .slice(series.length === 1 ? 1 : 0)
    .join('\n\n')
  return chartBundle(rttSpec(all, plotTitle(all, englishPictures.ping)), { title, text }, options)
}

function plotTitle(series: readonly RttSeries[], words: PingTexts): string {
  const [first, second] = series
  if (first === undefined) return words.none
  if (second === undefined) return pingTitle(first.result, first.figures, words)
  const lost = series.reduce((sum, each) => sum + each.figures.lost.length, 0)
  const sent = series.reduce((sum, each) => sum + each.figures.sent, 0)
  const medians = series.flatMap(({ figures }) => (figures.medianMs === null ? [] : [figures.medianMs]))
  const ends = medians.length < 2 ? [] : [Math.min(...medians), Math.max(...medians)].map(formatMs)
  return words.series(series.length, lost, sent, [...new Set(ends)])
}

function rttSpec(series: readonly RttSeries[], title: string): TopLevelSpec {
  const shared = { $schema: schema, config: chartConfig, padding: 8 } as const
  if (series.length <= together) {
    const panel = rttPanel(series, { height: 190 })
    return { ...shared, title: chartTitle(title, panel.notes), ...panel.view } as TopLevelSpec
  }
  const shown = series.slice(0, panels)
  const rest = series.length - shown.length
  return {
    ...shared,
    title: chartTitle(title, rest === 0 ? [] : [`and ${rest} more, told in the text`]),
    vconcat: shown.map((each) => {
      const panel = rttPanel([each], { height: 70 })
      const heading = wrapText(drawnTitle(each.result, each.figures), chartSize.width - 16, chartSize.label)
      return { title: { text: heading, fontSize: chartSize.label, fontWeight: 'normal', offset: 6 }, ...panel.view }
    }),
  } as TopLevelSpec
}
