import type { PingResult } from '../network/index.js'

/** The stop button ended a ping; what it had told by then is in `result`. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError'
  declare readonly result: PingResult
  constructor(message: string, result: PingResult) {
    super(message)
    Object.defineProperty(this, 'result', { value: result })
  }
}

/** A lab that was disposed, or whose sandbox ended by itself. */
export class LabGoneError extends Error {
  override readonly name = 'LabGoneError'
}
