import { nextByType } from './ether-types.js'
import type { Dissector } from './layer-reader.js'

/** Ethernet II, and IEEE 802.3 with LLC (a length in the place of the type), as in IEEE 802.3 clause 3. */
export const ethernet: Dissector = (reader) => {
  const to = reader.mac('destination')
  if (to === 'ff:ff:ff:ff:ff:ff') reader.means('broadcast')
  else if ((Number.parseInt(to.slice(0, 2), 16) & 1) === 1) reader.means('multicast')
  const from = reader.mac('source')
  const { next, end } = nextByType(reader)
  return { summary: `${from} → ${to}`, next, ...(end === undefined ? {} : { end }) }
}
