import { rowWidth, sizes } from './sizes.js'
import type { Box, Row } from './graph.js'
import type { BoxPlace, RowPlace, TopologyLayout } from './layout.js'

export interface Rectangle {
  x: number
  y: number
  width: number
  height: number
}

export function columnLeft(layout: TopologyLayout, column: 0 | 1 | 2): number {
  const first = sizes.margin
  if (layout.nodes !== undefined && column !== 0) {
    const hubs = first + layout.nodes.gutter + sizes.nodeSide
    return column === 1 ? hubs : hubs + columnWidth(layout, 1) + sizes.gap
  }
  if (column === 0) return first
  const hubs = layout.columns === 3 ? first + sizes.boxWidth + sizes.gap : first
  return column === 1 ? hubs : hubs + columnWidth(layout, 1) + sizes.gap
}

export function columnWidth(layout: TopologyLayout, column: 0 | 1 | 2): number {
  if (layout.nodes !== undefined && column === 0) return layout.nodes.gutter
  return column === 1 && layout.columns === 3 ? sizes.hubWidth : sizes.boxWidth
}

/** The outer box of a node: over both columns, with room for what stands out of the boxes in it. */
export function nodeRectangle(layout: TopologyLayout, { y, height }: { y: number; height: number }): Rectangle {
  const x = columnLeft(layout, 1) - sizes.nodeSide
  return { x, y, width: columnLeft(layout, 2) + columnWidth(layout, 2) + sizes.nodeSide - x, height }
}

export function boxRectangle(layout: TopologyLayout, box: Box, place: BoxPlace): Rectangle {
  const { column, y } = place
  const height = isEmpty(box) ? sizes.emptyBox : place.height
  return { x: columnLeft(layout, column), y, width: columnWidth(layout, column), height }
}

/** Nothing in it but lo. */
export function isEmpty(box: Box): boolean {
  return box.blocks.length === 0 && box.note === null
}

export function rowRectangle(layout: TopologyLayout, place: BoxPlace, row: Row, rowPlace: RowPlace): Rectangle {
  const width = rowWidth(row)
  const left = columnLeft(layout, place.column)
  const right = left + columnWidth(layout, place.column)
  const x = rowPlace.side === 'left' ? left - sizes.overhang : right + sizes.overhang - width
  return { x, y: rowPlace.y, width, height: rowPlace.height }
}

/** Where a wire leaves an interface: at the height of its name, so that boxes of different heights can face each other. */
export function anchor(rectangle: Rectangle, side: RowPlace['side']): { x: number; y: number } {
  return { x: side === 'left' ? rectangle.x : rectangle.x + rectangle.width, y: rectangle.y + wireHeight }
}

export const wireHeight = 14
