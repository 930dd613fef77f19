import type { Node } from '../../engine/index.js'
import type { Packet } from './ask.js'
import type { Fault, PlacedFault } from './fault.js'
import type { NetworkMap } from './map.js'
import type { Neighbourhood } from './paths.js'

/** A place in the kernel's way of a packet at which the witness counts: a hook's beginning or end, or a link in or out. */
export interface Checkpoint {
  namespace: string
  /** `in veth1`, `out veth1`, `output first`, `forward last` … */
  place: string
  direction: 'forward' | 'return'
}

/** A namespace on the way, passed once. */
export interface Visit {
  namespace: string
  direction: 'forward' | 'return'
  in: string | null
  out: string | null
  /** Its checkpoints: from the first to before the last. */
  first: number
  last: number
  says: string
  next: string | null
}

/** Where a packet is on its way. */
export interface Here {
  namespace: string
  packet: Packet
  /** The link it came in by; null where it begins here. */
  iif: string | null
  /** What is wrong on the segment it came over, where nobody there owns the address it was sent to. */
  unowned: PlacedFault[]
  /** The first checkpoint of that segment. */
  crossed: number
}

/** What a walk is over. */
export interface WalkContext {
  node: Node
  map: NetworkMap
  near: Neighbourhood
  /** Bytes of a packet, headers of IP in. */
  size: number
  /** The address that was asked for; null where a namespace was. */
  wanted: string | null
  signal: AbortSignal | undefined
  /** What sends gives its packets so much time to live: a tunnel has its own. */
  ttl?: { hops: number; longer: Fault['remedies'][number] }
}
