import { neutral } from '../palette.js'
import type { Drawing } from '../picture.js'
import { drawBar, drawBox, drawNode, drawRow } from './draw-box.js'
import { drawWires } from './draw-wires.js'
import { boxRectangle, columnLeft, columnWidth, nodeRectangle } from './geometry.js'
import type { Graph } from './graph.js'
import type { Marked } from './halo.js'
import type { TopologyLayout } from './layout.js'
import { sizes } from './sizes.js'
import { text } from './svg-parts.js'

/** What is marked in a picture, and what is said of it below. */
export interface Marks {
  changed: Marked
  fault: Marked
  /** Of the fault; empty where there is none. */
  legend: string
}

/** The picture of a placed network: boxes, then bridges with their rails, then wires, then interfaces on top. */
export function drawGraph(graph: Graph, layout: TopologyLayout, { changed, fault, legend }: Marks): Drawing {
  const contexts = graph.boxes.flatMap((box) => {
    const place = layout.boxes[box.key]
    return place ? [{ box, place, layout, changed, fault }] : []
  })
  const nodes = Object.entries(layout.nodes?.of ?? {}).map(([name, place]) => ({
    name,
    rectangle: nodeRectangle(layout, place),
  }))
  const content = [
    ...nodes.map(({ name, rectangle }) => drawNode(name, rectangle, changed)),
    ...contexts.map(drawBox),
    ...contexts.flatMap((context) => context.box.blocks.map((block) => drawBar(block, context))),
    ...drawWires(graph, layout),
    ...contexts.flatMap((context) => {
      return context.box.blocks.flatMap((block) => block.rows.map((row) => drawRow(row, context)))
    }),
  ].filter((part) => part !== '')
  const side = layout.nodes === undefined ? 0 : sizes.nodeSide
  const width = columnLeft(layout, 2) + columnWidth(layout, 2) + side + sizes.margin
  const frames = [
    ...contexts.map(({ box, place }) => boxRectangle(layout, box, place)),
    ...nodes.map(({ rectangle }) => rectangle),
  ]
  const bottom = Math.max(sizes.margin, ...frames.map((frame) => frame.y + frame.height))
  const notes = [
    ...(content.some((part) => part.includes('class="halo"')) ? ['violet frame: just changed'] : []),
    ...(legend === '' ? [] : [legend]),
  ]
  const style = { size: sizes.small, fill: neutral.secondary.light, room: width - 2 * sizes.margin }
  content.push(...notes.map((note, line) => text(note, sizes.margin, bottom + 22 + line * sizes.line, style)))
  const below = notes.length === 0 ? sizes.margin : 32 + (notes.length - 1) * sizes.line
  return { content: content.join('\n'), width, height: bottom + below }
}
