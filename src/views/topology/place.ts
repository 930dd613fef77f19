import { arrangeBoxes, type ArrangedBox } from './arrange.js'
import { chooseColumns, type Columns } from './columns.js'
import type { Graph } from './graph.js'
import type { BoxPlace, TopologyLayout } from './layout.js'
import { orderColumns, type Order } from './order.js'
import { sizes } from './sizes.js'
import { stackBox, type Floor } from './stack-box.js'

export type Places = Record<string, BoxPlace>

export interface Arrangement {
  columns: Columns
  order: Order
  boxes: Map<string, ArrangedBox>
}

/**
 * A place for each box and row. From nothing: the boxes beside the hubs close together, the hubs' rows at the height of
 * what they are wired to, so that most wires are straight. After a previous picture all stay where they were unless
 * something has to grow into them, which then move down.
 */
export function placeGraph(graph: Graph, previous?: TopologyLayout): TopologyLayout {
  // What stood in outer boxes stands elsewhere without them.
  const before = previous?.nodes === undefined ? previous : undefined
  const columns = chooseColumns(graph, before)
  const order = orderColumns(graph, columns, before)
  const boxes = placeArranged({ columns, order, boxes: arrangeBoxes(graph, columns, order, before) }, before)
  return { columns: columns.count, isCompact: columns.isCompact, boxes }
}

/** The same in columns that were chosen before. */
export function placeArranged(arrangement: Arrangement, previous?: TopologyLayout): Places {
  return previous ? placeAgain(arrangement, previous) : placeAnew(arrangement)
}

/** Level with the other end of a wire across a gap; a bracket within a column need not be. */
function levelWith(places: Places, { columns }: Arrangement): Floor {
  return (end, peer) => {
    if (peer === null || columns.of.get(peer.box) === columns.of.get(end.box)) return undefined
    return places[peer.box]?.rows[peer.row]?.y
  }
}

/**
 * Column by column, each time level with what the other columns have: every round makes more wires straight and the
 * picture higher, without end where wires cross. The best round is taken.
 */
function placeAnew(arrangement: Arrangement): Places {
  const { columns } = arrangement
  // Where no namespaces are joined yet, what is empty waits for its first interface; elsewhere it will hardly get one.
  const emptyHeight = joinsNamespaces(arrangement) ? { emptyHeight: sizes.emptyBox } : {}
  let places: Places = {}
  let best = places
  let least = Infinity
  for (const column of [0, 2, 1, 0, 2, 1, 0, 2, 1, 0, 2, 1] as const) {
    const floor = levelWith(places, arrangement)
    let top: number = sizes.margin
    for (const arranged of boxesOf(arrangement, column)) {
      const place = stackBox(arranged, { column, top, floor, isCompact: columns.isCompact, ...emptyHeight })
      places = { ...places, [arranged.box.key]: place }
      top = place.y + place.height + sizes.between
    }
    const cost = column === 1 || columns.count === 2 ? costOf(places, arrangement) : Infinity
    if (cost < least) [best, least] = [places, cost]
  }
  return best
}

/** A pair of which both ends are still in one namespace does not count. */
function joinsNamespaces({ boxes }: Arrangement): boolean {
  return [...boxes.values()].some(({ box, blocks }) => {
    return blocks.some(({ rows }) => rows.some(({ peer }) => peer !== null && peer.box !== box.key))
  })
}

/** Pixels of height that a wire without bends is worth. */
const bend = 60

/** Infinite until all boxes have a place. */
function costOf(places: Places, arrangement: Arrangement): number {
  const all = [...arrangement.boxes.values()]
  const level = levelWith(places, arrangement)
  let cost = 0
  for (const { box } of all) {
    const place = places[box.key]
    if (place === undefined) return Infinity
    cost = Math.max(cost, place.y + place.height)
  }
  for (const { box, blocks } of all) {
    for (const { row, peer } of blocks.flatMap((block) => block.rows)) {
      const y = level({ box: box.key, row: row.key }, peer)
      // Each wire is met from both of its ends.
      if (y !== undefined && y !== places[box.key]?.rows[row.key]?.y) cost += bend / 2
    }
  }
  return cost
}

function placeAgain(arrangement: Arrangement, previous: TopologyLayout): Places {
  // Twice, since a new row may be wired to a box that is new itself.
  const first = placeAfter(arrangement, previous, () => undefined)
  return placeAfter(arrangement, previous, levelWith(first, arrangement))
}

/** Old boxes first, then new ones into the first room that is left. `level` is for new rows only. */
function placeAfter(arrangement: Arrangement, previous: TopologyLayout, level: Floor): Places {
  const places: Places = {}
  const isCompact = arrangement.columns.isCompact
  const stood: Floor = (end) => previous.boxes[end.box]?.rows[end.row]?.y
  for (const column of [0, 1, 2] as const) {
    const all = boxesOf(arrangement, column)
    const old = all.filter(({ box }) => previous.boxes[box.key] !== undefined)
    let bottom: number = sizes.margin
    for (const [index, arranged] of old.entries()) {
      const before = previous.boxes[arranged.box.key] as BoxPlace
      const options = { column, top: Math.max(bottom, before.y), before, isCompact }
      const next = previous.boxes[old[index + 1]?.box.key ?? '']
      const limit = next === undefined ? Infinity : next.y - sizes.between
      const levelled = stackBox(arranged, { ...options, floor: (end, peer) => stood(end, peer) ?? level(end, peer) })
      // Being level is no reason to push others down.
      const fits = levelled.y + levelled.height <= limit
      const place = fits ? levelled : stackBox(arranged, { ...options, floor: stood })
      places[arranged.box.key] = place
      bottom = place.y + place.height + sizes.between
    }
    for (const arranged of all) {
      if (previous.boxes[arranged.box.key] !== undefined) continue
      const others = all.flatMap(({ box }) => places[box.key] ?? [])
      places[arranged.box.key] = inFirstRoom(others, (top) => {
        return stackBox(arranged, { column, top, floor: () => undefined, isCompact })
      })
    }
  }
  return places
}

function inFirstRoom(others: readonly BoxPlace[], stackAt: (top: number) => BoxPlace): BoxPlace {
  let top: number = sizes.margin
  for (const other of [...others].sort((a, b) => a.y - b.y)) {
    const place = stackAt(top)
    if (place.y + place.height + sizes.between <= other.y) return place
    top = Math.max(top, other.y + other.height + sizes.between)
  }
  return stackAt(top)
}

function boxesOf({ order, boxes }: Arrangement, column: 0 | 1 | 2): ArrangedBox[] {
  return order[column].flatMap((key) => boxes.get(key) ?? [])
}
