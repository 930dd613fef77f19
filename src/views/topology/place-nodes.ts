import { arrangeBoxes } from './arrange.js'
import { chooseColumns, type Columns } from './columns.js'
import type { Graph } from './graph.js'
import type { TopologyLayout } from './layout.js'
import { orderColumns } from './order.js'
import { placeArranged, type Places } from './place.js'
import { compactFrom, sizes } from './sizes.js'

/** A picture of one machine has its margin above. */
const heading = sizes.nodeHeading - sizes.margin

/**
 * Machines as in a rack: one below the other, each an outer box with its hubs left and what hangs on them right, and the
 * cables between machines in a gutter at the left. Each is placed by itself, as a picture of one machine is.
 */
export function placeNodes(graph: Graph, previous?: TopologyLayout): TopologyLayout {
  const isCompact = previous?.nodes === undefined ? graph.boxes.length > compactFrom : previous.isCompact
  const between = graph.wires.filter(({ ends: [one, other] }) => nodeOf(graph, one.box) !== nodeOf(graph, other.box))
  const gutter = Math.max(previous?.nodes?.gutter ?? 0, sizes.overhang + 8 + Math.min(100, 12 * between.length))
  const of: Record<string, { y: number; height: number }> = {}
  let boxes: Places = {}
  let top: number = sizes.margin
  for (const node of inOrder(graph, previous)) {
    const before = previous?.nodes?.of[node]
    const own = placeOne(graph, node, isCompact, before && previous && shifted(previous, node, -before.y - heading))
    const height = heading + Math.max(...Object.values(own).map((box) => box.y + box.height)) + sizes.nodeBottom
    of[node] = { y: top, height }
    boxes = { ...boxes, ...move(own, top + heading) }
    top += height + sizes.betweenNodes
  }
  return { columns: 3, isCompact, boxes, nodes: { gutter, of } }
}

/** Those of the previous picture first, in its order. */
function inOrder(graph: Graph, previous: TopologyLayout | undefined): string[] {
  const now = [...new Set(graph.boxes.flatMap(({ node }) => node ?? []))]
  const former = Object.keys(previous?.nodes?.of ?? {}).filter((node) => now.includes(node))
  return [...former, ...now.filter((node) => !former.includes(node))]
}

/** One machine's boxes, as in a picture of their own. */
function placeOne(graph: Graph, node: string, isCompact: boolean, before: TopologyLayout | undefined): Places {
  const keys = new Set(graph.boxes.filter((box) => box.node === node).map(({ key }) => key))
  const touching = graph.wires.filter(({ ends }) => ends.some(({ box }) => keys.has(box)))
  const inside = touching.filter(({ ends }) => ends.every(({ box }) => keys.has(box)))
  const boxes = graph.boxes.filter(({ key }) => keys.has(key))
  const chosen = chooseColumns({ boxes, wires: inside }, before)
  const isOutward = new Set(
    touching.filter((wire) => !inside.includes(wire)).flatMap(({ ends }) => ends.map((end) => end.box)),
  )
  const columns: Columns = { count: 3, isCompact, of: new Map() }
  for (const { key } of boxes) columns.of.set(key, chosen.of.get(key) === 1 || isOutward.has(key) ? 1 : 2)
  // The gutter, as it were: other machines' boxes are left of everything.
  for (const key of isOutward) if (!keys.has(key)) columns.of.set(key, 0)
  const order = orderColumns({ boxes, wires: inside }, columns, before)
  const arranged = arrangeBoxes({ boxes, wires: touching }, columns, order, before)
  const places = placeArranged({ columns, order, boxes: arranged }, before)
  const highest = Math.min(...Object.values(places).map(({ y }) => y))
  return move(places, before === undefined ? sizes.margin - highest : 0)
}

function nodeOf(graph: Graph, key: string): string | null {
  return graph.boxes.find((box) => box.key === key)?.node ?? null
}

function shifted(layout: TopologyLayout, node: string, by: number): TopologyLayout {
  const own = Object.entries(layout.boxes).filter(([key]) => key.startsWith(`${node}/`))
  return { ...layout, boxes: move(Object.fromEntries(own), by) }
}

function move(places: Places, by: number): Places {
  const shift = (values: Record<string, number>): Record<string, number> =>
    Object.fromEntries(Object.entries(values).map(([name, y]) => [name, y + by]))
  return Object.fromEntries(
    Object.entries(places).map(([key, place]) => {
      const rows = Object.entries(place.rows).map(([name, row]) => [name, { ...row, y: row.y + by }] as const)
      return [key, { ...place, y: place.y + by, bars: shift(place.bars), rows: Object.fromEntries(rows) }]
    }),
  )
}
