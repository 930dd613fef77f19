import type { Cause, Endpoint } from '../../network/index.js'

/** Something in the configuration that stops the packet, and what would mend it. */
export interface Fault {
  cause: Cause
  at: Endpoint
  /** Sentences without a full stop. */
  evidence: string[]
  remedies: { command: string; why: string }[]
}

/** A fault on the way, with the checkpoints that it keeps the packet from: numbers of the walk's list. */
export interface PlacedFault extends Fault {
  first: number
  last: number
}
