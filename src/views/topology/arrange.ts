import type { Columns } from './columns.js'
import type { Block, Box, End, Graph, Row } from './graph.js'
import type { RowPlace, TopologyLayout } from './layout.js'
import type { Order } from './order.js'

/** A box with its rows in the order in which they stand. */
export interface ArrangedBox {
  box: Box
  blocks: ArrangedBlock[]
}

export interface ArrangedBlock {
  block: Block
  rows: { row: Row; side: RowPlace['side']; peer: End | null }[]
}

/**
 * Rows of a box follow what they are wired to, from top to bottom, so that wires do not cross before the box. Rows and
 * bridges of the previous picture keep their order; new ones come after them.
 */
export function arrangeBoxes(
  graph: Graph,
  columns: Columns,
  order: Order,
  previous?: TopologyLayout,
): Map<string, ArrangedBox> {
  const peers = peerEnds(graph)
  const placeOf = new Map(order.flatMap((keys) => keys.map((key, index) => [key, index] as const)))
  const rowIndex = new Map(
    graph.boxes.flatMap((box) =>
      box.blocks
        .flatMap((block) => block.rows)
        .map((row, index) => [endKey({ box: box.key, row: row.key }), index] as const),
    ),
  )
  const arranged = graph.boxes.map((box): [string, ArrangedBox] => {
    const column = columns.of.get(box.key) ?? 2
    const own = placeOf.get(box.key) ?? 0
    const before = previous?.boxes[box.key]
    const weight = (row: Row): number => {
      const y = before?.rows[row.key]?.y
      if (y !== undefined) return y
      const peer = peers.get(endKey({ box: box.key, row: row.key }))
      const later = before ? 1e6 : 0
      if (peer === undefined) return later + 5e5
      const index = (rowIndex.get(endKey(peer)) ?? 0) / 1000
      if (peer.box === box.key) {
        // The two ends of a pair stand together.
        return later + 4e5 + Math.min(index, (rowIndex.get(endKey({ box: box.key, row: row.key })) ?? 0) / 1000)
      }
      const place = placeOf.get(peer.box) ?? 0
      if (columns.of.get(peer.box) !== column) return later + 1e3 + place + index
      return later + (place < own ? place : 1e5 - place) + index
    }
    const blocks = box.blocks.map((block): ArrangedBlock => {
      const rows = block.rows.map((row) => {
        const peer = peers.get(endKey({ box: box.key, row: row.key })) ?? null
        return { row, side: sideOf(column, columns, peer), peer, weight: weight(row) }
      })
      return { block, rows: rows.sort((a, b) => a.weight - b.weight) }
    })
    const blockWeight = ({ block, rows }: ArrangedBlock) => {
      const bar = block.bridge && before?.bars[block.bridge.name]
      if (bar !== undefined && bar !== null) return bar
      if (block.bridge === null) return Infinity
      return rows.length === 0 ? 9e5 : rows.reduce((sum, { row }) => sum + weight(row), 0) / rows.length
    }
    const weights = new Map(blocks.map((block) => [block, blockWeight(block)]))
    blocks.sort((a, b) => {
      const [one = 0, other = 0] = [weights.get(a), weights.get(b)]
      return one === other ? 0 : one - other
    })
    return [box.key, { box, blocks }]
  })
  return new Map(arranged)
}

export function endKey({ box, row }: End): string {
  return JSON.stringify([box, row])
}

export function peerEnds(graph: Graph): Map<string, End> {
  return new Map(
    graph.wires.flatMap(({ ends: [one, other] }) => [
      [endKey(one), other],
      [endKey(other), one],
    ]),
  )
}

function sideOf(column: 0 | 1 | 2, columns: Columns, peer: End | null): RowPlace['side'] {
  if (column === 0) return 'right'
  if (column === 2) return 'left'
  return peer !== null && columns.of.get(peer.box) === 0 ? 'left' : 'right'
}
