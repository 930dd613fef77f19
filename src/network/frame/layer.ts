/** A frame taken apart, layer by layer. Plain JSON-safe data. */
export type LayerName =
  | 'Ethernet'
  | 'VLAN'
  | 'STP'
  | 'ARP'
  | 'IPv4'
  | 'IPv6'
  | 'IPv6 extension'
  | 'IPv6 fragment'
  | 'ICMP'
  | 'ICMPv6'
  | 'TCP'
  | 'UDP'
  | 'VXLAN'
  | 'data'
  | 'padding'

/** One header, or what is carried at last. The layers of a frame follow one another without a gap. */
export interface FrameLayer {
  name: LayerName
  /** Bytes from the beginning of the frame. */
  offset: number
  /** Bytes of this layer alone, without what it carries. */
  length: number
  /** Two digits a byte, without spaces. */
  hex: string
  fields: FrameField[]
  /** The layer in a few words: `echo request 1`, `192.168.1.101 → 192.168.1.102, ttl 64`. */
  summary: string
  /** What is wrong with it: a checksum, or that it is cut short. */
  problems: string[]
  /** It stands in an ICMP error, which says by it what it is about. */
  isQuoted?: true
}

export interface FrameField {
  /** As the standard calls it, in lower case. */
  name: string
  value: number | string
  /** What a number stands for. */
  means?: string
  /** Bytes from the beginning of the frame. */
  offset: number
  /** Bytes; of a field of some bits, the bytes in which they are. */
  length: number
}

/** The value of a field; undefined where the layer has none of that name. */
export function fieldOf(layer: FrameLayer | undefined, name: string): number | string | undefined {
  return layer?.fields.find((field) => field.name === name)?.value
}
