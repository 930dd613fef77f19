import { types } from 'node:util'
import type { CodePlace, Completion } from '../../../display/index.js'
import { FIRST_NODE, type NetworkState } from '../../../network/index.js'
import { ownerOf, type ShOwner } from '../../shell/sh.js'
import { addressesOf, endpointNames, placeNames, typed, type Match } from './network-words.js'
import { sceneOf } from './scene.js'

export type ArgumentPlace = Extract<CodePlace, { kind: 'argument' }>

/** Names in the network for a string among the arguments of a lab's or a node's method; undefined: not our business. */
export async function completeArgument(place: ArgumentPlace): Promise<Completion | undefined> {
  const owner = ownerOfFacade(place.receiver.value)
  const begun = place.text.slice(0, place.cursor)
  // Files are found by the kernel; what lab.can knows, and keys of a topology, by TypeScript.
  if (!owner || /^\.{0,2}\//.test(begun) || elsewhere.has(place.method)) return undefined
  const { state } = await sceneOf(owner)
  if (!state) return undefined
  const matches = namesFor(place, state, owner.node ?? FIRST_NODE).filter(({ text }) => text.startsWith(begun))
  return matches.length === 0 ? undefined : { start: 0, end: place.cursor, matches }
}

const elsewhere = new Set(['can', 'build', 'plan'])

/** Whose facade a value is: a lab's, or a node's. */
export function ownerOfFacade(value: unknown): ShOwner | undefined {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return undefined
  return ownerOf(Object.getOwnPropertyDescriptor(value, 'sh')?.value)
}

function namesFor({ method, index, property }: ArgumentPlace, state: NetworkState, node: string): Match[] {
  const places = placeNames(state, node)
  const own = node === FIRST_NODE ? places : placeNames({ namespaces: state.namespaces.filter((space) => space.node === node) }, node) // prettier-ignore
  const nodes = typed('node', [...new Set(state.namespaces.map((space) => space.node))].filter((name) => name !== FIRST_NODE)) // prettier-ignore
  if (property === 'node' || method === 'nodes') return nodes
  if (property === 'namespace' || property === 'from') return own
  if (property === 'link' || property === 'links') return endpointNames(state)
  if (method === 'link') return places.map(({ text, type }) => ({ text: `${text}.`, type }))
  const isFirst = property === undefined && index === 0
  if (fromTo.has(method)) return isFirst ? own : [...places, ...addressesOf(state)]
  return [...places, ...endpointNames(state), ...addressesOf(state)]
}

/** Methods whose first argument is where a packet comes from, and whose second is where it goes. */
const fromTo = new Set(['ping', 'explain', 'trace', 'measure'])
