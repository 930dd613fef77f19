import type { Capture, PingResult } from '../network/index.js'

/** The stop button ended a call; what a ping, or a capture, had told by then is in `result`. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError'
  declare readonly result: PingResult | Capture | null
  constructor(message: string, result: PingResult | Capture | null) {
    super(message)
    Object.defineProperty(this, 'result', { value: result })
  }
}

/** A lab that was disposed, or whose sandbox ended by itself. */
export class LabGoneError extends Error {
  override readonly name = 'LabGoneError'
}
