/**
 * What the stop button stops: calls of this process that are running now. The first stop of a cell is gentle (Ctrl+C for
 * the command in the foreground), the second ends the calls, a third is no longer ours: the kernel ends the cell.
 */
export interface Stoppable {
  /** Ctrl+C; false: nothing to stop. */
  interrupt(): boolean
  /** Ends the whole call; false: nothing to stop. */
  stop(): boolean
}

const running = new Set<Stoppable>()
let stops = 0

/** Counts as running until the promise that `run` gives settles. */
export async function inForeground<T>(stoppable: Stoppable, run: () => Promise<T>): Promise<T> {
  running.add(stoppable)
  try {
    return await run()
  } finally {
    running.delete(stoppable)
  }
}

/** The stop button; true: something was stopped, and the cell will end by itself. */
export function stopForeground(): boolean {
  stops++
  if (stops > 2) return false
  const stopped = [...running].map((each) => (stops === 1 ? each.interrupt() : each.stop()))
  return stopped.includes(true)
}

export function forgetStops(): void {
  stops = 0
}
