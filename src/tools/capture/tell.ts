import type { Capture, Emit } from '../../network/index.js'

/** Steps of a capture that go to the log; the capture itself has all. */
const MOST_EVENTS = 1000

let captures = 0

/** Adds the steps of packets to the lab's log: events are told when the capture is over, and say how long ago they were. */
export function tellFrames({ sequence, frames }: Capture, startNs: bigint, emit: Emit): void {
  const capture = ++captures
  const firstMs = Number(startNs) / 1e6 + (frames[0]?.atMs ?? 0)
  for (const { from, to, link, layers, ended, atMs } of sequence.frames.slice(0, MOST_EVENTS)) {
    const isLast = to === null || ended !== undefined
    emit({ kind: 'frame-captured', capture, from, to, link, layers, isLast, ageMs: Date.now() - firstMs - atMs })
  }
}
