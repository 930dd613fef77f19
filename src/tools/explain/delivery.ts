import type { Fault } from './fault.js'
import type { NetworkMap } from './map.js'
import type { Neighbourhood } from './paths.js'
import type { SegmentPath } from './segment.js'

/** What a delivery is looked at in. */
export interface Segment {
  map: NetworkMap
  near: Neighbourhood
  /** Bytes of the packet. */
  size: number
}

/** What becomes of a packet between a link and the next address on its segment. */
export interface Delivery {
  /** The way to who owns the address, or should; null where nobody can be made out. */
  path: SegmentPath | null
  faults: Fault[]
  /** Somebody on the segment answers for the address. */
  isOwned: boolean
}
