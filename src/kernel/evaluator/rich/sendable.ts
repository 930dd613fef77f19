import { types } from 'node:util'
import type { MimeBundle } from '../../../display/index.js'

type Data = Record<string, unknown> & { 'text/plain'?: string }

/**
 * A MIME bundle as it can be sent: text as text, bytes in base64, JSON without cycles, and a big integer in it as a
 * number, or as a string where a number cannot hold it. What cannot be sent is left out and told in `notices`.
 * Undefined: this is no bundle.
 *
 * Format: Jupyter messaging protocol, "display_data" (content.data).
 */
export function sendable(bundle: unknown): { data: Data; notices: string[] } | undefined {
  if (!isBundle(bundle)) return undefined
  const data: Data = {}
  const notices: string[] = []
  for (const [type, value] of Object.entries(bundle)) {
    if (value === undefined || value === null) continue
    try {
      data[type] = isText(type) ? textOf(value) : (bytesOf(value)?.toString('base64') ?? jsonOf(value))
    } catch (error) {
      notices.push(`${type} cannot be shown: ${error instanceof Error ? error.message.split('\n', 1)[0] : 'no JSON'}`)
    }
  }
  return { data, notices }
}

function isBundle(value: unknown): value is MimeBundle {
  if (typeof value !== 'object' || value === null) return false
  return Object.keys(value).every((type) => /^[^/\s]+\/[^/\s]+$/.test(type))
}

function isText(type: string): boolean {
  return type.startsWith('text/') || type === 'image/svg+xml' || type === 'application/javascript'
}

/** Text may come as a file's bytes, or in lines, as notebook files keep it. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  const bytes = bytesOf(value)
  if (bytes) return bytes.toString('utf8')
  return Array.isArray(value) ? value.map(String).join('') : String(value)
}

function bytesOf(value: unknown): Buffer | undefined {
  if (types.isUint8Array(value)) return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  if (types.isAnyArrayBuffer(value)) return Buffer.from(value)
  return undefined
}

/** @throws what has cycles, or a `toJSON` that throws */
export function jsonOf(value: unknown): unknown {
  const text = JSON.stringify(value, (_, each: unknown) => {
    if (typeof each !== 'bigint') return each
    return Number.isSafeInteger(Number(each)) ? Number(each) : String(each)
  }) as string | undefined
  if (text === undefined) throw new Error(`a ${typeof value} is no JSON`)
  return JSON.parse(text)
}
