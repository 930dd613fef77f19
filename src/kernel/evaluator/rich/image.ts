import type { MimeBundle } from '../../../display/index.js'

/** How each format starts. Format: PNG 1.2, section 3.1; JPEG (ITU-T T.81), annex B; GIF89a, section 17. */
const signatures = [
  ['image/png', '89504e470d0a1a0a'],
  ['image/jpeg', 'ffd8ff'],
  ['image/gif', '474946383761'],
  ['image/gif', '474946383961'],
] as const

/** Front ends keep every image in the notebook's file: above this many bytes it is shown as text only. */
const maxBytes = 20_000_000

/** The picture that these bytes are, in base64; undefined: none that front ends show. */
export function imageOf(bytes: Uint8Array): MimeBundle | undefined {
  if (bytes.byteLength > maxBytes) return undefined
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const start = data.toString('hex', 0, 8)
  const type = signatures.find(([, signature]) => start.startsWith(signature))?.[0]
  return type && { [type]: data.toString('base64') }
}
