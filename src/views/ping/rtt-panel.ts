import type { PingResult } from '../../network/index.js'
import { chartSize, themedText } from '../chart/theme.js'
import { fitText, textWidth } from '../font/text-width.js'
import { formatMs, formatCount } from '../numbers.js'
import { palette, seriesStyle } from '../palette.js'
import { pingRoute, type PingFigures } from './ping-words.js'
import { spreadOut } from './spread-out.js'
import { thinOut } from './thin-out.js'

export interface RttSeries {
  result: PingResult
  figures: PingFigures
}

/** Points a series before neighbours are left out: a chart is some 500 pixels wide. */
const maxPoints = 1500
const lineHeight = 17
const cross = 'M-1,-1L1,1M1,-1L-1,1'

/** One coordinate system: its marks, and what has to be said about it besides. */
export function rttPanel(series: readonly RttSeries[], size: { height: number }): { view: object; notes: string[] } {
  const hasTimes = series.some(({ figures }) => figures.replies.length > 0)
  const height = hasTimes ? size.height : 60
  const scale = valueScale(series)
  const labels = lineLabels(series, scale, height)
  const labelWidth = Math.max(0, ...labels.map((label) => label.indent + textWidth(label.text, chartSize.label)))
  const width = Math.round(chartSize.width - 16 - 62 - (labelWidth === 0 ? 0 : labelWidth + 2))
  const lastSeq = Math.max(1, ...series.map(({ figures }) => Math.max(figures.sent, figures.replies.at(-1)?.seq ?? 0)))
  const x = {
    field: 'seq',
    type: 'quantitative',
    scale: { domain: [Math.min(0.5, 1 - lastSeq * 0.01), lastSeq + Math.max(0.5, lastSeq * 0.01)], nice: false },
    axis: { title: 'ping number', grid: false, format: ',d', values: wholeTicks(lastSeq) },
  }
  const y = {
    field: 'rttMs',
    type: 'quantitative',
    scale: { domain: [scale.from, scale.to], nice: false },
    axis: { title: 'round trip (ms)', ...(hasTimes ? { tickCount: Math.round(height / 45) } : { values: [0] }) },
  }
  const thinned = series.map((each) => thinOut(each.figures.replies, maxPoints))
  const layer = series.flatMap((each, index) => seriesLayers(each, thinned[index] ?? [], index, x, y))
  const notes = [
    ...(scale.from > 0 ? [`the time axis starts at ${formatMs(scale.from)} ms`] : []),
    ...(series.some((each, index) => each.figures.replies.length > (thinned[index]?.length ?? 0))
      ? [`only the quickest and slowest of neighbouring replies are drawn (${formatCount(maxPoints)} points)`]
      : []),
  ]
  return { view: { width, height, layer: [...layer, ...labelLayers(labels)] }, notes }
}

function seriesLayers(
  { figures }: RttSeries,
  replies: readonly { seq: number; rttMs: number }[],
  index: number,
  x: object,
  y: object,
) {
  const { colour, shape } = seriesStyle[index % seriesStyle.length] ?? seriesStyle[0]
  const points = {
    data: { values: replies },
    mark: { type: 'point', filled: true, shape, color: colour, opacity: 0.85, size: replies.length > 300 ? 14 : 34 },
    encoding: {
      x,
      y,
      tooltip: [
        { field: 'seq', type: 'quantitative', title: 'ping' },
        { field: 'rttMs', type: 'quantitative', title: 'round trip (ms)' },
      ],
    },
  }
  const losses = {
    data: { values: figures.lost.slice(0, maxPoints) },
    mark: { type: 'point', shape: cross, color: palette.lost, strokeWidth: 2, size: 50, filled: false, clip: false },
    encoding: {
      x,
      y: { value: 'height' },
      tooltip: [
        { field: 'seq', type: 'quantitative', title: 'lost ping' },
        { field: 'reason', type: 'nominal', title: 'reason' },
      ],
    },
  }
  const level = (value: number, strokeDash: number[]) => ({
    data: { values: [{ rttMs: value }] },
    mark: { type: 'rule', color: colour, strokeDash, strokeWidth: 1.5 },
    encoding: { y },
  })
  const lines =
    figures.medianMs === null || figures.p95Ms === null || figures.replies.length < 2
      ? []
      : [level(figures.medianMs, [1, 0]), level(figures.p95Ms, [6, 4])]
  return [...lines, points, ...(figures.lost.length > 0 ? [losses] : [])]
}

interface ValueScale {
  from: number
  to: number
}

/** Milliseconds: less than this is nothing that was measured. */
const finest = 0.001

/** From zero, unless all replies would lie in the uppermost sixth and their spread would vanish. */
function valueScale(series: readonly RttSeries[]): ValueScale {
  const times = series.flatMap(({ figures }) => figures.replies.map((reply) => reply.rttMs))
  if (times.length === 0) return { from: 0, to: 1 }
  const min = times.reduce((low, time) => Math.min(low, time), Infinity)
  const max = times.reduce((high, time) => Math.max(high, time), 0)
  // ping tells microseconds.
  if (max < finest) return { from: 0, to: finest }
  const spread = max - min
  if (times.length < 3 || spread < finest || min < max * (5 / 6)) return { from: 0, to: max * 1.06 }
  return { from: Math.max(0, min - spread * 0.15), to: max + spread * 0.1 }
}

function wholeTicks(last: number): number[] {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].find((each) => last / each <= 10) ?? last / 10
  const ticks = [1]
  for (let tick = step; tick <= last; tick += step) if (tick > 1 && tick - 1 >= step * 0.6) ticks.push(Math.round(tick))
  return ticks
}

interface LineLabel {
  text: string
  full: string
  /** Pixels from the top of the panel to the middle of the text. */
  y: number
  /** Pixels between the plot and the text; before it there is room for the sign of the series that it names. */
  indent: number
  series: number | null
}

function labelLayers(labels: readonly LineLabel[]): object[] {
  const y = { field: 'y', type: 'quantitative', scale: null, axis: null }
  const texts = [...new Set(labels.map((label) => label.indent))].map((indent) => ({
    data: {
      values: labels.filter((label) => label.indent === indent).map(({ text, full, y: at }) => ({ text, full, y: at })),
    },
    mark: { type: 'text', align: 'left', baseline: 'middle', dx: indent, ...themedText },
    encoding: {
      x: { value: 'width' },
      y,
      text: { field: 'text', type: 'nominal' },
      tooltip: { field: 'full', type: 'nominal' },
    },
  }))
  const signs = labels.flatMap((label) => {
    if (label.series === null) return []
    const { colour, shape } = seriesStyle[label.series % seriesStyle.length] ?? seriesStyle[0]
    return {
      data: { values: [{ y: label.y }] },
      mark: { type: 'point', filled: true, opacity: 1, shape, color: colour, size: 60, xOffset: 14 },
      encoding: { x: { value: 'width' }, y },
    }
  })
  return [...texts, ...signs]
}

interface WantedLabel {
  lines: string[]
  full: string | null
  /** Pixels, where its line ends. */
  at: number
  series: number | null
}

/** The words at the lines' ends: for one series median and p95, for several also whose they are. */
function lineLabels(series: readonly RttSeries[], scale: ValueScale, height: number): LineLabel[] {
  const pixel = (value: number) => height * (1 - (value - scale.from) / (scale.to - scale.from))
  const names = series.map(({ result }) => `${result.from} → ${result.target ?? result.to}`)
  const areAlike = new Set(names).size < names.length
  const wanted = series.flatMap(({ result, figures }, index): WantedLabel[] => {
    const { medianMs, p95Ms, replies } = figures
    if (series.length > 1) {
      const route = pingRoute(result)
      const median = medianMs === null ? 'none answered' : `median ${formatMs(medianMs)} ms`
      const lines = [fitText(`${areAlike ? `${index + 1}: ` : ''}${names[index] ?? ''}`, 170, chartSize.label), median]
      return [{ lines, full: route, at: pixel(medianMs ?? scale.from), series: index }]
    }
    if (medianMs === null || p95Ms === null || replies.length < 2) return []
    return [
      { lines: [`p95 ${formatMs(p95Ms)} ms`], full: null, at: pixel(p95Ms), series: null },
      { lines: [`median ${formatMs(medianMs)} ms`], full: null, at: pixel(medianMs), series: null },
    ]
  })
  const places = spreadOut(
    wanted.map(({ lines, at }) => ({ at, size: lines.length * lineHeight })),
    height,
  )
  return wanted.flatMap(({ lines, full, series: whose }, index) =>
    lines.map((text, line) => ({
      text,
      full: full ?? text,
      y: (places[index] ?? 0) + (line - (lines.length - 1) / 2) * lineHeight,
      indent: whose === null ? 6 : 24,
      series: line === 0 ? whose : null,
    })),
  )
}
