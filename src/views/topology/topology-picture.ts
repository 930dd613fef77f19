import { mime, type MimeBundle } from '../../display/index.js'
import { describeNetwork, type Change, type Endpoint, type NetworkState } from '../../network/index.js'
import { dressSvg, type PictureWords } from '../picture.js'
import { pictureTexts } from '../picture-words.js'
import { drawPngAside } from '../png.js'
import { drawGraph } from './draw.js'
import { networkGraph, type Graph } from './graph.js'
import { groupBoxes } from './groups.js'
import { changedThings, onePlace } from './halo.js'
import type { TopologyLayout } from './layout.js'
import { placeNodes } from './place-nodes.js'
import { placeGraph } from './place.js'

export interface TopologyOptions {
  /** The layout of the picture before: what is still there stays where it was. */
  previous?: TopologyLayout
  /** What to mark as just changed. */
  changes?: readonly Change[]
  /** Where something is wrong, and what is said of it in a line below. */
  fault?: { at: Endpoint; words: string }
  /** False leaves the PNG out: for updates while cells run. */
  png?: boolean
}

export interface TopologyPicture {
  bundle: MimeBundle
  layout: TopologyLayout
}

/** What goes out as `mime.topology` beside the picture: for an exported page that draws, filters or replays it itself. */
export interface TopologyData {
  state: NetworkState
  /** What was marked as just changed. */
  changes: readonly Change[]
}

/** The network as the kernel has it: namespaces as boxes, interfaces on their borders, veth pairs as lines, bridges as bars. */
export async function topologyPicture(
  state: NetworkState,
  { previous, changes = [], fault, png = true }: TopologyOptions = {},
): Promise<TopologyPicture> {
  const whole = networkGraph(state)
  const graph = groupBoxes(whole)
  const hasNodes = graph.boxes.some(({ node }) => node !== null)
  const layout = hasNodes ? placeNodes(graph, previous) : placeGraph(graph, previous)
  const legend = fault === undefined ? '' : `framed, with a cross: ${fault.words}`
  const words: PictureWords = {
    title: fault === undefined ? pictureTitle(whole) : `${pictureTitle(whole)}; ${fault.words}`,
    text: describeNetwork(state, pictureTexts().network),
  }
  const marks = { changed: changedThings(changes), fault: onePlace(fault?.at), legend }
  const svg = dressSvg(drawGraph(graph, layout, marks), words)
  const bundle = {
    [mime.text]: words.text,
    ...(png && { [mime.png]: await drawPngAside(svg) }),
    [mime.svg]: svg,
    [mime.topology]: { state, changes } satisfies TopologyData,
  }
  return { bundle, layout }
}

function pictureTitle(graph: Graph): string {
  const bridges = graph.boxes.flatMap((box) => box.blocks).filter((block) => block.bridge !== null).length
  const nodes = new Set(graph.boxes.map((box) => box.node)).size
  const { network, networkTitle } = pictureTexts()
  return networkTitle([
    ...(nodes > 1 ? [network.nodes(nodes)] : []),
    network.namespaces(graph.boxes.length),
    network.pairs(graph.wires.length),
    ...(bridges > 0 ? [network.bridges(bridges)] : []),
  ])
}
