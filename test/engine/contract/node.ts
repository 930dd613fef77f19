/** A node for a group of tests, in a folder of its own. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll } from 'vitest'
import type { Engine, Node, Shell, ShellRunOptions } from '../../../src/engine/index.js'

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vethbook-engine-'))
  chmodSync(folder, 0o755)
  return folder
}

/**
 * Lists what is in a node's /tmp, but for what must be there: the notebook's folder, and the checkout that is tested where
 * it is below /tmp itself.
 */
export const LIST_TMP = `ls /tmp | grep -v -e vethbook-engine -e '^${fileURLToPath(new URL('../../..', import.meta.url)).split('/')[2] ?? ''}$'`

export interface SharedNode {
  readonly node: Node
  readonly folder: string
  /** The output of lines, stdout and stderr together, without the last line's end. */
  say(script: string, options?: ShellRunOptions): Promise<string>
  run(script: string, options?: ShellRunOptions): ReturnType<Shell['run']>
}

/** One node for all tests of the group that calls this. */
export function shareNode(engine: Engine): SharedNode {
  let node: Node
  const folder = temporaryFolder()
  const run: SharedNode['run'] = async (script, options) => await (await node.shell()).run(script, options)
  beforeAll(async () => {
    node = await engine.start({ name: 'lab', directory: folder })
  })
  afterAll(async () => {
    await node.dispose()
    rmSync(folder, { recursive: true })
  })
  return {
    get node() {
      return node
    },
    folder,
    run,
    async say(script, options) {
      const { stdout, stderr } = await run(script, options)
      return (stdout + stderr).trimEnd()
    },
  }
}

/** Starts nodes that are disposed of at the end of each test. */
export function startNodes(engine: Engine): (name?: string, folder?: string) => Promise<Node> {
  const nodes: Node[] = []
  const folders: string[] = []
  afterEach(async () => {
    await Promise.all(nodes.splice(0).map((node) => node.dispose()))
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
  })
  return async (name = 'lab', folder = temporaryFolder()) => {
    folders.push(folder)
    const node = await engine.start({ name, directory: folder })
    nodes.push(node)
    return node
  }
}

export const lacks = (engine: Engine, feature: Engine['lacks'][number]): boolean => engine.lacks.includes(feature)
