import { endKey } from './arrange.js'
import { anchor, columnLeft, columnWidth, rowRectangle } from './geometry.js'
import type { Graph, Row } from './graph.js'
import type { TopologyLayout } from './layout.js'
import { sizes } from './sizes.js'
import { stateStyle } from './state-sign.js'
import { halves, pathOf, routeGap, type GapEnd, type Point } from './wires.js'

/** Veth pairs: one line from end to end, each half in the state of its own end. */
export function drawWires(graph: Graph, layout: TopologyLayout): string[] {
  const rows = new Map(
    graph.boxes.flatMap((box) =>
      box.blocks.flatMap((block) => block.rows).map((row) => [endKey({ box: box.key, row: row.key }), row] as const),
    ),
  )
  const wires = graph.wires.flatMap(({ ends }) => {
    const placed = ends.map((end) => {
      const row = rows.get(endKey(end))
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
    const routes = routeGap(
      gapBetween(layout, gap as 0 | 1),
      own.map(({ one, other }) => ({ ends: [one, other] })),
    )
    return own.map(({ one, other }, index) => drawWire(reach(routes[index] ?? [], one, other), one.state, other.state))
  })
}

/** Where wires bend: between two columns, or in the gutter beside the outer boxes of nodes. */
function gapBetween(layout: TopologyLayout, gap: 0 | 1): { left: number; right: number } {
  if (layout.nodes !== undefined && gap === 0)
    return { left: sizes.margin - 6, right: sizes.margin + layout.nodes.gutter }
  const left = columnLeft(layout, gap) + columnWidth(layout, gap) + sizes.overhang
  return { left, right: columnLeft(layout, gap === 0 ? 1 : 2) - sizes.overhang }
}

/** From the gutter it is some way to the interface itself. */
function reach(points: readonly Point[], one: Point, other: Point): Point[] {
  const ends = [one.x, ...points.slice(1, -1).map(({ x }) => x), other.x]
  return points.map((point, index) => ({ ...point, x: ends[index] ?? point.x }))
}

function drawWire(points: readonly Point[], one: Row['state'], other: Row['state']): string {
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
