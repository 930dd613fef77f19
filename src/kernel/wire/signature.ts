import { createHmac, timingSafeEqual } from 'node:crypto'

/** How many signatures are remembered, so that a recorded message cannot be sent again. */
const remembered = 65_536

/** Signs and verifies the four JSON frames of a message. An empty key switches signing off, as the protocol says. */
export interface Signer {
  sign(frames: readonly Uint8Array[]): string
  /** Why a message is refused; undefined: it is genuine and new. */
  refusal(frames: readonly Uint8Array[], signature: Uint8Array): 'forged' | 'replayed' | undefined
}

/** @throws Error if the scheme is not `hmac-` and a hash that this Node knows. */
export function createSigner(key: string, scheme: string): Signer {
  if (key === '') return { sign: () => '', refusal: () => undefined }
  const hash = /^hmac-(.+)$/.exec(scheme)?.[1]
  if (hash === undefined) throw new Error(`unknown signature scheme ${scheme}: want hmac-sha256`)
  const sign = (frames: readonly Uint8Array[]): string => {
    const hmac = createHmac(hash, key)
    for (const frame of frames) hmac.update(frame)
    return hmac.digest('hex')
  }
  sign([])
  const seen = new Set<string>()
  return {
    sign,
    refusal(frames, signature) {
      const expected = sign(frames)
      const wanted = Buffer.from(expected)
      if (wanted.length !== signature.length || !timingSafeEqual(wanted, signature)) return 'forged'
      if (seen.has(expected)) return 'replayed'
      seen.add(expected)
      if (seen.size > remembered) {
        // A Set keeps insertion order: drop the oldest quarter at once, not one at a time.
        let drop = remembered / 4
        for (const old of seen) {
          if (drop-- === 0) break
          seen.delete(old)
        }
      }
      return undefined
    },
  }
}
