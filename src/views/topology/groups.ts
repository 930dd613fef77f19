import type { LinkStateName } from '../../network/index.js'
import { counted } from '../numbers.js'
import { isRoot } from './columns.js'
import type { Block, Box, End, Graph, Row } from './graph.js'

/** More boxes than this are not read one by one. */
export const mostBoxes = 60

/**
 * A graph of at most sixty boxes: namespaces that hang on the same bridge by one veth pair each are drawn as one, with
 * counts, the largest such group first; then those without any veth pair; and what is still too much as a number.
 */
export function groupBoxes(graph: Graph): Graph {
  let grouped = graph
  for (const group of likeBoxes(graph)) {
    if (grouped.boxes.length <= mostBoxes) return grouped
    grouped = group.hub === null ? joinUnwired(grouped, group.boxes) : joinLeaves(grouped, group.boxes, group.hub)
  }
  return grouped.boxes.length <= mostBoxes ? grouped : leaveOut(grouped)
}

interface Group {
  boxes: Box[]
  /** The box on which all hang, and its bridge; null: they hang on nothing. */
  hub: { box: string; bridge: string | null } | null
}

function likeBoxes(graph: Graph): Group[] {
  const groups = new Map<string, Group>()
  for (const box of graph.boxes) {
    if (isRoot(box)) continue
    const wires = wiresOf(graph, box)
    const rows = box.blocks.flatMap((block) => block.rows).length
    if (wires.length > 1 || rows > 1 || box.blocks.some((block) => block.bridge !== null)) continue
    const peer = wires[0]?.ends.find((end) => end.box !== box.key)
    if (wires.length === 1 && peer === undefined) continue
    const hub = peer === undefined ? null : { box: peer.box, bridge: bridgeOf(graph, peer) }
    const key = JSON.stringify(hub)
    const group = groups.get(key) ?? { boxes: [], hub }
    groups.set(key, { ...group, boxes: [...group.boxes, box] })
  }
  return [...groups.values()]
    .filter((group) => group.boxes.length > 1)
    .sort((a, b) => Number(a.hub === null) - Number(b.hub === null) || b.boxes.length - a.boxes.length)
}

function wiresOf(graph: Graph, box: Box) {
  return graph.wires.filter(({ ends }) => ends.some((end) => end.box === box.key))
}

function blockWith(graph: Graph, end: End): Block | undefined {
  const box = graph.boxes.find((each) => each.key === end.box)
  return box?.blocks.find((block) => block.rows.some((row) => row.key === end.row))
}

function bridgeOf(graph: Graph, end: End): string | null {
  return blockWith(graph, end)?.bridge?.name ?? null
}

function span(boxes: readonly Box[]): string {
  return `${boxes[0]?.title ?? ''} … ${boxes.at(-1)?.title ?? ''}`
}

/** `47 up`, and below it `1 no carrier`; the state that asks for most attention. */
function stateCounts(rows: readonly Row[]): Pick<Row, 'state' | 'words' | 'addresses'> {
  const order: LinkStateName[] = ['admin down', 'lower layer down', 'no carrier', 'absent', 'up']
  const counts = order
    .map((state) => ({ state, count: rows.filter((row) => row.state === state).length }))
    .filter(({ count }) => count > 0)
  const [words = '', ...addresses] = [...counts].reverse().map(({ state, count }) => `${count} ${state}`)
  return { state: counts[0]?.state ?? 'up', words, addresses }
}

function joinLeaves(graph: Graph, boxes: readonly Box[], hub: NonNullable<Group['hub']>): Graph {
  const keys = new Set(boxes.map((box) => box.key))
  const wires = graph.wires.filter(({ ends }) => ends.some((end) => keys.has(end.box)))
  const hubRows = new Set(wires.flatMap(({ ends }) => ends.filter((end) => !keys.has(end.box)).map((end) => end.row)))
  const key = `group ${hub.box} ${hub.bridge ?? ''}`
  const joined = (name: string, rows: readonly Row[]): Row => ({
    ...stateCounts(rows),
    key,
    name,
    kind: null,
    isPort: true,
  })
  const group: Box = {
    key,
    namespace: key,
    title: counted(boxes.length, 'namespace'),
    loopback: null,
    blocks: [
      {
        bridge: null,
        rows: [
          joined(
            span(boxes),
            boxes.flatMap((box) => box.blocks.flatMap((block) => block.rows)),
          ),
        ],
      },
    ],
    note: null,
  }
  const withJoinedPorts = (box: Box): Box => ({
    ...box,
    blocks: box.blocks.map((block) => {
      const own = block.rows.filter((row) => hubRows.has(row.key))
      if (own.length === 0) return block
      const noun = block.bridge === null ? 'interface' : 'port'
      return {
        ...block,
        rows: [...block.rows.filter((row) => !hubRows.has(row.key)), joined(counted(own.length, noun), own)],
      }
    }),
  })
  return {
    boxes: [
      ...graph.boxes
        .filter((box) => !keys.has(box.key))
        .map((box) => (box.key === hub.box ? withJoinedPorts(box) : box)),
      group,
    ],
    wires: [
      ...graph.wires.filter((wire) => !wires.includes(wire)),
      {
        ends: [
          { box: hub.box, row: key },
          { box: key, row: key },
        ],
      },
    ],
  }
}

function joinUnwired(graph: Graph, boxes: readonly Box[]): Graph {
  return { ...graph, boxes: [...graph.boxes.filter((box) => !boxes.includes(box)), noteBox(boxes, 'wired to nothing')] }
}

/** What no group took: the last ones as a number, their wires with them. The text tells each of them. */
function leaveOut(graph: Graph): Graph {
  const kept = graph.boxes.slice(0, mostBoxes - 1)
  const left = graph.boxes.slice(mostBoxes - 1)
  const keys = new Set(kept.map((box) => box.key))
  return {
    boxes: [...kept, noteBox(left, 'told in the text')],
    wires: graph.wires.filter(({ ends }) => ends.every((end) => keys.has(end.box))),
  }
}

function noteBox(boxes: readonly Box[], note: string): Box {
  return {
    key: `group ${note}`,
    namespace: `group ${note}`,
    title: counted(boxes.length, 'namespace'),
    loopback: null,
    blocks: [],
    note: `${span(boxes)}: ${note}`,
  }
}
