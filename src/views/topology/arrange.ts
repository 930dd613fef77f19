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
 * Rows of a box follow what they are wired to, so that wires do not cross before the box, and else their names. Rows and
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
  const blockOf = new Map(
    graph.boxes.flatMap((box) =>
      box.blocks.flatMap(({ rows }, index) =>
        rows.map((row) => [endKey({ box: box.key, row: row.key }), index] as const),
      ),
    ),
  )
  const shareOf = wireShares(graph)
  const arranged = graph.boxes.map((box): [string, ArrangedBox] => {
    const column = columns.of.get(box.key) ?? 2
    const own = placeOf.get(box.key) ?? 0
    const before = previous?.boxes[box.key]
    const weight = (row: Row): number => {
      const y = before?.rows[row.key]?.y
      if (y !== undefined) return y
      const key = endKey({ box: box.key, row: row.key })
      const peer = peers.get(key)
      const later = before ? 1e6 : 0
      if (peer === undefined) return later + 5e5
      const share = shareOf.get(key) ?? 0
      const [block, peerBlock] = [blockOf.get(key) ?? 0, blockOf.get(endKey(peer)) ?? 0]
      // The two ends of a pair stand together; where a bridge keeps them apart, one pair within the other.
      if (peer.box === box.key) return later + 4e5 + (block > peerBlock ? 1 - share : share)
      const place = placeOf.get(peer.box) ?? 0
      if (columns.of.get(peer.box) !== column) return later + 1e3 + place + (peerBlock + share) / 1000
      // Within a column, too: the nearest innermost.
      return later + (place < own ? own - place - share : 1e5 - place + share)
    }
    const blocks = box.blocks.map((block): ArrangedBlock => {
      const rows = block.rows.map((row) => {
        const peer = peers.get(endKey({ box: box.key, row: row.key })) ?? null
        return { row, side: sideOf(column, columns, peer), peer, weight: weight(row) }
      })
      return { block, rows: rows.sort((a, b) => a.weight - b.weight || byName.compare(a.row.name, b.row.name)) }
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

/** `veth2` before `veth11`, the same in every language. */
const byName = new Intl.Collator('en', { numeric: true })

/** A number below 1 for each end, the same for both ends of a wire, in the order of the wires' names. */
function wireShares(graph: Graph): Map<string, number> {
  const named = graph.wires.map(({ ends }) => ({ ends, names: ends.map((end) => end.row).sort(byName.compare) }))
  named.sort((a, b) => byName.compare(a.names.join(' '), b.names.join(' ')))
  return new Map(
    named.flatMap(({ ends }, index) => ends.map((end) => [endKey(end), index / (named.length + 1)] as const)),
  )
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
