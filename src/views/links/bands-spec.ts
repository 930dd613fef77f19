import type { TopLevelSpec } from 'vega-lite'
import type { LinkTimeline } from '../../network/index.js'
import { chartConfig, chartSize, chartTitle, schema } from '../chart/theme.js'
import { fitText, textWidth } from '../font/text-width.js'
import { counted, formatCount } from '../numbers.js'
import { palette } from '../palette.js'
import { bandRows, type BandRow, type BandRows } from './band-rows.js'
import { commandTicks, listColumns, type CommandLine } from './command-ticks.js'
import { drawnSpans, type DrawnSpan } from './drawn-spans.js'
import { bandLayers, pixels, textLayer, tooltip, type BandMark, type Word } from './marks.js'
import { timeWords } from './timeline-words.js'

const padding = 8
const lineHeight = 18
const maxName = 130
/** Pixels below which neighbouring spans are merged. */
const narrowest = 1.5

/** What all layers share: the time scale as pixels, and the room around the bands. */
interface Frame {
  durationMs: number
  width: number
  /** Room for the links' names. */
  left: number
  /** Where the bands start, below the list of commands. */
  top: number
  bottom: number
  x(ms: number): number
}

interface Piece {
  row: BandRow
  span: DrawnSpan
}

export function bandsSpec(timeline: LinkTimeline, title: string): TopLevelSpec {
  const durationMs = Math.max(timeline.durationMs, 1)
  const names = timeline.tracks.map((track) => textWidth(track.link, chartSize.label))
  const left = Math.round(Math.min(maxName, Math.max(40, ...names)) + 14)
  const lineWidth = chartSize.width - 2 * padding
  const width = lineWidth - left - 14
  const ticks = commandTicks(timeline.commands, { durationMs, width, lineWidth })
  const top = ticks.lines.length === 0 ? 0 : ticks.lines.length * lineHeight + 26
  const bands = bandRows(timeline, top)
  const x = (ms: number) => Math.round((Math.min(ms, durationMs) * width * 10) / durationMs) / 10
  const frame: Frame = { durationMs, width, left, top, bottom: Math.max(bands.height, top + 20), x }

  const leastMs = (narrowest * durationMs) / width
  const pieces = bands.rows.flatMap((row) => drawnSpans(row.track, leastMs).map((span) => ({ row, span })))
  const labels = pieces.flatMap((piece) => pieceLabel(piece, frame))
  const key = keyRow(pieces, labels, frame)
  return {
    $schema: schema,
    config: chartConfig,
    padding,
    title: chartTitle(title, notes(pieces, bands)),
    width,
    height: frame.bottom + (key.words.length > 0 ? lineHeight + 4 : 0),
    layer: [
      timeAxis(frame, timeline.tracks.length === 0),
      ...tickLayer(timeline, bands.rows, frame),
      ...commandList(ticks.lines, left),
      ...textLayer(
        ticks.numbers.map((number) => ({ ...number, y: top - 12, full: number.text })),
        { align: 'center', fontWeight: 'bold' },
      ),
      ...bandLayers([...pieces.map((piece) => pieceMark(piece, frame)), ...key.marks]),
      ...nameLayers(bands, left),
      ...textLayer([...labels, ...key.words]),
      ...noteLayers(bands.rows, frame),
    ],
  } as TopLevelSpec
}

function notes(pieces: readonly Piece[], bands: BandRows): string[] {
  return [
    ...(pieces.some(({ span }) => span.state === 'several')
      ? ['striped: changes closer together than a pixel, drawn as one piece with their number']
      : []),
    ...(bands.left.length > 0 ? [`${counted(bands.left.length, 'more link')}, told in the text`] : []),
  ]
}

/** The axis belongs to a layer of its own, so that every other mark can stand on plain pixels. */
function timeAxis({ durationMs }: Frame, isEmpty: boolean): object {
  const unit = durationMs >= 1000 ? { name: 'seconds', ms: 1000 } : { name: 'milliseconds', ms: 1 }
  return {
    data: { values: [{ at: 0 }] },
    mark: { type: 'point', opacity: 0, tooltip: null },
    encoding: {
      x: {
        field: 'at',
        type: 'quantitative',
        scale: { domain: [0, durationMs / unit.ms], nice: false },
        axis: isEmpty ? null : { title: `${unit.name} since the action began`, grid: false, tickCount: 8 },
      },
    },
  }
}

function commandList(lines: readonly CommandLine[], left: number): object[] {
  const column = (x: number, word: (line: CommandLine) => string, align: string) => {
    const values = lines.map((line, index) => ({
      x: x - left,
      y: (index + 0.5) * lineHeight,
      text: word(line),
      full: line.full,
    }))
    return textLayer(
      values.filter((each) => each.text !== ''),
      { align },
    )
  }
  return [
    ...column(listColumns.numberEnd, (line) => line.number, 'right'),
    ...column(listColumns.timeEnd, (line) => line.time, 'right'),
    ...column(listColumns.command, (line) => line.text, 'left'),
  ]
}

/** More ticks than this across the bands would be a curtain before them. */
const maxTicks = 40

/** A short hairline under each number and, unless there are too many, one across each band (not through its words). */
function tickLayer({ commands }: LinkTimeline, rows: readonly BandRow[], frame: Frame): object[] {
  // One a pixel is all that can be seen.
  const at = new Map(
    commands.map(({ atMs, command }) => [
      Math.round(frame.x(atMs)),
      `${timeWords(atMs, frame.durationMs)}  ${command}`,
    ]),
  )
  const ends = [
    { y: frame.top - 4, y2: frame.top + 3 },
    ...(at.size > maxTicks ? [] : rows.map(({ bandY }) => ({ y: bandY - 9, y2: bandY + 9 }))),
  ]
  if (at.size === 0) return []
  return [
    {
      data: { values: [...at].flatMap(([x, full]) => ends.map((end) => ({ x, ...end, full }))) },
      mark: { type: 'rule', color: palette.unused, strokeWidth: 1 },
      encoding: { x: pixels('x'), y: pixels('y'), y2: { field: 'y2' }, tooltip },
    },
  ]
}

function pieceMark({ row, span }: Piece, frame: Frame): BandMark {
  const x = frame.x(span.fromMs)
  const period = `${timeWords(span.fromMs, frame.durationMs)} to ${timeWords(span.toMs, frame.durationMs)}`
  const what = span.state === 'several' ? changesWords(span.changes) : span.state
  return {
    state: span.state,
    x,
    x2: Math.max(frame.x(span.toMs), x + narrowest),
    y: row.bandY,
    full: `${row.track.namespace}.${row.track.link}: ${what}, ${period}`,
  }
}

function changesWords(changes: number): string {
  return counted(changes, 'change')
}

/** The state's word below its piece, where it fits. */
function pieceLabel({ row, span }: Piece, frame: Frame): (Word & { state: DrawnSpan['state'] })[] {
  const [from, to] = [frame.x(span.fromMs), frame.x(span.toMs)]
  const words = [...(span.state === 'several' ? [changesWords(span.changes), formatCount(span.changes)] : [span.state])]
  const text = words.find((each) => textWidth(each, chartSize.label) <= to - from - 6)
  if (text === undefined) return []
  return [{ x: from + 2, y: row.wordsY, text, full: words[0] ?? text, state: span.state }]
}

/** A key for those states that no piece was wide enough to be named under. */
function keyRow(pieces: readonly Piece[], labels: readonly { state: DrawnSpan['state'] }[], frame: Frame) {
  const named = new Set(labels.map((label) => label.state))
  const unnamed = [...new Set(pieces.map(({ span }) => span.state))].filter((state) => !named.has(state))
  const words: Word[] = []
  const marks: BandMark[] = []
  const y = frame.bottom + lineHeight / 2
  let x = 0
  for (const state of unnamed) {
    const text = state === 'several' ? 'several changes' : state
    marks.push({ state, x, x2: x + 28, y, full: text })
    words.push({ x: x + 34, y, text, full: text })
    x += 34 + textWidth(text, chartSize.label) + 18
  }
  return { words, marks }
}

function nameLayers({ headings, rows }: BandRows, left: number): object[] {
  return [
    ...textLayer(
      headings.map(({ namespace, y }) => ({
        x: -left,
        y,
        text: fitText(namespace, chartSize.width / 2, chartSize.label, 'bold'),
        full: namespace,
      })),
      { fontWeight: 'bold' },
    ),
    ...textLayer(
      rows.map(({ track, bandY }) => ({
        x: -8,
        y: bandY,
        text: fitText(track.link, maxName, chartSize.label),
        full: track.link,
      })),
      { align: 'right' },
    ),
  ]
}

/** Moves and renames: an arrow on the band, and above it where from and where to, as long as there is room. */
function noteLayers(rows: readonly BandRow[], frame: Frame): object[] {
  const arrows: { x: number; y: number; full: string }[] = []
  const words: Word[] = []
  for (const { track, bandY, noteY } of rows) {
    let edge = -Infinity
    const events = [
      ...track.moves.map(({ atMs, from, to }) => ({ atMs, verb: 'moved', from, to })),
      ...track.renames.map(({ atMs, from, to }) => ({ atMs, verb: 'renamed', from, to })),
    ].sort((a, b) => a.atMs - b.atMs)
    for (const { atMs, verb, from, to } of events) {
      const full = `${verb} ${from} → ${to}`
      const text = fitText(full, frame.width / 2, chartSize.label)
      const width = textWidth(text, chartSize.label)
      const at = frame.x(atMs)
      const x = Math.max(0, Math.min(at - 4, frame.width - width))
      arrows.push({ x: at, y: bandY, full: `${full} at ${timeWords(atMs, frame.durationMs)}` })
      if (x < edge) continue
      words.push({ x, y: noteY, text, full })
      edge = x + width + 8
    }
  }
  if (arrows.length === 0) return []
  return [
    {
      data: { values: arrows },
      mark: { type: 'point', shape: arrowHead, filled: true, opacity: 1, color: palette.changed, size: 150 },
      encoding: { x: pixels('x'), y: pixels('y'), tooltip },
    },
    ...textLayer(words),
  ]
}

const arrowHead = 'M-0.8,-0.9L0.9,0L-0.8,0.9Z'
