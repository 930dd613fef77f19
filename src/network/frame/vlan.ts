import { nextByType } from './ether-types.js'
import type { Dissector } from './layer-reader.js'

/** A tag of IEEE 802.1Q clause 9.6, and the type of what follows. */
export const vlan: Dissector = (reader) => {
  reader.bits('priority', 2, 13, 7)
  reader.bits('drop eligible', 2, 12, 1)
  const id = reader.bits('VLAN', 2, 0, 0xfff)
  reader.skip(2)
  const { next, end } = nextByType(reader)
  return { summary: `VLAN ${id}`, next, ...(end === undefined ? {} : { end }) }
}
