import { inForeground } from '../notebook/foreground.js'

/** Until it ends by itself, or the stop button aborts its signal. */
export function stoppable<Result>(run: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const stopping = new AbortController()
  const stop = (): boolean => {
    stopping.abort()
    return true
  }
  return inForeground({ interrupt: stop, stop }, () => run(stopping.signal))
}
