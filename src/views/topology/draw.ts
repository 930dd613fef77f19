import { escapeMarkup } from '../escape.js'
import { fitText, textWidth, type FontWeight } from '../font/text-width.js'
import { neutral, palette } from '../palette.js'
import type { Drawing } from '../picture.js'
import type { Block, Box, Graph, Row } from './graph.js'
import type { Changed } from './halo.js'
import { anchor, boxRectangle, columnLeft, columnWidth, rowRectangle, wireHeight, type Rectangle } from './geometry.js'
import type { BoxPlace, TopologyLayout } from './layout.js'
import { barHeight, rowLines, sizes } from './sizes.js'
import { stateSign, stateStyle } from './state-sign.js'
import { halves, pathOf, routeGap, type GapEnd } from './wires.js'

const ink = neutral.ink.light
const secondary = neutral.secondary.light

/** The picture of a placed network: boxes, then what joins bridges to ports, then wires, then interfaces on top. */
export function drawGraph(graph: Graph, layout: TopologyLayout, changed: Changed): Drawing {
  const width = columnLeft(layout, 2) + columnWidth(layout, 2) + sizes.margin + sizes.overhang
  const bottom = Math.max(sizes.margin, ...Object.values(layout.boxes).map((place) => place.y + place.height))
  const placed = graph.boxes.flatMap((box) => {
    const place = layout.boxes[box.key]
    return place ? [{ box, place }] : []
  })
  const content = [
    ...placed.map(({ box, place }) => drawBox(box, layout, place, changed)),
    ...placed.flatMap(({ box, place }) => box.blocks.map((block) => drawBar(box, block, layout, place, changed))),
    ...drawWires(graph, layout),
    ...placed.flatMap(({ box, place }) =>
      box.blocks.flatMap((block) => block.rows).map((row) => drawRow(box, row, layout, place, changed)),
    ),
  ].filter((part) => part !== '')
  const hasHalo = content.some((part) => part.includes('class="halo"'))
  const caption = hasHalo
    ? text('violet frame: just changed', sizes.margin, bottom + 22, { size: sizes.small, fill: secondary })
    : ''
  return { content: [...content, caption].join('\n'), width, height: bottom + sizes.margin + (hasHalo ? 20 : 0) }
}

interface TextStyle {
  size: number
  weight?: FontWeight
  fill?: string
  anchor?: 'start' | 'end'
}

function text(
  words: string,
  x: number,
  y: number,
  { size, weight = 'normal', fill = ink, anchor = 'start' }: TextStyle,
): string {
  const attributes = [
    `x="${x}" y="${y}" font-size="${size}" fill="${fill}"`,
    ...(weight === 'bold' ? ['font-weight="bold"'] : []),
    ...(anchor === 'end' ? ['text-anchor="end"'] : []),
  ]
  return `<text ${attributes.join(' ')}>${escapeMarkup(words)}</text>`
}

function halo({ x, y, width, height }: Rectangle): string {
  return (
    `<rect class="halo" x="${x - 3}" y="${y - 3}" width="${width + 6}" height="${height + 6}" rx="7" fill="none" ` +
    `stroke="${palette.changed}" stroke-width="2.5"/>`
  )
}

function drawBox(box: Box, layout: TopologyLayout, place: BoxPlace, changed: Changed): string {
  const rectangle = boxRectangle(layout, place)
  const { x, y, width, height } = rectangle
  const loopback = box.loopback === null ? '' : `lo ${box.loopback === 'up' ? 'up' : 'down'}`
  const room = width - 20 - (loopback === '' ? 0 : textWidth(loopback, sizes.small) + 22)
  const parts = [
    changed.box(box.key) ? halo(rectangle) : '',
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="9" fill="${neutral.surface.light}" ` +
      `stroke="${neutral.line.light}" stroke-width="1.3"/>`,
    text(fitText(box.title, room, 14, 'bold'), x + 10, y + 18, { size: 14, weight: 'bold' }),
  ]
  if (box.loopback !== null) {
    const end = x + width - 10
    parts.push(text(loopback, end, y + 18, { size: sizes.small, fill: secondary, anchor: 'end' }))
    parts.push(stateSign(box.loopback, Math.round(end - textWidth(loopback, sizes.small) - 9), y + 14))
  }
  const note = box.note ?? (box.blocks.length === 0 ? 'no other interface' : null)
  if (note !== null)
    parts.push(text(fitText(note, width - 20, sizes.small), x + 10, y + 40, { size: sizes.small, fill: secondary }))
  return parts.join('')
}

/** A bridge as a wide bar, and the rail on which its ports hang. */
function drawBar(box: Box, block: Block, layout: TopologyLayout, place: BoxPlace, changed: Changed): string {
  const { bridge, rows } = block
  const y = bridge && place.bars[bridge.name]
  if (bridge === null || y === undefined || y === null) return ''
  const rectangle = boxRectangle(layout, place)
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
    path === '' ? '' : `<path d="${path}" fill="none" stroke="${secondary}" stroke-width="3" stroke-linecap="square"/>`,
    changed.link(box.key, bridge.name) ? halo(bar) : '',
    `<rect x="${bar.x}" y="${bar.y}" width="${bar.width}" height="${bar.height}" rx="3" fill="${neutral.ground.light}" ` +
      `stroke="${colour}" stroke-width="3"${dash === '' ? '' : ` stroke-dasharray="${dash}"`}/>`,
    stateSign(bridge.state, bar.x + 14, bar.y + 15),
    text(fitText(bridge.name, bar.width - 34, sizes.name, 'bold'), bar.x + 25, bar.y + 19, {
      size: sizes.name,
      weight: 'bold',
    }),
    ...[`bridge, ${bridge.state}`, ...bridge.addresses].map((line, number) =>
      text(fitText(line, bar.width - 16, sizes.small), bar.x + 9, bar.y + 36 + sizes.line * number, {
        size: sizes.small,
        fill: number === 0 ? secondary : ink,
      }),
    ),
  ]
  return parts.join('')
}

function drawRow(box: Box, row: Row, layout: TopologyLayout, place: BoxPlace, changed: Changed): string {
  const rowPlace = place.rows[row.key]
  if (rowPlace === undefined) return ''
  const rectangle = rowRectangle(layout, place, row, rowPlace)
  const { x, y, width, height } = rectangle
  const { colour, dash } = stateStyle(row.state)
  const lines = rowLines(row, { isCompact: layout.isCompact })
  return [
    changed.link(box.key, row.key) ? halo(rectangle) : '',
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="4" fill="${neutral.ground.light}" ` +
      `stroke="${colour}" stroke-width="1.8"${dash === '' ? '' : ` stroke-dasharray="${dash}"`}/>`,
    stateSign(row.state, x + 12, y + wireHeight),
    text(fitText(row.name, width - 28, sizes.name, 'bold'), x + 22, y + 19, { size: sizes.name, weight: 'bold' }),
    ...lines.map((line, index) =>
      text(fitText(line.text, width - 14, sizes.small), x + 8, y + 34 + sizes.line * index, {
        size: sizes.small,
        fill: line.isState ? secondary : ink,
      }),
    ),
  ].join('')
}

function drawWires(graph: Graph, layout: TopologyLayout): string[] {
  const rows = new Map(
    graph.boxes.flatMap((box) =>
      box.blocks.flatMap((block) => block.rows).map((row) => [`${box.key}\n${row.key}`, row] as const),
    ),
  )
  const wires = graph.wires.flatMap(({ ends }) => {
    const placed = ends.map((end) => {
      const row = rows.get(`${end.box}\n${end.row}`)
      const place = layout.boxes[end.box]
      const rowPlace = place?.rows[end.row]
      if (row === undefined || place === undefined || rowPlace === undefined) return undefined
      const { x, y } = anchor(rowRectangle(layout, place, row, rowPlace), rowPlace.side)
      // The gap right of column 0 or of column 1.
      const gap = rowPlace.side === 'right' ? place.column : place.column - 1
      const edge: GapEnd['edge'] = rowPlace.side === 'right' ? 'left' : 'right'
      return { x, y, gap, edge, state: row.state }
    })
    const [one, other] = placed
    return one && other ? [{ one, other }] : []
  })
  return [0, 1].flatMap((gap) => {
    const own = wires.filter(({ one }) => one.gap === gap)
    const left = columnLeft(layout, gap as 0 | 1) + columnWidth(layout, gap as 0 | 1) + sizes.overhang
    const right = columnLeft(layout, (gap + 1) as 1 | 2) - sizes.overhang
    const routes = routeGap(
      { left, right },
      own.map(({ one, other }) => ({ ends: [one, other] })),
    )
    return own.map(({ one, other }, index) => drawWire(routes[index] ?? [], one.state, other.state))
  })
}

function drawWire(points: readonly { x: number; y: number }[], one: Row['state'], other: Row['state']): string {
  const pieces =
    one === other
      ? [{ way: points, state: one }]
      : halves(points).map((way, index) => ({ way, state: index === 0 ? one : other }))
  return pieces
    .map(({ way, state }) => {
      const { colour, dash } = stateStyle(state)
      return (
        `<path class="wire" d="${pathOf(way)}" fill="none" stroke="${colour}" stroke-width="2.4"` +
        `${dash === '' ? '' : ` stroke-dasharray="${dash}"`}/>`
      )
    })
    .join('')
}
