import type { TopLevelSpec } from 'vega-lite'
import type { MimeBundle } from '../../display/index.js'
import type { PingMatrix } from '../../network/index.js'
import { chartBundle, type ChartOptions } from '../chart/draw-chart.js'
import { chartConfig, chartSize, chartTitle, schema, themedText } from '../chart/theme.js'
import { formatMs } from '../numbers.js'
import { palette } from '../palette.js'
import { cellsOf, shownNames, type Cell } from './cells.js'
import { cellWords, matrixText, matrixTitle } from './matrix-words.js'

/** Pixels of a cell: numbers are read in the largest, signs in the smallest. */
const largest = 46
const smallest = 9
/** Where cells are this large the round-trip time is written in them. */
const withNumbers = 40

/**
 * Who reaches whom, rows sending to columns: a square where replies came, the fuller the slower; a triangle where some were
 * lost, a cross where all were; a frame where it is not alike the other way round. Times are milliseconds.
 */
export function heatMap(matrix: PingMatrix, options: ChartOptions = {}): MimeBundle {
  const cells = cellsOf(matrix)
  const title = matrixTitle(matrix, cells)
  return chartBundle(heatMapSpec(matrix, cells, title), { title, text: matrixText(matrix, cells) }, options)
}

function heatMapSpec(matrix: PingMatrix, cells: readonly Cell[], title: string): TopLevelSpec {
  const names = shownNames(matrix, cells)
  const isShown = new Set(names)
  const size = Math.max(smallest, Math.min(largest, Math.floor(520 / Math.max(1, names.length))))
  const hasNumbers = size >= withNumbers
  // A number is read on it, on light and dark ground.
  const fullest = hasNumbers ? 0.6 : 1
  const slowest = Math.max(...cells.map(({ rttMs }) => rttMs ?? 0))
  const values = cells
    .filter(({ from, to }) => isShown.has(from) && isShown.has(to))
    .map((cell) => ({
      ...cell,
      words: `${cell.from} → ${cell.to}: ${cellWords(cell)}`,
      number: cell.rttMs === null ? '' : formatMs(cell.rttMs),
      fullness: 0.15 + (fullest - 0.15) * (slowest === 0 ? 0 : Math.sqrt((cell.rttMs ?? 0) / slowest)),
    }))
  const axis = { labelOverlap: false, labelFontSize: Math.min(chartSize.label, size + 1), ticks: false, domain: false }
  const position = {
    x: {
      field: 'to',
      type: 'nominal',
      sort: null,
      scale: { domain: names },
      axis: { ...axis, orient: 'top', title: 'to', labelAngle: hasNumbers ? 0 : -90 },
    },
    y: { field: 'from', type: 'nominal', sort: null, scale: { domain: names }, axis: { ...axis, title: 'from' } },
    tooltip: { field: 'words' },
  }
  const where = (state: Cell['state']) => ({ filter: { field: 'state', equal: state } })
  const inner = size < 16 ? size - 2 : size - 6
  const layers = [
    {
      transform: [where('reached')],
      mark: { type: 'rect', width: inner, height: inner, cornerRadius: size < 16 ? 1 : 2, color: palette.up },
      encoding: { ...position, fillOpacity: { field: 'fullness', type: 'quantitative', scale: null } },
    },
    sign(where('some lost'), position, 'triangle-up', palette.waiting, inner),
    sign(where('lost'), position, 'cross', palette.lost, inner),
    {
      transform: [{ filter: 'datum.isAsymmetric' }],
      mark: {
        type: 'rect',
        width: size - 2,
        height: size - 2,
        filled: false,
        stroke: palette.changed,
        strokeWidth: size > 14 ? 2 : 1.4,
      },
      encoding: position,
    },
    ...(hasNumbers
      ? [
          {
            transform: [where('reached')],
            mark: { type: 'text', ...themedText },
            encoding: { ...position, text: { field: 'number' } },
          },
        ]
      : []),
  ]
  return {
    $schema: schema,
    config: chartConfig,
    padding: 8,
    title: chartTitle(title, notes(matrix, cells, names)),
    data: { values },
    width: { step: size },
    height: { step: size },
    layer: layers,
  } as unknown as TopLevelSpec
}

function sign(filter: object, position: object, shape: string, colour: string, size: number): object {
  const isCross = shape === 'cross'
  return {
    transform: [filter],
    mark: {
      type: 'point',
      shape,
      filled: true,
      opacity: 1,
      color: colour,
      size: Math.min(260, size * size * 0.6),
      ...(isCross && { angle: 45 }),
    },
    encoding: position,
  }
}

/** What the signs mean, as far as they are in the picture. */
function notes({ names }: PingMatrix, cells: readonly Cell[], shown: readonly string[]): string[] {
  const states = new Set(cells.map(({ state }) => state))
  const rtts = cells.flatMap(({ rttMs }) => rttMs ?? [])
  const span = rtts.length === 0 ? '' : ` (${formatMs(Math.min(...rtts))} to ${formatMs(Math.max(...rtts))} ms)`
  const signs = [
    ...(states.has('reached') ? [`square: reached, the fuller the slower${span}`] : []),
    ...(states.has('some lost') ? ['triangle: some lost'] : []),
    ...(states.has('lost') ? ['cross: all lost'] : []),
    ...(cells.some(({ isAsymmetric }) => isAsymmetric) ? ['frame: not alike the other way round'] : []),
  ]
  const left = names.length - shown.length
  const hasLoss = states.size > 1 || !states.has('reached')
  return [
    signs.join('; '),
    ...(left === 0
      ? []
      : [`${left} more namespaces are left out${hasLoss ? '; those shown are where pings were lost' : ''}`]),
  ].filter((note) => note !== '')
}
