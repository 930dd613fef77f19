import { checkTransport } from './checksum.js'
import type { Dissector } from './layer-reader.js'

/** IANA's port of VXLAN, and the one that Linux took before there was any. */
export const USUAL_VXLAN_PORTS: readonly number[] = [4789, 8472]

/** RFC 768. */
export const udp: Dissector = (reader, context) => {
  const [from, to] = [reader.number('source port', 2), reader.number('destination port', 2)]
  const length = reader.number('length', 2)
  const checksum = reader.number('checksum', 2)
  if (checksum === 0) reader.means('none')
  else checkTransport(reader, context, 17)
  const isVxlan = context.vxlanPorts.includes(to) && !context.isQuoted
  return {
    summary: `port ${from} → ${to}, ${Math.max(0, length - 8)} bytes`,
    next: isVxlan ? 'VXLAN' : null,
    ...(length < 8 ? {} : { end: reader.start + length }),
  }
}
