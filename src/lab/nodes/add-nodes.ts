import { addNodes as addToFirst } from '../../engine/index.js'
import type { Sandbox } from '../sandbox.js'
import { checkNodeNames } from './names.js'

/**
 * Those that are there already stay as they are.
 * @throws TypeError where a name is no host name
 */
export async function addNodes(sandbox: Sandbox, names: readonly string[]): Promise<void> {
  checkNodeNames(names)
  await sandbox.change('add', async (first) => {
    await addToFirst(
      first,
      names.filter((name) => !first.nodes.some((node) => node.name === name)),
    )
    return undefined
  })
}
