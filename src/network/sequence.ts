/** Frames on their way, as captures saw them, in the order of time: what a sequence diagram shows. Plain JSON-safe data. */
export interface Sequence {
  /** From left to right: namespaces by their full names, in the order in which a packet meets them. */
  lifelines: string[]
  frames: SequenceFrame[]
}

export interface SequenceFrame {
  /** Milliseconds since the first frame. */
  atMs: number
  /** The lifeline that sent it. */
  from: string
  /** The lifeline that it came to; null: it was seen on its way out, and nowhere after that. */
  to: string | null
  /** Where it was seen: `ns1.veth1`. */
  link: string
  /** From the outermost to the innermost: `['VXLAN 42', 'VLAN 10', 'ICMP echo request 1']`. Never empty. */
  layers: string[]
  /** The innermost one in more words: addresses, ttl, what was rewritten. */
  detail?: string
  /** A copy that a bridge flooded to this port, and nobody wanted. */
  isCopy?: true
  /** It was dropped where it came to (or after it left): why, as far as known. */
  ended?: string
}
