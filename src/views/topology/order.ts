import type { Columns } from './columns.js'
import { isRoot, neighboursOf } from './columns.js'
import type { Box, Graph } from './graph.js'
import type { TopologyLayout } from './layout.js'

/** Boxes of each column from top to bottom. */
export type Order = [string[], string[], string[]]

/**
 * An order with few crossings, root above, what is wired to nothing below: each column sorted by where its neighbours stand, some rounds to and fro, then neighbours
 * swapped as long as that helps. What stood in the previous picture keeps its order; what is new comes last.
 */
export function orderColumns(graph: Graph, columns: Columns, previous?: TopologyLayout): Order {
  const order: Order = [[], [], []]
  const neighbours = neighboursOf(graph)
  const rank = (box: Box) => (isRoot(box) ? 0 : (neighbours.get(box.key)?.length ?? 0) > 0 ? 1 : 2)
  for (const box of [...graph.boxes].sort((a, b) => rank(a) - rank(b))) {
    order[columns.of.get(box.key) ?? 2].push(box.key)
  }
  if (previous) {
    const y = (key: string) => previous.boxes[key]?.y ?? Infinity
    return order.map((keys) => [...keys].sort((a, b) => (y(a) === y(b) ? 0 : y(a) - y(b)))) as Order
  }
  const cost = costOf(graph, columns)
  let best = order
  let bestCost = cost(order)
  let current = order
  for (let round = 0; round < 6; round++) {
    const hubsAt = positions(current[1])
    const sides = [0, 2].map((side) => byNeighbours(current[side as 0 | 2], neighbours, hubsAt))
    const [left = [], right = []] = sides
    const besideAt = positions(
      [...left, ...right].sort((a, b) => left.indexOf(a) + right.indexOf(a) - left.indexOf(b) - right.indexOf(b)),
    )
    current = [left, byNeighbours(current[1], neighbours, besideAt), right]
    const now = cost(current)
    if (now < bestCost) [best, bestCost] = [current, now]
  }
  return bestCost === 0 ? best : swapNeighbours(best, bestCost, cost)
}

function positions(keys: readonly string[]): Map<string, number> {
  return new Map(keys.map((key, index) => [key, index]))
}

/** Sorted by the mean place of the neighbours; those without any keep their order behind the others. */
function byNeighbours(keys: readonly string[], neighbours: Map<string, string[]>, at: Map<string, number>): string[] {
  const mean = (key: string) => {
    const places = (neighbours.get(key) ?? []).flatMap((next) => at.get(next) ?? [])
    return places.length === 0 ? Infinity : places.reduce((sum, place) => sum + place, 0) / places.length
  }
  const means = new Map(keys.map((key) => [key, mean(key)]))
  return [...keys].sort((a, b) => {
    const [one = 0, other = 0] = [means.get(a), means.get(b)]
    return one === other ? 0 : one - other
  })
}

function swapNeighbours(start: Order, startCost: number, cost: (order: Order) => number): Order {
  const order = start.map((keys) => [...keys]) as Order
  let best = startCost
  for (let round = 0, improved = true; improved && round < 8; round++) {
    improved = false
    for (const keys of order) {
      for (let index = 0; index + 1 < keys.length; index++) {
        swap(keys, index)
        const now = cost(order)
        if (now < best) {
          best = now
          improved = true
        } else swap(keys, index)
      }
    }
  }
  return order
}

function swap(keys: string[], index: number): void {
  const [one = '', other = ''] = [keys[index], keys[index + 1]]
  keys[index] = other
  keys[index + 1] = one
}

/**
 * Crossings first, then the length of brackets within a column. Two wires cross where their ends stand in opposite
 * order on both sides of a gap; within a box ports of one bridge can be sorted, so its blocks are what has a place.
 */
function costOf(graph: Graph, columns: Columns): (order: Order) => number {
  const blockOf = new Map<string, number>()
  for (const box of graph.boxes) {
    box.blocks.forEach((block, index) => {
      for (const row of block.rows) blockOf.set(`${box.key} ${row.key}`, index / (box.blocks.length + 1))
    })
  }
  const wires = graph.wires
    .filter(({ ends: [one, other] }) => one.box !== other.box)
    .map(({ ends }) => {
      const [one, other] = ends.map((end) => ({
        box: end.box,
        column: columns.of.get(end.box) ?? 2,
        block: blockOf.get(`${end.box} ${end.row}`) ?? 0,
      })) as [WireEnd, WireEnd]
      return one.column === 1 ? ([one, other] as const) : ([other, one] as const)
    })
  return (order) => {
    const at = positions(order[0])
    for (const keys of [order[1], order[2]]) keys.forEach((key, index) => at.set(key, index))
    const place = (end: WireEnd) => (at.get(end.box) ?? 0) + end.block
    const placed = wires.map(([hub, beside]) => ({ hub: place(hub), beside: place(beside), gap: gapOf(hub, beside) }))
    let cost = 0
    for (let one = 0; one < placed.length; one++) {
      const a = placed[one] as (typeof placed)[number]
      if (a.gap === 'bracket') cost += Math.abs(a.hub - a.beside)
      for (let other = 0; other < one; other++) {
        const b = placed[other] as (typeof placed)[number]
        if (a.gap === b.gap && a.gap !== 'bracket' && (a.hub - b.hub) * (a.beside - b.beside) < 0) cost += 100
      }
    }
    return cost
  }
}

interface WireEnd {
  box: string
  column: 0 | 1 | 2
  block: number
}

function gapOf(hub: WireEnd, beside: WireEnd): 'left' | 'right' | 'bracket' {
  if (hub.column === beside.column) return 'bracket'
  return beside.column === 0 ? 'left' : 'right'
}
