import { readFile } from 'node:fs/promises'
import { currentSink } from '../../display/index.js'
import { readForeign, TopologyError, wantedNetwork, type Topology, type WantedNetwork } from '../../network/index.js'

/** A wanted network, and where in a file its places stand. */
export interface ReadTopology {
  wanted: WantedNetwork
  /** `lab.yaml, line 7: namespaces.ns1.eth0`; the place alone where there is no file, or no such line. */
  where: (place: string) => string
}

/**
 * A topology as it is, or from a file: JSON or YAML of our own shape, of containerlab, or Mininet's. What has no meaning
 * here is named in a notice.
 * @throws Error where the file cannot be read or is neither; TopologyError naming all that is wrong, with its lines
 */
export async function readTopology(source: Topology | string): Promise<ReadTopology> {
  if (typeof source !== 'string') return { wanted: wantedNetwork(source), where: (place) => place }
  const { data, lineOf } = await parseFile(source)
  const foreign = readForeign(data)
  if (foreign !== undefined && foreign.ignored.length > 0) {
    currentSink().stream(
      'stderr',
      `${source}: without a meaning here, left out:\n${foreign.ignored.map((each) => `  ${each}\n`).join('')}`,
    )
  }
  const where = (place: string): string => {
    // What became of a file of another tool stands elsewhere in it.
    const line = foreign === undefined ? lineOf(place) : undefined
    return line === undefined ? place : `${source}, line ${line}: ${place}`
  }
  try {
    return { wanted: wantedNetwork(foreign?.topology ?? (data as Topology)), where }
  } catch (error) {
    if (!(error instanceof TopologyError)) throw error
    throw new TopologyError(error.problems.map((problem) => ({ ...problem, place: where(problem.place) })))
  }
}

async function parseFile(path: string): Promise<{ data: unknown; lineOf: (place: string) => number | undefined }> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    const error = cause as NodeJS.ErrnoException
    const reason = error.code === 'ENOENT' ? `there is no such file in ${process.cwd()}` : error.message
    throw new Error(`${path} cannot be read: ${reason}`, { cause: error })
  })
  // YAML's reader costs some 20 ms, and few need it. JSON is YAML, too.
  const { LineCounter, parseDocument } = await import('yaml')
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, merge: true })
  const [problem] = document.errors
  if (problem !== undefined) throw new Error(`${path} cannot be read: ${problem.message}`, { cause: problem })
  return {
    data: document.toJS() as unknown,
    lineOf: (place) => {
      const keys = keysOf(place)
      // The nearest that is there: of what is missing, the one around it.
      for (let length = keys.length; length > 0; length--) {
        const node = document.getIn(keys.slice(0, length), true) as { range?: [number, number, number] } | undefined
        if (node?.range) return lines.linePos(node.range[0]).line
      }
      return undefined
    },
  }
}

/** `namespaces.ns1.links['a.b'][0]` → its keys. */
function keysOf(place: string): (string | number)[] {
  return [...place.matchAll(/\['([^']*)'\]|\[(\d+)\]|([^.[\]]+)/g)].map(([, quoted, index, plain]) =>
    index === undefined ? (quoted ?? plain ?? '') : Number(index),
  )
}
