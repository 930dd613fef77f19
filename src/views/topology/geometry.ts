import { rowWidth, sizes } from './sizes.js'
import type { Row } from './graph.js'
import type { BoxPlace, RowPlace, TopologyLayout } from './layout.js'

export interface Rectangle {
  x: number
  y: number
  width: number
  height: number
}

export function columnLeft(layout: TopologyLayout, column: 0 | 1 | 2): number {
  const first = sizes.margin
  if (column === 0) return first
  const hubs = layout.columns === 3 ? first + sizes.boxWidth + sizes.gap : first
  return column === 1 ? hubs : hubs + columnWidth(layout, 1) + sizes.gap
}

export function columnWidth(layout: TopologyLayout, column: 0 | 1 | 2): number {
  return column === 1 && layout.columns === 3 ? sizes.hubWidth : sizes.boxWidth
}

export function boxRectangle(layout: TopologyLayout, place: BoxPlace): Rectangle {
  const { column, y, height } = place
  return { x: columnLeft(layout, column), y, width: columnWidth(layout, column), height }
}

export function rowRectangle(layout: TopologyLayout, place: BoxPlace, row: Row, rowPlace: RowPlace): Rectangle {
  const box = boxRectangle(layout, place)
  const width = rowWidth(row)
  const x = rowPlace.side === 'left' ? box.x - sizes.overhang : box.x + box.width + sizes.overhang - width
  return { x, y: rowPlace.y, width, height: rowPlace.height }
}

/** Where a wire leaves an interface: at the height of its name, so that boxes of different heights can face each other. */
export function anchor(rectangle: Rectangle, side: RowPlace['side']): { x: number; y: number } {
  return { x: side === 'left' ? rectangle.x : rectangle.x + rectangle.width, y: rectangle.y + wireHeight }
}

export const wireHeight = 14
