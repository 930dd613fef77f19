import { randomUUID } from 'node:crypto'
import type { Node } from '../engine/index.js'
import {
  FIRST_NODE,
  parseSnapshotSpace,
  UnreadableOutputError,
  type NamespaceSnapshot,
  type NetworkSnapshot,
} from '../network/index.js'
import { readState } from './state.js'
import { snapshotScript } from './snapshot-script.js'

/**
 * Reads a whole network and everything that decides about its packets: state, sysctls, qdiscs, firewalls, listeners.
 * @throws UnreadableOutputError
 */
export async function readSnapshot(node: Node, signal?: AbortSignal): Promise<NetworkSnapshot> {
  const [state, ...read] = await Promise.all([
    readState(node, signal === undefined ? {} : { signal }),
    readSpaces(node, FIRST_NODE, signal),
    ...node.nodes.map((each) => readSpaces(each, each.name, signal)),
  ])
  // A namespace that came or went between the two readings is in neither.
  const spaces = state.namespaces.flatMap(({ name, node: machine }) =>
    read.flat().filter((space) => space.name === name && space.node === machine),
  )
  return { v: 1, state, spaces }
}

/** Of one machine, under the name that it has in the lab. */
async function readSpaces(node: Node, name: string, signal: AbortSignal | undefined): Promise<NamespaceSnapshot[]> {
  const mark = `--${randomUUID()}`
  const result = await node.spawn(['/bin/sh', '-c', snapshotScript, 'sh', mark], {
    ...(signal === undefined ? {} : { signal }),
  })
  signal?.throwIfAborted()
  if (result.isTruncated) throw new UnreadableOutputError('nft list ruleset', 'more output than is kept')
  const spaces: Map<string, string>[] = []
  for (const chunk of result.stdout.split(`\n${mark} `).slice(1)) {
    const [, section = '', content = ''] = /^(\w+)\s?([^]*)$/.exec(chunk) ?? []
    if (section === 'space') spaces.push(new Map())
    spaces.at(-1)?.set(section, `${spaces.at(-1)?.get(section) ?? ''}${content.trim()}\n`)
  }
  return spaces.map((sections) => parseSnapshotSpace(name, sections.get('space')?.trim() ?? '', sections))
}
