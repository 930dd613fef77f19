import { textWidth } from '../font/text-width.js'
import { neutral } from '../palette.js'
import type { Block, Box, Row } from './graph.js'
import type { Marked } from './halo.js'
import { isRoot } from './columns.js'
import { boxRectangle, isEmpty, rowRectangle, wireHeight, type Rectangle } from './geometry.js'
import type { BoxPlace, TopologyLayout } from './layout.js'
import { barHeight, rowLines, sizes } from './sizes.js'
import { stateSign, stateStyle } from './state-sign.js'
import { faultMark, halo, text } from './svg-parts.js'

const ink = neutral.ink.light
const secondary = neutral.secondary.light

/** Where a box stands, in what picture, what of it just changed, and where something is wrong. */
export interface BoxContext {
  box: Box
  place: BoxPlace
  layout: TopologyLayout
  changed: Marked
  fault: Marked
}

/** A machine: its frame and its name, around what is on it. */
export function drawNode(name: string, rectangle: Rectangle, changed: Marked): string {
  const { x, y, width, height } = rectangle
  return [
    changed.box(`${name}/root`) ? halo(rectangle) : '',
    `<rect class="node" x="${x}" y="${y}" width="${width}" height="${height}" rx="12" fill="${neutral.ground.light}" ` +
      `stroke="${secondary}" stroke-width="1.6"/>`,
    text(name, x + 14, y + 23, { size: 15, weight: 'bold', room: width - 28 }),
  ].join('')
}

/** A namespace: its frame, its name, and the state of lo. */
export function drawBox({ box, place, layout, changed, fault }: BoxContext): string {
  const rectangle = boxRectangle(layout, box, place)
  const { x, y, width, height } = rectangle
  const loopback = loopbackWords(box)
  const room = width - 20 - (loopback === '' ? 0 : textWidth(loopback, sizes.small) + 22)
  const parts = [
    // A new node has its frame.
    changed.box(box.namespace) && !(box.node !== null && isRoot(box)) ? halo(rectangle) : '',
    `<rect class="namespace" x="${x}" y="${y}" width="${width}" height="${height}" rx="9" fill="${neutral.surface.light}" ` +
      `stroke="${neutral.line.light}" stroke-width="1.3"/>`,
    text(box.title, x + 10, y + 18, { size: 14, weight: 'bold', room }),
  ]
  const end = x + width - 10
  if (loopback !== '') parts.push(text(loopback, end, y + 18, { size: sizes.small, fill: secondary, anchor: 'end' }))
  if (box.loopback !== null) {
    parts.push(stateSign(box.loopback, Math.round(end - textWidth(loopback, sizes.small) - 9), y + 14))
  }
  if (fault.box(box.namespace)) parts.push(faultMark(rectangle))
  if (box.note !== null) {
    parts.push(text(box.note, x + 10, y + 40, { size: sizes.small, fill: secondary, room: width - 20 }))
  }
  return parts.join('')
}

function loopbackWords(box: Box): string {
  const only = isEmpty(box)
  if (box.loopback === null) return only ? 'empty' : ''
  return `${only ? 'only lo, ' : 'lo '}${box.loopback === 'up' ? 'up' : 'down'}`
}

/** A bridge as a wide bar, and the rail on which its ports hang. */
export function drawBar(block: Block, { box, place, layout, changed, fault }: BoxContext): string {
  const { bridge, rows } = block
  const y = bridge && place.bars[bridge.name]
  if (bridge === null || y === undefined || y === null) return ''
  const rectangle = boxRectangle(layout, box, place)
  const bar = { x: rectangle.x + 8, y, width: rectangle.width - 16, height: barHeight(block) }
  const { colour, dash } = stateStyle(bridge.state)
  const isWide = layout.columns === 3 && place.column === 1
  const railX = isWide ? bar.x + bar.width / 2 : place.column === 2 ? bar.x + bar.width - 10 : bar.x + 10
  const ports = rows.flatMap((row) => {
    const rowPlace = place.rows[row.key]
    return rowPlace ? [{ at: rowRectangle(layout, place, row, rowPlace), side: rowPlace.side }] : []
  })
  const lowest = Math.max(0, ...ports.map(({ at }) => at.y + wireHeight))
  const rail = ports.length === 0 ? [] : [`M${railX} ${bar.y + bar.height}V${lowest}`]
  const branches = ports.map(
    ({ at, side }) => `M${railX} ${at.y + wireHeight}H${side === 'left' ? at.x + at.width : at.x}`,
  )
  const path = [...rail, ...branches].join('')
  const parts = [
    path === ''
      ? ''
      : `<path class="rail" d="${path}" fill="none" stroke="${secondary}" stroke-width="3" stroke-linecap="square"/>`,
    changed.link(box.namespace, bridge.name) ? halo(bar) : '',
    `<rect class="bridge" x="${bar.x}" y="${bar.y}" width="${bar.width}" height="${bar.height}" rx="3" fill="${neutral.ground.light}" ` +
      `stroke="${colour}" stroke-width="3"${dash === '' ? '' : ` stroke-dasharray="${dash}"`}/>`,
    stateSign(bridge.state, bar.x + 14, bar.y + 15),
    text(bridge.name, bar.x + 25, bar.y + 19, { size: sizes.name, weight: 'bold', room: bar.width - 34 }),
    ...[`bridge, ${bridge.state}`, ...bridge.addresses].map((line, number) =>
      text(line, bar.x + 9, bar.y + 36 + sizes.line * number, {
        size: sizes.small,
        room: bar.width - 16,
        fill: number === 0 ? secondary : ink,
      }),
    ),
    fault.link(box.namespace, bridge.name) ? faultMark(bar) : '',
  ]
  return parts.join('')
}

/** An interface on the border of its box. */
export function drawRow(row: Row, { box, place, layout, changed, fault }: BoxContext): string {
  const rowPlace = place.rows[row.key]
  if (rowPlace === undefined) return ''
  const rectangle = rowRectangle(layout, place, row, rowPlace)
  const { x, y, width, height } = rectangle
  const { colour, dash } = stateStyle(row.state)
  const lines = rowLines(row, { isCompact: layout.isCompact })
  return [
    changed.link(box.namespace, row.key) ? halo(rectangle) : '',
    `<rect class="interface" x="${x}" y="${y}" width="${width}" height="${height}" rx="4" fill="${neutral.ground.light}" ` +
      `stroke="${colour}" stroke-width="1.8"${dash === '' ? '' : ` stroke-dasharray="${dash}"`}/>`,
    stateSign(row.state, x + 12, y + wireHeight),
    text(row.name, x + 22, y + 19, { size: sizes.name, weight: 'bold', room: width - 28 }),
    ...lines.map((line, index) =>
      text(line.text, x + 8, y + 34 + sizes.line * index, {
        size: sizes.small,
        room: width - 14,
        fill: line.isState ? secondary : ink,
      }),
    ),
    fault.link(box.namespace, row.key) ? faultMark(rectangle) : '',
  ].join('')
}
