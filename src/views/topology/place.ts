import { arrangeBoxes, type ArrangedBox } from './arrange.js'
import { chooseColumns, type Columns } from './columns.js'
import type { End, Graph } from './graph.js'
import type { BoxPlace, TopologyLayout } from './layout.js'
import { orderColumns, type Order } from './order.js'
import { sizes } from './sizes.js'
import { stackBox } from './stack-box.js'

/** Each round can only move things down, to be level with what moved before: most networks are level after two. */
const maxRounds = 6

type Places = Record<string, BoxPlace>

/** The least y of a row: where it stood, or where the other end of its wire stands. */
export type Floor = (end: End, peer: End | null) => number | undefined

interface Arrangement {
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
  const columns = chooseColumns(graph, previous)
  const order = orderColumns(graph, columns, previous)
  const arrangement = { columns, order, boxes: arrangeBoxes(graph, columns, order, previous) }
  const boxes = previous ? placeAgain(arrangement, previous) : placeAnew(arrangement)
  return { columns: columns.count, isCompact: columns.isCompact, boxes }
}

/** Level with the other end of a wire across a gap; a bracket within a column need not be. */
function levelWith(places: Places, { columns }: Arrangement): Floor {
  return (end, peer) => {
    if (peer === null || columns.of.get(peer.box) === columns.of.get(end.box)) return undefined
    return places[peer.box]?.rows[peer.row]?.y
  }
}

function placeAnew(arrangement: Arrangement): Places {
  let places: Places = {}
  for (let round = 0, before = ''; round < maxRounds && before !== JSON.stringify(places); round++) {
    before = JSON.stringify(places)
    for (const part of [[0, 2], [1]] as const) {
      for (const column of part) {
        const floor = levelWith(places, arrangement)
        let top: number = sizes.margin
        for (const arranged of boxesOf(arrangement, column)) {
          const place = stackBox(arranged, { column, top, floor, isCompact: arrangement.columns.isCompact })
          places = { ...places, [arranged.box.key]: place }
          top = place.y + place.height + sizes.between
        }
      }
    }
  }
  return places
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
