import type { Block, Row } from './graph.js'

/**
 * Pixels. Two columns of boxes and the gap between them are 452 px wide, so that texts of 13 px are still 9 px high on
 * a phone that is 320 px wide. Heights do not depend on states, so that a link going up or down moves nothing.
 */
export const sizes = {
  margin: 12,
  boxWidth: 182,
  /** A box with ports on both sides. */
  hubWidth: 300,
  gap: 64,
  /** Between boxes of one column. */
  between: 14,
  heading: 26,
  bottom: 10,
  /** How far an interface stands out of its box. */
  overhang: 12,
  interfaceWidth: 150,
  portWidth: 116,
  betweenRows: 10,
  line: 15,
  bar: 44,
  belowBar: 10,
  name: 13,
  small: 11.5,
  /** The outer box of a node: beside, above and below the boxes in it. */
  nodeSide: 24,
  nodeHeading: 34,
  nodeBottom: 14,
  betweenNodes: 18,
  /** A namespace without interfaces is drawn as high as its heading … */
  emptyBox: 28,
  /** … and may have the room of one with an interface, so that its first one moves nothing. */
  leastRoom: 98,
} as const

/** Namespaces beside the hubs from which these stand between two columns: half as high, but small on a phone. */
export const threeColumnsFrom = 17
/** Namespaces above which less is drawn of each. */
export const compactFrom = 20

/** How much is drawn of each interface: with many namespaces the state is told by sign and line, and a word if not up. */
export interface Density {
  isCompact: boolean
}

/** Lines of text below an interface's name. */
export function rowLines(row: Row, { isCompact }: Density): { text: string; isState: boolean }[] {
  const words = row.words ?? row.state
  const state = { text: row.kind === null ? words : `${row.kind}, ${words}`, isState: true }
  const addresses = row.addresses.map((text) => ({ text, isState: false }))
  if (!isCompact) {
    const none = addresses.length === 0 && !row.isPort && row.kind === null && row.words === undefined
    return [state, ...(none ? [{ text: 'no address', isState: false }] : addresses)]
  }
  if (row.state !== 'up' || addresses.length === 0) return [state]
  return addresses
}

export function rowHeight(row: Row, density: Density): number {
  const lines = density.isCompact ? Math.max(1, row.addresses.length) : rowLines(row, density).length
  return 12 + sizes.line * (1 + lines)
}

export function rowWidth(row: Row): number {
  return row.isPort && row.addresses.length === 0 && row.words === undefined ? sizes.portWidth : sizes.interfaceWidth
}

export function barHeight(block: Block): number {
  return block.bridge === null ? 0 : sizes.bar + sizes.line * block.bridge.addresses.length
}

export function leastHeight(density: Density): number {
  return density.isCompact ? sizes.heading + 24 : sizes.leastRoom
}
