import { arrangeBoxes, type ArrangedBox } from './arrange.js'
import { chooseColumns, type Columns } from './columns.js'
import type { End, Graph } from './graph.js'
import type { BoxPlace, RowPlace, TopologyLayout } from './layout.js'
import { orderColumns, type Order } from './order.js'
import { barHeight, leastHeight, rowHeight, sizes } from './sizes.js'

/**
 * A place for each box and row. From nothing: the boxes beside the hubs close together, the hubs' rows at the height of
 * what they are wired to, so that most wires are straight. After a previous picture: all stay where they were unless
 * something grew into them, which then moves down; a new box takes the first free room.
 */
export function placeGraph(graph: Graph, previous?: TopologyLayout): TopologyLayout {
  const columns = chooseColumns(graph, previous)
  const order = orderColumns(graph, columns, previous)
  const boxes = arrangeBoxes(graph, columns, order, previous)
  let places: Places = {}
  if (previous) {
    places = placeAll(columns, order, boxes, (end) => previous.boxes[end.box]?.rows[end.row]?.y, previous)
    // Rows that are new stand at the height of their peers, if those are old or have just been placed.
    const first = places
    places = placeAll(
      columns,
      order,
      boxes,
      (end, peer) =>
        previous.boxes[end.box]?.rows[end.row]?.y ?? (peer ? first[peer.box]?.rows[peer.row]?.y : undefined),
      previous,
    )
  } else {
    const beside: Order = [order[0], [], order[2]]
    const hubs: Order = [[], order[1], []]
    // Level with the other end of a wire across a gap; a bracket within a column need not be.
    const level = (end: End, peer: End | null) => {
      if (peer === null || columns.of.get(peer.box) === columns.of.get(end.box)) return undefined
      return places[peer.box]?.rows[peer.row]?.y
    }
    for (const part of [beside, hubs, beside, hubs]) places = { ...places, ...placeAll(columns, part, boxes, level) }
  }
  return { columns: columns.count, isCompact: columns.isCompact, boxes: places }
}

type Places = Record<string, BoxPlace>
/** The least y of a row: where it stood, or where its peer stands. */
type Floor = (end: End, peer: End | null) => number | undefined

function placeAll(
  columns: Columns,
  order: Order,
  boxes: Map<string, ArrangedBox>,
  floor: Floor,
  previous?: TopologyLayout,
): Places {
  const places: Places = {}
  order.forEach((keys, index) => {
    const column = index as 0 | 1 | 2
    const taken: BoxPlace[] = []
    for (const key of keys) {
      const arranged = boxes.get(key)
      if (arranged === undefined) continue
      const before = previous?.boxes[key]
      const bottom = Math.max(sizes.margin, ...taken.map((place) => place.y + place.height + sizes.between))
      const place =
        previous && before === undefined
          ? inFirstRoom(arranged, taken)
          : stack(arranged, Math.max(bottom, before?.y ?? 0), before !== undefined)
      places[key] = place
      taken.push(place)
    }

    function inFirstRoom(arranged: ArrangedBox, others: readonly BoxPlace[]): BoxPlace {
      const sorted = [...others].sort((a, b) => a.y - b.y)
      let top: number = sizes.margin
      for (const other of sorted) {
        const place = stack(arranged, top, true)
        if (place.y + place.height + sizes.between <= other.y) return place
        top = Math.max(top, other.y + other.height + sizes.between)
      }
      return stack(arranged, top, true)
    }

    /** `isPinned`: the box starts at `top`, however low its first row has to be. */
    function stack(arranged: ArrangedBox, top: number, isPinned: boolean): BoxPlace {
      return stackBox(arranged, { top, isPinned, column, columns, floor, before: previous?.boxes[arranged.box.key] })
    }
  })
  return places
}

interface StackOptions {
  top: number
  isPinned: boolean
  column: 0 | 1 | 2
  columns: Columns
  floor: Floor
  before: BoxPlace | undefined
}

function stackBox({ box, blocks }: ArrangedBox, options: StackOptions): BoxPlace {
  const { columns, column, floor, before, isPinned } = options
  const density = { isCompact: columns.isCompact }
  const [firstBlock] = blocks
  const first = firstBlock?.rows[0]
  const above = firstBlock === undefined ? 0 : aboveRows(barHeight(firstBlock.block))
  const wanted = first && floor({ box: box.key, row: first.row.key }, first.peer)
  // A box starts just above its first row rather than being stretched towards it.
  const top = isPinned || wanted === undefined ? options.top : Math.max(options.top, wanted - above - sizes.heading)
  const bars: Record<string, number> = {}
  const rows: Record<string, RowPlace> = {}
  const cursor = { left: top + sizes.heading, right: top + sizes.heading }
  for (const { block, rows: own } of blocks) {
    let start = Math.max(cursor.left, cursor.right)
    if (block.bridge !== null) {
      start = Math.max(start, before?.bars[block.bridge.name] ?? 0)
      bars[block.bridge.name] = start
      start += aboveRows(barHeight(block))
    }
    cursor.left = cursor.right = start
    for (const { row, side, peer } of own) {
      const height = rowHeight(row, density)
      const y = Math.max(cursor[side], floor({ box: box.key, row: row.key }, peer) ?? 0)
      rows[row.key] = { side, y, height }
      cursor[side] = y + height + sizes.betweenRows
    }
  }
  const lowest = Math.max(cursor.left, cursor.right) - sizes.betweenRows + sizes.bottom
  return { column, y: top, height: Math.max(leastHeight(box, density), lowest - top), bars, rows }
}

function aboveRows(bar: number): number {
  return bar === 0 ? 0 : bar + sizes.belowBar
}
