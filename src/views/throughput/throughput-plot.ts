import type { TopLevelSpec } from 'vega-lite'
import type { MimeBundle } from '../../display/index.js'
import type { Throughput } from '../../network/index.js'
import { chartBundle, type ChartOptions } from '../chart/draw-chart.js'
import { chartConfig, chartSize, chartTitle, schema, themedText } from '../chart/theme.js'
import { textWidth } from '../font/text-width.js'
import { palette } from '../palette.js'
import { formatRate, rateUnit, throughputText, throughputTitle } from './throughput-words.js'

/** With more intervals points would hide their own line. */
const mostPoints = 80

/** Throughput over time, a point in the middle of each interval, the whole connection's as a line with its figure. */
export function throughputPlot(result: Throughput, options: ChartOptions = {}): MimeBundle {
  const title = throughputTitle(result)
  return chartBundle(throughputSpec(result, title), { title, text: throughputText(result) }, options)
}

function throughputSpec(result: Throughput, title: string): TopLevelSpec {
  const { intervals, bitsPerSecond } = result
  const most = intervals.reduce((high, interval) => Math.max(high, interval.bitsPerSecond), bitsPerSecond)
  const unit = rateUnit(most)
  const label = `mean ${formatRate(bitsPerSecond, unit)}`
  const last = intervals.reduce((end, { endSeconds }) => Math.max(end, endSeconds), result.seconds)
  const x = {
    field: 'seconds',
    type: 'quantitative',
    scale: { domain: [0, last], nice: false },
    axis: { title: 'time (s)', grid: false, tickCount: 8 },
  }
  const y = {
    field: 'rate',
    type: 'quantitative',
    scale: { domain: [0, most === 0 ? 1 : (most / unit.bits) * 1.06], nice: false },
    axis: { title: `throughput (${unit.name})`, tickCount: 4 },
  }
  const mean = { values: [{ rate: bitsPerSecond / unit.bits, label }] }
  return {
    $schema: schema,
    config: chartConfig,
    padding: 8,
    title: chartTitle(title, intervals.length === 0 ? ['iperf3 told nothing of single intervals'] : []),
    width: Math.round(chartSize.width - 16 - 62 - textWidth(label, chartSize.label) - 8),
    height: 190,
    layer: [
      {
        data: { values: intervals.map((each) => ({ ...middleOf(each), rate: each.bitsPerSecond / unit.bits })) },
        mark: {
          type: 'line',
          color: palette.up,
          strokeWidth: intervals.length <= mostPoints ? 2 : 1.2,
          ...(intervals.length <= mostPoints && { point: { filled: true, color: palette.up, size: 34, opacity: 1 } }),
        },
        encoding: {
          x,
          y,
          tooltip: [
            { field: 'seconds', type: 'quantitative', title: 'time (s)' },
            { field: 'rate', type: 'quantitative', title: `throughput (${unit.name})` },
          ],
        },
      },
      {
        data: mean,
        mark: { type: 'rule', color: palette.lowerLayerDown, strokeWidth: 1.5, strokeDash: [6, 4] },
        encoding: { y },
      },
      {
        data: mean,
        mark: { type: 'text', align: 'left', baseline: 'middle', dx: 6, ...themedText },
        encoding: { x: { value: 'width' }, y, text: { field: 'label', type: 'nominal' } },
      },
    ],
  } as TopLevelSpec
}

function middleOf({ startSeconds, endSeconds }: Throughput['intervals'][number]): { seconds: number } {
  return { seconds: Number(((startSeconds + endSeconds) / 2).toFixed(3)) }
}
