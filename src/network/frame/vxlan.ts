import type { Dissector } from './layer-reader.js'

/** RFC 7348 5. An Ethernet frame follows. */
export const vxlan: Dissector = (reader, context) => {
  reader.number('flags', 1)
  const hasId = ((reader.fields.at(-1)?.value as number) & 8) !== 0
  reader.skip(3)
  const id = reader.bits('VXLAN', 4, 8, 0xffffff)
  reader.skip(4)
  // What it carries has come by another device, with another checksum.
  context.addresses = null
  return hasId ? { summary: `VXLAN ${id}`, next: 'Ethernet' } : { summary: 'no VXLAN network', next: null }
}
