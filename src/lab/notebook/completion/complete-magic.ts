import type { Completion } from '../../../display/index.js'
import { FIRST_NODE } from '../../../network/index.js'
import { typed } from './network-words.js'
import { sceneOf } from './scene.js'

/** What stands behind `%%sh` on its line; see readArguments in magic.ts. */
export const magicOptions = ['--fails', '--maybe', '--for', '--node'] as const

export async function completeMagicArguments(text: string, cursor: number): Promise<Completion> {
  const before = text.slice(0, cursor)
  const begun = /[^\s=]*$/.exec(before)?.[0] ?? ''
  const words = before.slice(0, before.length - begun.length).split(/[\s=]+/).filter(Boolean) // prettier-ignore
  const matches = await matchesBehind(words)
  return {
    start: cursor - begun.length,
    end: cursor,
    matches: matches.filter(({ text }) => text.startsWith(begun)),
  }
}

async function matchesBehind(words: readonly string[]): Promise<{ text: string; type: string }[]> {
  if (words.at(-1) === '--for') return typed('time', ['5s', '500ms', '1m'])
  if (words.at(-1) !== '--node') {
    const left = magicOptions.filter((option) => !words.includes(option))
    return typed('option', left)
  }
  const { state } = await sceneOf({})
  const nodes = (state?.namespaces ?? []).map(({ node }) => node).filter((node) => node !== FIRST_NODE)
  return typed('node', nodes)
}

/** The node that a `%%sh` line names, whether or not the rest of the line is right. */
export function magicNode(magicArguments: string): string | undefined {
  return /(?:^|\s)--node(?:=|\s+)(\S+)/.exec(magicArguments)?.[1]
}
