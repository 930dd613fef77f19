import { mime, type MimeBundle } from '../../display/index.js'
import type { Sequence, SequenceFrame } from '../../network/index.js'
import type { ChartOptions } from '../chart/draw-chart.js'
import { textWidth } from '../font/text-width.js'
import { wrapText } from '../font/wrap-text.js'
import { counted, formatMs } from '../numbers.js'
import { neutral, palette } from '../palette.js'
import { dressSvg, type Drawing } from '../picture.js'
import { drawPng } from '../png.js'
import { text } from '../topology/svg-parts.js'
import { endWords, innermost, isEnded, sequenceText, sequenceTitle } from './sequence-words.js'

/** Pixels. A picture of three lifelines is read on a phone of 320. */
const sizes = {
  margin: 12,
  time: 62,
  firstHead: 70,
  between: 200,
  head: 28,
  row: 44,
  layer: 19,
  end: 16,
  small: 11.5,
  label: 13,
} as const
/** More frames than this are left to the text. */
const mostFrames = 60

const ink = neutral.ink.light
const secondary = neutral.secondary.light

/**
 * Namespaces as lifelines from left to right, frames as arrows from top to bottom with their time; what is carried in
 * another header stands in its box; a cross where a frame went no further, a dashed line for a flooded copy.
 */
export function sequenceDiagram(sequence: Sequence, { png = true }: ChartOptions = {}): MimeBundle {
  const words = { title: sequenceTitle(sequence), text: sequenceText(sequence) }
  const svg = dressSvg(drawSequence(sequence), words)
  return { [mime.text]: words.text, ...(png && { [mime.png]: drawPng(svg) }), [mime.svg]: svg }
}

function drawSequence(sequence: Sequence): Drawing {
  const { lifelines } = sequence
  const frames = sequence.frames.slice(0, mostFrames)
  const left = sequence.frames.length - frames.length
  const xOf = new Map(lifelines.map((name, index) => [name, lineX(index)]))
  const first = sizes.margin + sizes.head + 14
  let y: number = first
  const rows = frames.map((frame) => {
    const row = { frame, y }
    y += rowHeight(frame)
    return row
  })
  const width = lineX(Math.max(1, lifelines.length) - 1) + sizes.between / 2 + sizes.margin
  const content = [
    ...lifelines.map((name, index) => drawLifeline(name, lineX(index), y)),
    ...rows.map((row) => drawFrame(row.frame, row.y, xOf)),
    ...(left === 0
      ? []
      : [
          text(`and ${counted(left, 'more frame')}, told in the text`, sizes.margin, y + 20, {
            size: sizes.small,
            fill: secondary,
          }),
        ]),
  ]
  return { content: content.join('\n'), width: Math.ceil(width), height: Math.ceil(y + (left === 0 ? 10 : 32)) }
}

const lineX = (index: number): number => sizes.margin + sizes.time + sizes.firstHead + index * sizes.between

const rowHeight = (frame: SequenceFrame): number =>
  sizes.row + sizes.layer * (frame.layers.length - 1) + sizes.end * endLines(frame).length

/** Between two lifelines. */
const wayRoom = sizes.between - 16

const endLines = (frame: SequenceFrame): string[] =>
  isEnded(frame) ? wrapText(endWords(frame), wayRoom, sizes.small) : []

function drawLifeline(name: string, x: number, bottom: number): string {
  const width = Math.min(sizes.between - 16, Math.max(70, textWidth(name, 14, 'bold') + 24))
  const top = sizes.margin
  return [
    `<path class="lifeline" d="M${x} ${top + sizes.head}V${bottom}" stroke="${neutral.line.light}" stroke-width="1.5"/>`,
    `<rect class="head" x="${x - width / 2}" y="${top}" width="${width}" height="${sizes.head}" rx="7" ` +
      `fill="${neutral.surface.light}" stroke="${neutral.line.light}" stroke-width="1.3"/>`,
    text(name, x - Math.min(width - 16, textWidth(name, 14, 'bold')) / 2, top + 19, {
      size: 14,
      weight: 'bold',
      room: width - 16,
    }),
  ].join('')
}

function drawFrame(frame: SequenceFrame, top: number, xOf: ReadonlyMap<string, number>): string {
  const from = xOf.get(frame.from) ?? sizes.margin + sizes.time
  const to = frame.to === null ? from + sizes.between / 2 - 10 : (xOf.get(frame.to) ?? from)
  const [x, end] = [Math.min(from, to) + 8, Math.max(from, to) - 8]
  // From a lifeline to itself, or to nobody, there is room before the next one.
  const width = Math.max(end - x, wayRoom)
  const outer = frame.layers.slice(0, -1)
  const line = top + rowHeight(frame) - 12 - sizes.end * endLines(frame).length
  const parts = [
    text(`${formatMs(frame.atMs)} ms`, sizes.margin + sizes.time - 14, line + 4, {
      anchor: 'end',
      size: sizes.small,
      fill: secondary,
      room: sizes.time,
    }),
    ...outer.map((layer, depth) => drawLayer(layer, depth, { x, width, top, bottom: line - 9 })),
    // Its own ground keeps a lifeline from running through the words.
    label(innermost(frame), x + 6 * outer.length, line - 11, width - 12 * outer.length, frame),
    arrow(from, to, line, frame),
  ]
  for (const [index, words] of endLines(frame).entries()) {
    parts.push(text(words, x, line + 17 + sizes.end * index, { size: sizes.small, fill: ink }))
  }
  return `<g class="frame">${parts.join('')}</g>`
}

interface Room {
  x: number
  width: number
  top: number
  bottom: number
}

/** A header around what it carries. */
function drawLayer(words: string, depth: number, { x, width, top, bottom }: Room): string {
  const [left, y] = [x + 6 * depth - 4, top + sizes.layer * depth + 3]
  const inner = width - 12 * depth + 8
  const height = bottom - y - 2 * depth + 2
  return [
    `<rect class="layer" x="${left}" y="${y}" width="${inner}" height="${height}" rx="3" fill="${neutral.ground.light}" ` +
      `stroke="${secondary}" stroke-width="1"/>`,
    text(words, left + 5, y + 13, { size: sizes.small, fill: secondary, room: inner - 10 }),
  ].join('')
}

function label(words: string, x: number, y: number, room: number, frame: SequenceFrame): string {
  const fill = frame.isCopy === true ? secondary : ink
  return text(words, x, y, { size: sizes.label, weight: isEnded(frame) ? 'bold' : 'normal', fill, room })
}

function arrow(from: number, to: number, y: number, frame: SequenceFrame): string {
  const colour = isEnded(frame) ? palette.lost : frame.isCopy === true ? palette.unused : palette.up
  const dash = frame.isCopy === true ? ' stroke-dasharray="6 4"' : ''
  const way = to >= from ? 1 : -1
  const path = `<path class="arrow" d="M${from} ${y}H${to - way * 7}" fill="none" stroke="${colour}" stroke-width="2.2"${dash}/>`
  if (isEnded(frame)) {
    const x = to - way * 6
    return `${path}<path class="cross" d="M${x - 5} ${y - 5}L${x + 5} ${y + 5}M${x - 5} ${y + 5}L${x + 5} ${y - 5}" stroke="${colour}" stroke-width="2.6"/>`
  }
  return `${path}<path class="tip" d="M${to} ${y}L${to - way * 9} ${y - 5}V${y + 5}Z" fill="${colour}"/>`
}
