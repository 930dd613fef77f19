import type { ArrangedBox } from './arrange.js'
import { isEmpty } from './geometry.js'
import type { End } from './graph.js'
import type { BoxPlace, RowPlace } from './layout.js'
import { barHeight, leastHeight, rowHeight, sizes } from './sizes.js'

/** The least y of a row: where it stood, or where the other end of its wire stands. */
export type Floor = (end: End, peer: End | null) => number | undefined

export interface StackOptions {
  column: 0 | 1 | 2
  /** The least y of the box. */
  top: number
  floor: Floor
  /** Where it stood: its top stays, and its bars do not move up. Without, it starts just above its first row. */
  before?: BoxPlace
  isCompact: boolean
  /** Pixels for a box without interfaces; by default the room that its first one will need. */
  emptyHeight?: number
}

/** A box with its bars and rows below one another, each as far up as the floor and what is above allow. */
export function stackBox(
  { box, blocks }: ArrangedBox,
  { column, top, floor, before, isCompact, emptyHeight = leastHeight({ isCompact }) }: StackOptions,
): BoxPlace {
  const [firstBlock] = blocks
  const first = firstBlock?.rows[0]
  const wanted = first && floor({ box: box.key, row: first.row.key }, first.peer)
  const above = sizes.heading + (firstBlock ? withRoom(barHeight(firstBlock.block)) : 0)
  const y = before !== undefined || wanted === undefined ? top : Math.max(top, wanted - above)

  const bars: Record<string, number> = {}
  const rows: Record<string, RowPlace> = {}
  let lowest = y + sizes.heading
  for (const { block, rows: own } of blocks) {
    let start = lowest
    if (block.bridge !== null) {
      start = Math.max(start, before?.bars[block.bridge.name] ?? 0)
      bars[block.bridge.name] = start
      start += withRoom(barHeight(block))
    }
    const cursor = { left: start, right: start }
    for (const { row, side, peer } of own) {
      const height = rowHeight(row, { isCompact })
      const rowY = Math.max(cursor[side], floor({ box: box.key, row: row.key }, peer) ?? 0)
      rows[row.key] = { side, y: rowY, height }
      cursor[side] = rowY + height + sizes.betweenRows
    }
    lowest = Math.max(cursor.left, cursor.right)
  }
  const height = isEmpty(box)
    ? (before?.height ?? emptyHeight)
    : Math.max(leastHeight({ isCompact }), lowest - sizes.betweenRows + sizes.bottom - y)
  return { column, y, height, bars, rows }
}

function withRoom(bar: number): number {
  return bar === 0 ? 0 : bar + sizes.belowBar
}
