import type { Sandbox } from '../sandbox.js'
import { checkNodeNames } from './names.js'

/**
 * Those that are there already stay as they are.
 * @throws TypeError where a name is no host name
 */
export async function addNodes(sandbox: Sandbox, names: readonly string[]): Promise<void> {
  checkNodeNames(names)
  await sandbox.change('add', async (first) => {
    for (const name of names) if (!first.nodes.some((node) => node.name === name)) await first.addNode(name)
    return undefined
  })
}
