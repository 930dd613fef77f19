import type { Signer } from './signature.js'

export type JsonObject = Record<string, unknown>

/** Format: Jupyter messaging documentation, "Message header". */
export interface Header {
  msg_id: string
  msg_type: string
  session: string
  username: string
  date: string
  version: string
}

/** One Jupyter message as it travels; `identities` say to whom a router socket sends it, or the topic on iopub. */
export interface Message {
  readonly identities: readonly Uint8Array[]
  readonly header: Header
  readonly parent: Header | undefined
  readonly metadata: JsonObject
  readonly content: JsonObject
  readonly buffers: readonly Uint8Array[]
}

/** A message that is not to be trusted or understood; it is dropped, and the reason goes to the log. */
export class Refused extends Error {
  override readonly name = 'Refused'
}

const delimiter = Buffer.from('<IDS|MSG>')

/**
 * Frames to a message.
 *
 * Format: Jupyter messaging documentation, "The wire protocol".
 *
 * @throws Refused
 */
export function decode(frames: readonly Uint8Array[], signer: Signer): Message {
  const at = frames.findIndex((frame) => frame.length === delimiter.length && delimiter.equals(frame))
  if (at < 0) throw new Refused('no delimiter')
  const [signature, header, parent, metadata, content, ...buffers] = frames.slice(at + 1)
  if (!signature || !header || !parent || !metadata || !content) throw new Refused('frames are missing')
  const refusal = signer.refusal([header, parent, metadata, content], signature)
  if (refusal) throw new Refused(`signature ${refusal}`)
  return {
    identities: frames.slice(0, at),
    header: toHeader(parse('header', header)),
    parent: toParent(parse('parent header', parent)),
    metadata: parse('metadata', metadata),
    content: parse('content', content),
    buffers,
  }
}

export function encode(message: Message, signer: Signer): Uint8Array[] {
  const parts = [message.header, message.parent ?? {}, message.metadata, message.content].map((part) =>
    Buffer.from(JSON.stringify(part)),
  )
  return [...message.identities, delimiter, Buffer.from(signer.sign(parts)), ...parts, ...message.buffers]
}

function parse(name: string, frame: Uint8Array): JsonObject {
  let value: unknown
  try {
    value = JSON.parse(Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength).toString('utf8'))
  } catch (cause) {
    throw new Refused(`${name} is not JSON`, { cause })
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Refused(`${name} is not an object`)
  return value as JsonObject
}

function toHeader(value: JsonObject): Header {
  for (const field of ['msg_id', 'msg_type', 'session', 'version']) {
    if (typeof value[field] !== 'string') throw new Refused(`header: ${field} is not a string`)
  }
  const header = value as unknown as Header
  if (!/^5(\.|$)/.test(header.version)) throw new Refused(`protocol version ${header.version}: want 5`)
  return header
}

/** A parent we do not check further: it is only ever handed back, or compared by `msg_id`. */
function toParent(value: JsonObject): Header | undefined {
  return typeof value['msg_id'] === 'string' ? (value as unknown as Header) : undefined
}
