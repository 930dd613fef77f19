import type { Box, Graph } from './graph.js'
import type { TopologyLayout } from './layout.js'
import { compactFrom, threeColumnsFrom } from './sizes.js'

export interface Columns {
  count: 2 | 3
  isCompact: boolean
  of: Map<string, 0 | 1 | 2>
}

/** Boxes beside each box, each as often as a wire joins the two; a wire within one box counts for nothing here. */
export function neighboursOf(graph: Graph): Map<string, string[]> {
  const neighbours = new Map<string, string[]>(graph.boxes.map((box) => [box.key, []]))
  for (const { ends } of graph.wires) {
    const [one, other] = ends
    if (one.box === other.box) continue
    neighbours.get(one.box)?.push(other.box)
    neighbours.get(other.box)?.push(one.box)
  }
  return neighbours
}

/**
 * Hubs into column 1, what hangs on them beside it, so that wires run in the gaps between columns, where no box and no
 * label stands. A tree, a star or any network that two colours fill has all its wires there; elsewhere a wire may join
 * two boxes of one column, as a bracket in the same gap.
 */
export function chooseColumns(graph: Graph, previous?: TopologyLayout): Columns {
  const neighbours = neighboursOf(graph)
  const isHub = new Map<string, boolean>()
  for (const [key, place] of Object.entries(previous?.boxes ?? {})) {
    if (neighbours.has(key)) isHub.set(key, place.column === 1)
  }
  for (const box of graph.boxes) colour(box, graph, neighbours, isHub)
  const beside = graph.boxes.filter((box) => isHub.get(box.key) === false)
  const count = previous?.columns ?? (beside.length >= threeColumnsFrom ? 3 : 2)
  const of = new Map<string, 0 | 1 | 2>()
  for (const box of graph.boxes) of.set(box.key, isHub.get(box.key) ? 1 : 2)
  if (count === 3) splitSides(beside, neighbours, of, previous)
  return { count, isCompact: previous?.isCompact ?? graph.boxes.length > compactFrom, of }
}

export function isRoot(box: Box): boolean {
  return box.key === 'root' || box.key.endsWith('/root')
}

/**
 * Colours what hangs together with a box, hubs and others in turn. With no older picture to go by, root's colour is the
 * hubs'; without root that of which there are fewer, so that the middle of a star becomes one.
 */
function colour(start: Box, graph: Graph, neighbours: Map<string, string[]>, isHub: Map<string, boolean>): void {
  if (isHub.has(start.key)) return
  const own = new Map([[start.key, true]])
  const queue = [start.key]
  let votes = 0
  for (let key = queue.shift(); key !== undefined; key = queue.shift()) {
    for (const next of neighbours.get(key) ?? []) {
      const placed = isHub.get(next)
      if (placed !== undefined) votes += placed === own.get(key) ? -1 : 1
      if (placed !== undefined || own.has(next)) continue
      own.set(next, !own.get(key))
      queue.push(next)
    }
  }
  const root = graph.boxes.find((box) => isRoot(box) && own.has(box.key))
  const ones = [...own.values()].filter(Boolean).length
  const isRight = votes !== 0 ? votes > 0 : root ? own.get(root.key) === true : own.size > 1 && ones <= own.size - ones
  for (const [key, value] of own) isHub.set(key, value === isRight)
}

/** What is wired together stays on one side; else the first half left, the rest right. */
function splitSides(
  beside: readonly Box[],
  neighbours: Map<string, string[]>,
  of: Map<string, 0 | 1 | 2>,
  previous?: TopologyLayout,
): void {
  const waiting = new Set(beside.map((box) => box.key))
  const counts = { 0: 0, 2: 0 }
  const put = (key: string, side: 0 | 2) => {
    of.set(key, side)
    counts[side]++
  }
  for (const key of [...waiting]) {
    const side = previous?.boxes[key]?.column
    if (side === undefined || side === 1) continue
    put(key, side)
    waiting.delete(key)
  }
  for (const box of beside) {
    const group = connected(box.key, waiting, neighbours)
    const placed = group.flatMap((key) => neighbours.get(key) ?? []).find((key) => isBeside(key) && !waiting.has(key))
    const side = placed === undefined ? (counts[0] < beside.length / 2 ? 0 : 2) : of.get(placed) === 0 ? 0 : 2
    for (const key of group) {
      put(key, side)
      waiting.delete(key)
    }
  }
  function isBeside(key: string): boolean {
    return of.get(key) !== 1
  }
}

function connected(start: string, among: Set<string>, neighbours: Map<string, string[]>): string[] {
  const group = new Set<string>()
  const queue = among.has(start) ? [start] : []
  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    if (group.has(key)) continue
    group.add(key)
    queue.push(...(neighbours.get(key) ?? []).filter((next) => among.has(next)))
  }
  return [...group]
}
