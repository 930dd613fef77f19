/** Passes a call's output on until the limit, then one notice, then nothing; the rest is read and dropped. */
import { OUTPUT_LIMIT, TRUNCATION_NOTICE, type Reply } from './protocol.js'

export interface Cutter {
  write(stream: 'stdout' | 'stderr', bytes: Uint8Array): void
  readonly isTruncated: boolean
}

export function createCutter(id: number, say: (reply: Reply) => void): Cutter {
  let left = OUTPUT_LIMIT
  let isTruncated = false
  return {
    write(stream, bytes) {
      if (isTruncated || bytes.length === 0) return
      const kept = bytes.length > left ? bytes.subarray(0, left) : bytes
      left -= kept.length
      say({ kind: stream, id, body: kept })
      if (kept.length === bytes.length) return
      isTruncated = true
      say({ kind: 'stderr', id, body: Buffer.from(TRUNCATION_NOTICE) })
    },
    get isTruncated() {
      return isTruncated
    },
  }
}
