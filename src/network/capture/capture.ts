import type { FrameLayer } from '../frame/layer.js'
import type { Sequence } from '../sequence.js'

/** What was captured while something ran: plain data. */
export interface Capture {
  /** In the order of time. A packet on its way is here once for each place where it was seen. */
  frames: CapturedFrame[]
  /** Which of them went from where to where, as the diagram shows it. */
  sequence: Sequence
  /** The links that were listened to: `ns1.veth1`. */
  links: string[]
  /** Milliseconds from the moment from which nothing was missed to the end. */
  durationMs: number
  /** Frames that the kernel counted, and had no room for; 0: none is missing. */
  dropped: number
  /** Frames that were left out, since the capture had reached its limit in bytes. */
  cut: number
}

export interface CapturedFrame {
  /** Milliseconds since the capture began. */
  atMs: number
  /** By its full name: `ns1`, `root`, `node1/root`. */
  namespace: string
  link: string
  /** Out: the link sends it. */
  direction: 'in' | 'out'
  /** It came in, and its destination is another machine's MAC address. */
  isForOthers: boolean
  /** Bytes on the link. */
  length: number
  /** Frames of the same number are one packet, seen in several places. */
  packet: number
  /** The headers from the outermost on, then what they carry. Taken apart when first asked for. */
  readonly layers: FrameLayer[]
}
