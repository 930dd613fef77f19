import { readFile } from 'node:fs/promises'
import { currentSink } from '../../display/index.js'
import { readForeign, type Topology } from '../../network/index.js'

/**
 * A topology as it is, or from a file: JSON or YAML of our own shape, of containerlab, or MiniEdit's. What has no meaning
 * here is named in a notice.
 * @throws Error where the file cannot be read or is neither
 */
export async function readTopology(source: Topology | string): Promise<Topology> {
  if (typeof source !== 'string') return source
  const data = await parseFile(source)
  const foreign = readForeign(data)
  if (foreign === undefined) return data as Topology
  const { topology, ignored } = foreign
  if (ignored.length > 0) {
    currentSink().stream(
      'stderr',
      `${source}: without a meaning here, left out:\n${ignored.map((each) => `  ${each}\n`).join('')}`,
    )
  }
  return topology
}

async function parseFile(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8')
  // YAML's reader costs some 20 ms, and few need it.
  const { parse } = await import('yaml')
  try {
    // JSON is YAML, but for tabs.
    return /^\s*[{[]/.test(text) ? (JSON.parse(text) as unknown) : (parse(text) as unknown)
  } catch (error) {
    throw new Error(`${path} cannot be read: ${(error as Error).message}`, { cause: error })
  }
}
