import type { Packet, RouteAnswer } from './ask.js'
import type { Fault } from './fault.js'

/** A packet's way from where it begins to where it is for. */
export interface Journey {
  direction: 'forward' | 'return'
  start: string
  target: string | null
  ttl: number
  /** What gives it more time to live, where a route limits that. */
  longer: Fault['remedies'][number] | undefined
  /** From which namespaces it has been sent on, by which links and to whom. */
  passed: Set<string>
  /** The last rule on the way that sent to a table of its own. */
  ruled: Fault | undefined
}

/** Where a packet is taken in, what it is like there, and the link that it came in by; null where it was sent there. */
export interface Arrival {
  namespace: string
  packet: Packet
  link: string | null
}

/** A way out that the kernel gave. */
export type Way = Extract<RouteAnswer, { isRoute: true }>

/** Notes what stops a packet in a namespace, and the checkpoints that it is kept from. */
export type Stop = (fault: Fault, first?: number, last?: number) => null
