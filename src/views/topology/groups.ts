import { counted } from '../numbers.js'
import { likeness, prefixOf } from './alike.js'
import { endKey } from './arrange.js'
import { isRoot } from './columns.js'
import type { Block, Box, Graph, Row, Wire } from './graph.js'

/** More boxes than this are not read one by one. */
export const mostBoxes = 60

/**
 * A graph of at most sixty boxes: namespaces that hang on the same bridge by one veth pair each, and are alike in state and
 * prefix, are drawn as one, the largest such group first; then those without any veth pair; and what is still too much as a
 * number, what is well before what is not.
 */
export function groupBoxes(graph: Graph): Graph {
  let grouped = graph
  for (const group of likeBoxes(graph)) {
    if (grouped.boxes.length <= mostBoxes) return grouped
    grouped = group.hub === null ? joinUnwired(grouped, group) : joinLeaves(grouped, group, group.hub)
  }
  return grouped.boxes.length <= mostBoxes ? grouped : leaveOut(grouped)
}

interface Group {
  key: string
  boxes: Box[]
  /** The box on which all hang, and its bridge; null: they hang on nothing. */
  hub: { box: string; bridge: string | null } | null
}

function likeBoxes(graph: Graph): Group[] {
  const groups = new Map<string, Group>()
  const wiresOf = wiresByBox(graph)
  const blockOf = blocksByEnd(graph)
  for (const box of graph.boxes) {
    if (isRoot(box)) continue
    const wires = wiresOf.get(box.key) ?? []
    const rows = box.blocks.flatMap((block) => block.rows).length
    if (wires.length > 1 || rows > 1 || box.blocks.some((block) => block.bridge !== null)) continue
    const peer = wires[0]?.ends.find((end) => end.box !== box.key)
    if (wires.length === 1 && peer === undefined) continue
    const block = peer && blockOf.get(endKey(peer))
    const hub = peer === undefined ? null : { box: peer.box, bridge: block?.bridge?.name ?? null }
    const like = likeness(
      box,
      block?.rows.find((row) => row.key === peer?.row),
    )
    const key = JSON.stringify([hub, like])
    const group = groups.get(key) ?? { key, boxes: [], hub }
    group.boxes.push(box)
    groups.set(key, group)
  }
  return [...groups.values()]
    .filter((group) => group.boxes.length > 1)
    .sort((a, b) => Number(a.hub === null) - Number(b.hub === null) || b.boxes.length - a.boxes.length)
}

function wiresByBox(graph: Graph): Map<string, Wire[]> {
  const found = new Map<string, Wire[]>()
  for (const wire of graph.wires) {
    for (const key of new Set(wire.ends.map(({ box }) => box))) {
      const wires = found.get(key) ?? []
      wires.push(wire)
      found.set(key, wires)
    }
  }
  return found
}

function blocksByEnd(graph: Graph): Map<string, Block> {
  return new Map(
    graph.boxes.flatMap((box) =>
      box.blocks.flatMap((block) => block.rows.map((row) => [endKey({ box: box.key, row: row.key }), block] as const)),
    ),
  )
}

function span(boxes: readonly Box[]): string {
  return `${boxes[0]?.title ?? ''} … ${boxes.at(-1)?.title ?? ''}`
}

/** What its members, which are alike, share: `100 up`, and below it `10.0.0.0/24`. */
function joinedRow(key: string, name: string, rows: readonly Row[]): Row {
  const [first] = rows
  const state = first?.state ?? 'up'
  const addresses = [...new Set(first?.addresses.map(prefixOf))]
  return { key, name, state, words: `${rows.length} ${state}`, kind: null, addresses, isPort: true }
}

function joinLeaves(graph: Graph, { boxes, key: groupKey }: Group, hub: NonNullable<Group['hub']>): Graph {
  const keys = new Set(boxes.map((box) => box.key))
  const wires = graph.wires.filter(({ ends }) => ends.some((end) => keys.has(end.box)))
  const hubRows = new Set(wires.flatMap(({ ends }) => ends.filter((end) => !keys.has(end.box)).map((end) => end.row)))
  const joined = new Set(wires)
  const key = `group ${groupKey}`
  const group: Box = {
    key,
    namespace: key,
    node: boxes[0]?.node ?? null,
    title: counted(boxes.length, 'namespace'),
    loopback: null,
    blocks: [
      {
        bridge: null,
        rows: [
          joinedRow(
            key,
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
        rows: [...block.rows.filter((row) => !hubRows.has(row.key)), joinedRow(key, counted(own.length, noun), own)],
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
      ...graph.wires.filter((wire) => !joined.has(wire)),
      {
        ends: [
          { box: hub.box, row: key },
          { box: key, row: key },
        ],
      },
    ],
  }
}

function joinUnwired(graph: Graph, { boxes, key }: Group): Graph {
  const joined = new Set(boxes)
  return {
    ...graph,
    boxes: [...graph.boxes.filter((box) => !joined.has(box)), noteBox(key, boxes, 'wired to nothing')],
  }
}

/** What no group took: those in which all is well, as a number, their wires with them. The text tells each of them. */
function leaveOut(graph: Graph): Graph {
  const isWell = (box: Box) => box.blocks.every(({ rows }) => rows.every(({ state }) => state === 'up'))
  const rank = (box: Box) => (isRoot(box) ? 0 : isWell(box) ? 2 : 1)
  const least = [...graph.boxes].sort((a, b) => rank(a) - rank(b)).slice(mostBoxes - 1)
  const left = graph.boxes.filter((box) => least.includes(box))
  const keys = new Set(left.map((box) => box.key))
  return {
    boxes: [...graph.boxes.filter((box) => !keys.has(box.key)), noteBox('rest', left, 'told in the text')],
    wires: graph.wires.filter(({ ends }) => !ends.some((end) => keys.has(end.box))),
  }
}

function noteBox(key: string, boxes: readonly Box[], note: string): Box {
  return {
    key: `group ${key}`,
    namespace: `group ${key}`,
    node: boxes[0]?.node ?? null,
    title: counted(boxes.length, 'namespace'),
    loopback: null,
    blocks: [],
    note: `${span(boxes)}: ${note}`,
  }
}
