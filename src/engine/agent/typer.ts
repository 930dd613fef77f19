/** Types text into a terminal as fast as its reader takes it. */
import { writeSync } from 'node:fs'

/** A terminal holds 4 KiB; when it is full its reader needs a moment. */
const RETRY_MS = 1

export function createTyper(master: number) {
  let waiting: Buffer[] = []
  let timer: NodeJS.Timeout | undefined

  const pump = (): void => {
    timer = undefined
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      let written = 0
      try {
        written = writeSync(master, next)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error
      }
      if (written === next.length) waiting.shift()
      else {
        waiting[0] = next.subarray(written)
        timer = setTimeout(pump, RETRY_MS)
        return
      }
    }
  }
  return {
    type(text: string): void {
      waiting.push(Buffer.from(text))
      if (timer === undefined) pump()
    },
    /** Bytes that the terminal has no room for yet. */
    waiting: () => waiting.reduce((sum, { length }) => sum + length, 0),
    end(): void {
      clearTimeout(timer)
      waiting = []
    },
  }
}
