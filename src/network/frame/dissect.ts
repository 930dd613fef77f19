import { arp } from './arp.js'
import { ethernet } from './ethernet.js'
import { icmp } from './icmp.js'
import { icmpv6 } from './icmpv6.js'
import { ipv4 } from './ipv4.js'
import { ipv6, ipv6Extension, ipv6Fragment } from './ipv6.js'
import type { FrameLayer, LayerName } from './layer.js'
import { CutShort, LayerReader, type Dissector, type LayerContext, type Told } from './layer-reader.js'
import { stp } from './stp.js'
import { tcp } from './tcp.js'
import { udp, USUAL_VXLAN_PORTS } from './udp.js'
import { vlan } from './vlan.js'
import { vxlan } from './vxlan.js'

const dissectors: Readonly<Partial<Record<LayerName, Dissector>>> = {
  ...{
    Ethernet: ethernet,
    VLAN: vlan,
    STP: stp,
    ARP: arp,
    IPv4: ipv4,
    IPv6: ipv6,
    'IPv6 extension': ipv6Extension,
    'IPv6 fragment': ipv6Fragment,
  },
  ...{ ICMP: icmp, ICMPv6: icmpv6, TCP: tcp, UDP: udp, VXLAN: vxlan },
}

/** A frame in a frame in a frame … ends here. */
const MOST_LAYERS = 32

export interface DissectOptions {
  /** False: the bytes begin with an IP header. */
  isEthernet?: boolean
  /** Bytes that the frame had on its link, where not all of them are given. */
  length?: number
  /** The kernel has left transport checksums to the device: they are not judged. */
  hasOpenChecksum?: boolean
  /** UDP ports that VXLAN links of this network use beside the usual ones, 4789 and 8472. */
  vxlanPorts?: readonly number[]
}

/**
 * Takes a frame apart: its headers from the outermost on, then what they carry, then padding. The layers tile the bytes
 * without a gap. Any bytes are taken: what is cut short or wrong is said in `problems`.
 */
export function dissect(bytes: Uint8Array, options: DissectOptions = {}): FrameLayer[] {
  const { isEthernet = true, length = bytes.length, hasOpenChecksum = false, vxlanPorts = [] } = options
  const context: LayerContext = {
    hasOpenChecksum,
    isQuoted: false,
    vxlanPorts: [...USUAL_VXLAN_PORTS, ...vxlanPorts],
    addresses: null,
    end: Math.max(length, bytes.length),
  }
  const layers: FrameLayer[] = []
  let next: LayerName | null = isEthernet ? 'Ethernet' : (bytes[0] ?? 0) >> 4 === 6 ? 'IPv6' : 'IPv4'
  let at = 0
  while (next !== null && at < Math.min(bytes.length, context.end) && layers.length < MOST_LAYERS) {
    const dissector = dissectors[next]
    if (dissector === undefined) break
    const reader = new LayerReader(bytes, at)
    const told = read(dissector, reader, context)
    if (told === null) {
      if (!context.isQuoted) reader.problems.push(`cut short: ${bytes.length - at} bytes of it are here`)
      reader.at = bytes.length
    }
    layers.push(layerOf(next, reader, context, told?.summary ?? 'cut short'))
    at = reader.at
    if (told?.end !== undefined) context.end = Math.min(context.end, Math.max(at, told.end))
    if (told?.quotes === true) context.isQuoted = true
    next = told?.next ?? null
  }
  const end = Math.max(at, Math.min(context.end, bytes.length))
  if (end > at) layers.push(rest('data', bytes, at, end, context))
  if (bytes.length > end) layers.push(rest('padding', bytes, end, bytes.length, { ...context, isQuoted: false }))
  if (length > bytes.length) layers.at(-1)?.problems.push(`${length - bytes.length} bytes more were not captured`)
  return layers
}

function read(dissector: Dissector, reader: LayerReader, context: LayerContext): Told | null {
  try {
    return dissector(reader, context)
  } catch (error) {
    if (error instanceof CutShort) return null
    throw error
  }
}

function layerOf(name: LayerName, reader: LayerReader, { isQuoted }: LayerContext, summary: string): FrameLayer {
  const { bytes, start, at, fields, problems } = reader
  const layer = { name, offset: start, length: at - start, hex: hex(bytes, start, at), fields, summary, problems }
  return isQuoted ? { ...layer, isQuoted } : layer
}

function rest(
  name: 'data' | 'padding',
  bytes: Uint8Array,
  start: number,
  end: number,
  { isQuoted }: LayerContext,
): FrameLayer {
  const summary = `${end - start} ${end - start === 1 ? 'byte' : 'bytes'}`
  const layer: FrameLayer = {
    ...{ name, offset: start, length: end - start, hex: hex(bytes, start, end), fields: [], summary, problems: [] },
  }
  return isQuoted ? { ...layer, isQuoted } : layer
}

const hex = (bytes: Uint8Array, start: number, end: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('hex')
