import type { Dissector, LayerReader } from './layer-reader.js'

/** A BPDU of the spanning tree protocol (IEEE 802.1D clause 9.3). */
export const stp: Dissector = (reader) => {
  reader.number('protocol', 2)
  reader.number('version', 1, (value) => (value === 0 ? 'STP' : value === 2 ? 'RSTP' : undefined))
  const type = reader.number('type', 1, (value) => (value === 0x80 ? 'topology change notification' : 'configuration'))
  if (type === 0x80) return { summary: 'topology change notification', next: null }
  reader.number('flags', 1)
  const root = bridgeId(reader, 'root')
  const cost = reader.number('root path cost', 4)
  const bridge = bridgeId(reader, 'bridge')
  reader.number('port', 2)
  for (const name of ['message age', 'max age', 'hello time', 'forward delay']) {
    reader.number(name, 2, (value) => `${value / 256} s`)
  }
  return { summary: `bridge ${bridge}: root ${root}, cost ${cost}`, next: null }
}

function bridgeId(reader: LayerReader, name: string): string {
  const priority = reader.number(`${name} priority`, 2)
  return `${priority.toString(16).padStart(4, '0')}.${reader.mac(name)}`
}
