/** What may be typed where the cursor stands in a cell, as far as it concerns the lab. Loaded at the first Tab. */
import type { CodePlace, Completion } from '../../../display/index.js'
import { ownerOf, type ShOwner } from '../../shell/sh.js'
import { completeArgument } from './complete-argument.js'
import { completeMagicArguments, magicNode } from './complete-magic.js'
import { completeShell } from './complete-shell.js'
import { sceneOf } from './scene.js'

export async function complete(place: CodePlace): Promise<Completion | undefined> {
  const { kind, text, cursor } = place
  if (kind === 'argument') return completeArgument(place)
  if (kind === 'magic-name') {
    const isBegun = 'sh'.startsWith(text.slice(0, cursor))
    return isBegun ? { start: 0, end: cursor, matches: [{ text: 'sh', type: 'magic' }] } : undefined
  }
  const owner = shellOf(place)
  if (!owner) return undefined
  if (kind === 'magic-arguments') return completeMagicArguments(text, cursor)
  return completeShell(text, cursor, await sceneOf(owner))
}

/** The shell that a piece of a cell is for; undefined: for none of ours. */
export function shellOf(place: CodePlace): Partial<ShOwner> | undefined {
  if (place.kind === 'template') return ownerOf(place.tag.value)
  if (place.kind === 'argument' || place.magic.name !== 'sh') return undefined
  const node = magicNode(place.magic.arguments)
  return node === undefined ? {} : { node }
}
