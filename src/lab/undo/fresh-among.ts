import type { Node } from '../../engine/index.js'
import type { NamespaceSnapshot } from '../../network/index.js'
import { freshNamespace } from '../../tools/index.js'
import type { NextNode } from '../next-node.js'

/** How a namespace begins, read on a machine of its own when it is not known yet. */
export async function freshAmong(next: NextNode): Promise<NamespaceSnapshot> {
  let taken: Node | undefined
  try {
    return await freshNamespace(async () => (taken = await next.take()))
  } finally {
    await taken?.dispose()
  }
}
