import type { SequenceFrame } from '../../network/index.js'
import { textWidth } from '../font/text-width.js'
import { wrapText } from '../font/wrap-text.js'
import { formatMs } from '../numbers.js'
import { neutral, palette } from '../palette.js'
import { text } from '../topology/svg-parts.js'
import { endWords, innermost, isEnded } from './sequence-words.js'

/** Pixels. */
const sizes = { label: 13, small: 11.5, line: 16, box: 16, arrow: 26, loop: 34, gap: 8 } as const

export interface Stage {
  xOf: ReadonlyMap<string, number>
  width: number
  margin: number
}

/** One frame: its words over the whole width, and below them its arrow between the lifelines. */
export interface Row {
  frame: SequenceFrame
  stage: Stage
  /** Headers around it, from the outermost on. */
  boxes: string[]
  label: string
  /** Left out where it is the same as in the row above: the same packet, one step further. */
  detail: string[]
  end: string[]
  height: number
}

export function planRow(frame: SequenceFrame, former: SequenceFrame | undefined, stage: Stage): Row {
  const room = stage.width - 2 * stage.margin
  const boxes = frame.layers.slice(0, -1)
  const isSame = former !== undefined && former.detail === frame.detail && innermost(former) === innermost(frame)
  const inner = room - 12 * boxes.length
  const detail = frame.detail === undefined || isSame ? [] : wrapText(frame.detail, inner, sizes.small)
  const end = isEnded(frame) ? wrapText(endWords(frame), room, sizes.small) : []
  const label = `${innermost(frame)}${frame.isCopy === true ? ' (copy)' : ''}`
  const words = sizes.line * (1 + detail.length) + sizes.box * boxes.length + (boxes.length > 0 ? 6 : 0)
  const height = sizes.gap + words + arrowHeight(frame) + sizes.line * end.length
  return { frame, stage, boxes, label, detail, end, height }
}

const arrowHeight = ({ from, to }: SequenceFrame): number => (from === to ? sizes.loop : sizes.arrow)

export function drawRow({ frame, stage, boxes, label, detail, end, height }: Row, top: number): string {
  const { width, margin } = stage
  const time = `${formatMs(frame.atMs)} ms`
  const timeWidth = textWidth(time, sizes.small) + 10
  const secondary = neutral.secondary.light
  const bottom = top + height
  const below = bottom - sizes.line * end.length
  const arrowTop = below - arrowHeight(frame)
  let y = top + sizes.gap
  const parts = boxes.map((words, depth) => {
    const x = margin + 6 * depth - 4
    const box =
      `<rect class="layer" x="${x}" y="${y}" width="${width - 2 * x}" height="${arrowTop - y - 3 * depth}" rx="3" ` +
      `fill="${neutral.ground.light}" stroke="${secondary}" stroke-width="1"/>`
    y += sizes.box
    const room = width - 2 * x - 12 - (depth === 0 ? timeWidth : 0)
    return box + text(words, x + 6, y - 3, { size: sizes.small, fill: secondary, room })
  })
  const x = margin + 6 * boxes.length
  const right = width - margin - (boxes.length > 0 ? 4 : 0)
  const timeAt = top + sizes.gap + (boxes.length > 0 ? 13 : 12)
  parts.push(text(time, right, timeAt, { size: sizes.small, fill: secondary, anchor: 'end' }))
  const fill = frame.isCopy === true ? secondary : neutral.ink.light
  const room = right - x - (boxes.length > 0 ? 0 : timeWidth)
  parts.push(
    text(label, x, (y += boxes.length > 0 ? 14 : 12), {
      size: sizes.label,
      weight: isEnded(frame) ? 'bold' : 'normal',
      fill,
      room,
    }),
  )
  for (const line of detail) parts.push(text(line, x, (y += sizes.line), { size: sizes.small, fill: secondary }))
  parts.push(...lifelines(stage, arrowTop + 3, below), drawArrow(frame, stage, arrowTop))
  for (const [index, line] of end.entries()) {
    parts.push(text(line, margin, below + 11 + sizes.line * index, { size: sizes.small }))
  }
  return `<g class="frame">${parts.join('')}</g>`
}

/** Only beside arrows: none runs through words. */
function lifelines({ xOf }: Stage, top: number, bottom: number): string[] {
  return [...xOf.values()].map(
    (x) => `<path class="lifeline" d="M${x} ${top}V${bottom}" stroke="${neutral.line.light}" stroke-width="1.5"/>`,
  )
}

function drawArrow(frame: SequenceFrame, { xOf, width }: Stage, top: number): string {
  const colour = isEnded(frame) ? palette.lost : frame.isCopy === true ? palette.unused : palette.up
  const dash = frame.isCopy === true ? ' stroke-dasharray="6 4"' : ''
  const from = xOf.get(frame.from) ?? 0
  const y = top + 14
  const line = (d: string): string =>
    `<path class="arrow" d="${d}" fill="none" stroke="${colour}" stroke-width="2.2"${dash}/>`
  if (frame.to === frame.from) {
    // To itself: out and back, on the side where there is room.
    const side = from + 48 > width ? -1 : 1
    const out = from + side * 40
    return line(`M${from} ${y - 4}H${out}V${y + 12}H${from + side * 7}`) + head(from, y + 12, -side, frame, colour)
  }
  const way = frame.to !== null ? Math.sign((xOf.get(frame.to) ?? 0) - from) : from + 60 > width ? -1 : 1
  const to = frame.to === null ? from + way * 48 : (xOf.get(frame.to) ?? from)
  return line(`M${from} ${y}H${to - way * 7}`) + head(to, y, way, frame, colour)
}

function head(x: number, y: number, way: number, frame: SequenceFrame, colour: string): string {
  if (!isEnded(frame)) return `<path class="tip" d="M${x} ${y}L${x - way * 9} ${y - 5}V${y + 5}Z" fill="${colour}"/>`
  const at = x - way * 6
  const cross = `M${at - 5} ${y - 5}L${at + 5} ${y + 5}M${at - 5} ${y + 5}L${at + 5} ${y - 5}`
  return `<path class="cross" d="${cross}" stroke="${colour}" stroke-width="2.6"/>`
}
