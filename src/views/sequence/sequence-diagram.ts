import { mime, type MimeBundle } from '../../display/index.js'
import type { Sequence, SequenceFrame } from '../../network/index.js'
import type { ChartOptions } from '../chart/draw-chart.js'
import { textWidth } from '../font/text-width.js'
import { wrapText } from '../font/wrap-text.js'
import { counted } from '../numbers.js'
import { neutral } from '../palette.js'
import { dressSvg, type Drawing } from '../picture.js'
import { drawPng } from '../png.js'
import { text } from '../topology/svg-parts.js'
import { drawRow, planRow, type Row } from './frame-row.js'
import { drawnTitle, sequenceText, sequenceTitle } from './sequence-words.js'

export interface SequenceOptions extends ChartOptions {
  /** What is seen, in one line; by default how many frames there were, and where the last one ended. */
  title?: string
  /** Sentences below the text, without a full stop. */
  notes?: readonly string[]
}

/** Pixels. Words have the whole width, so that four lifelines can be read on a phone of 320. */
const sizes = { margin: 12, least: 400, between: 104, side: 56, head: 26, title: 14, note: 12 } as const
/** More frames than this are left to the text. */
const mostFrames = 60

/**
 * Namespaces as lifelines from left to right, frames as arrows from top to bottom: above each what it is and when, what is
 * carried in another header in that one's box; a cross where a frame went no further, a dashed line for a flooded copy.
 */
export function sequenceDiagram(sequence: Sequence, options: SequenceOptions = {}): MimeBundle {
  const { png = true, title = sequenceTitle(sequence), notes = [] } = options
  const words = { title, text: sequenceText(sequence, title, notes) }
  const svg = dressSvg(drawSequence(sequence, options.title ?? drawnTitle(sequence), notes), words)
  return { [mime.text]: words.text, ...(png && { [mime.png]: drawPng(svg) }), [mime.svg]: svg }
}

function drawSequence({ lifelines, frames }: Sequence, title: string, notes: readonly string[]): Drawing {
  const width = Math.max(sizes.least, 2 * sizes.side + (lifelines.length - 1) * sizes.between)
  const between = lifelines.length < 2 ? 0 : (width - 2 * sizes.side) / (lifelines.length - 1)
  const xOf = new Map(lifelines.map((name, index) => [name, sizes.side + index * between]))
  const room = width - 2 * sizes.margin
  const content: string[] = []
  let y = 8
  for (const line of wrapText(title, room, sizes.title, 'bold')) {
    content.push(text(line, sizes.margin, (y += 18), { size: sizes.title, weight: 'bold', room }))
  }
  y += 12
  const headRoom = Math.min(2 * sizes.side - 16, lifelines.length < 2 ? Infinity : between - 8)
  for (const [name, x] of xOf) content.push(drawHead(name, x, y, headRoom))
  y += sizes.head
  let former: SequenceFrame | undefined
  for (const frame of frames.slice(0, mostFrames)) {
    const row: Row = planRow(frame, former, { xOf, width, margin: sizes.margin })
    content.push(drawRow(row, y))
    y += row.height
    former = frame
  }
  const left = frames.length - mostFrames
  const said = [...(left > 0 ? [`and ${counted(left, 'more frame')}, told in the text`] : []), ...notes]
  if (said.length > 0) y += 8
  for (const line of said.flatMap((note) => wrapText(note, room, sizes.note))) {
    content.push(text(line, sizes.margin, (y += 17), { size: sizes.note, fill: neutral.secondary.light, room }))
  }
  return { content: content.join('\n'), width: Math.ceil(width), height: Math.ceil(y + 14) }
}

function drawHead(name: string, x: number, y: number, room: number): string {
  const width = Math.min(room, Math.max(52, textWidth(name, 13, 'bold') + 16))
  const words = Math.min(width - 12, textWidth(name, 13, 'bold'))
  return (
    `<rect class="head" x="${x - width / 2}" y="${y}" width="${width}" height="${sizes.head}" rx="7" ` +
    `fill="${neutral.surface.light}" stroke="${neutral.line.light}" stroke-width="1.3"/>` +
    text(name, x - words / 2, y + 18, { size: 13, weight: 'bold', room: width - 12 })
  )
}
