import type { LayerName } from './layer.js'
import type { LayerReader } from './layer-reader.js'

/** IANA, IEEE 802 Numbers: EtherTypes. */
const types: Readonly<Record<number, LayerName>> = {
  0x0800: 'IPv4',
  0x0806: 'ARP',
  0x8100: 'VLAN',
  0x88a8: 'VLAN',
  0x86dd: 'IPv6',
}

/** Reads the type of what follows, or its length and LLC header (IEEE 802.2; 0x42 is the spanning tree protocol). */
export function nextByType(reader: LayerReader): { next: LayerName | null; end?: number } {
  reader.need(2)
  const isLength = reader.view.getUint16(reader.at) <= 1500
  if (!isLength) {
    const type = reader.number('type', 2, (value) => types[value])
    return { next: types[type] ?? null }
  }
  const end = reader.number('length', 2) + reader.at
  const [dsap, ssap] = [reader.number('LLC dsap', 1), reader.number('LLC ssap', 1)]
  reader.number('LLC control', 1)
  return { next: dsap === 0x42 && ssap === 0x42 ? 'STP' : null, end }
}
