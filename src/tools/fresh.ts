import type { Node } from '../engine/index.js'
import type { NamespaceSnapshot } from '../network/index.js'
import { readSnapshot } from './snapshot.js'

let known: Promise<NamespaceSnapshot> | undefined

/**
 * The root namespace of a machine that is as new: what new namespaces begin with, and what decides which settings of a
 * network are its own. It is the same for each of them, so that one is read, once.
 * @param start a machine as new; it is left as it is
 */
export function freshNamespace(start: () => Promise<Node>): Promise<NamespaceSnapshot> {
  known ??= start().then(async (node) => {
    const { spaces } = await readSnapshot(node)
    const root = spaces.find(({ name }) => name === 'root')
    if (root === undefined) throw new Error('a fresh machine has no root namespace')
    return root
  })
  // The next one who asks tries again.
  known.catch(() => (known = undefined))
  return known
}
