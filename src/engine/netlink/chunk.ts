/** What a read of the network is handed over in: netlink messages as the kernel gave them, and what they do not say. */
import {
  assembleState,
  type Endpoint,
  FIRST_NODE,
  seenFrom,
  type NetworkState,
  type ReadNamespace,
} from '../../network/index.js'
import { messagesIn, viewOf } from './message.js'
import { builtInNames, type KnownNames } from './name-tables.js'
import { readNamespace } from './namespace-reader.js'

export interface ChunkHeader {
  /** The namespaces that follow, each with the bytes of its messages. */
  spaces: { name: string; length: number }[]
  /** In the first chunk, where the reader has others, or none. */
  names?: KnownNames
  /** In the last chunk: how each namespace numbers the others; null for one without a name. */
  ids?: Record<string, [id: number, name: string | null][]>
}

/** What follows the messages in a chunk: `the header as JSON · u32 its length, big-endian`. */
export function encodeHeader(header: ChunkHeader): Buffer {
  const text = Buffer.from(JSON.stringify(header))
  const encoded = Buffer.allocUnsafeSlow(text.length + 4)
  encoded.set(text)
  encoded.writeUInt32BE(text.length, text.length)
  return encoded
}

/** Reads chunks as they come. */
export class StateReader {
  private readonly spaces: (ReadNamespace & { node: string; namespaceIds: Map<number, string | null> })[] = []

  /** `names` are what the reader before has left. */
  constructor(public names: KnownNames | null) {}

  take(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
    const end = bytes.length - 4
    const header = JSON.parse(bytes.toString('utf8', end - bytes.readUInt32BE(end), end)) as ChunkHeader
    const view = viewOf(bytes)
    let at = 0
    this.names = header.names ?? this.names
    const tables = this.names?.tables ?? builtInNames
    for (const { name, length } of header.spaces) {
      const ids = new Map<number, string | null>()
      const { node, namespace } = splitName(name)
      const read = readNamespace(namespace, ids, messagesIn(view, at, at + length), tables)
      this.spaces.push(Object.assign(read, { node, namespaceIds: ids }))
      at += length
    }
    if (header.ids === undefined) return
    this.isWhole = true
    for (const space of this.spaces) {
      const { node, name } = space
      for (const [id, owner] of header.ids[node === FIRST_NODE ? name : `${node}/${name}`] ?? []) {
        space.namespaceIds.set(id, owner === null ? null : seenFrom(node, splitName(owner)))
      }
    }
  }

  /** Whether the last chunk has come. */
  isWhole = false

  state(): NetworkState {
    return assembleState(this.spaces)
  }
}

/** The agent calls a namespace of a further machine `node1/ns1`. */
function splitName(name: string): Required<Pick<Endpoint, 'node' | 'namespace'>> {
  const slash = name.indexOf('/')
  return slash < 0
    ? { node: FIRST_NODE, namespace: name }
    : { node: name.slice(0, slash), namespace: name.slice(slash + 1) }
}
