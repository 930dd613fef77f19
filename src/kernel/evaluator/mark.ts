/**
 * Marks in stdout and stderr. The evaluator, and every process that inherits its descriptors, write plain bytes there;
 * displays and replies take a pipe of their own. Whenever order between the three matters, the evaluator writes the
 * same number as a mark into all of them, and the reader puts the pieces together by it.
 */
const open = '\u001b_'
const digits = 10

/** The mark's bytes; `word` is random, so that no program prints it by chance. */
export function markOf(word: string, number: number): string {
  return `${open}${word}${String(number).padStart(digits, '0')}\u001b\\`
}

export interface MarkedText {
  bytes: Uint8Array
  /** The mark that follows `bytes`; undefined: more bytes may follow. */
  mark: number | undefined
}

/** Cuts a stream of bytes at its marks, wherever the chunks were split. */
export function createMarkReader(word: string): (chunk: Uint8Array) => MarkedText[] {
  const prefix = Buffer.from(open + word)
  const markLength = markOf(word, 0).length
  let held = Buffer.alloc(0)
  return (chunk) => {
    const pieces: MarkedText[] = []
    let rest = held.length ? Buffer.concat([held, chunk]) : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
    for (;;) {
      const at = rest.indexOf(prefix)
      if (at < 0 || rest.length < at + markLength) {
        const keep = at < 0 ? startOf(prefix, rest) : at
        if (keep > 0) pieces.push({ bytes: rest.subarray(0, keep), mark: undefined })
        held = Buffer.from(rest.subarray(keep))
        return pieces
      }
      const number = rest.toString('latin1', at + prefix.length, at + prefix.length + digits)
      pieces.push({ bytes: rest.subarray(0, at), mark: Number(number) })
      rest = rest.subarray(at + markLength)
    }
  }
}

/** Where the longest tail of `bytes` that may be the beginning of a mark starts; its length if there is none. */
function startOf(prefix: Buffer, bytes: Buffer): number {
  for (let length = Math.min(prefix.length - 1, bytes.length); length > 0; length--) {
    if (bytes.subarray(bytes.length - length).equals(prefix.subarray(0, length))) return bytes.length - length
  }
  return bytes.length
}
