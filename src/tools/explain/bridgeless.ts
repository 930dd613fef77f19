import type { Link } from '../../network/index.js'
import type { Segment } from './delivery.js'
import type { Fault } from './fault.js'
import { addressesOf, familyOf, ipIn, linkWords, placeOf } from './map.js'
import type { SegmentPath } from './segment.js'

/** A wire leads to a namespace that only has wires without addresses, one of them to who owns the address: the bridge is missing. */
export function bridgeless({ map, near }: Segment, next: string, paths: readonly SegmentPath[]): Fault | undefined {
  const isBare = (link: Link): boolean =>
    link.kind === 'veth' && link.up && addressesOf(link, familyOf(next)).length === 0
  const owns = (link: Link): boolean => link.addresses.some(({ address }) => address === next)
  for (const { to, cost } of paths) {
    if (cost > 0 || !isBare(to) || map.bridges(to.namespace).length > 0) continue
    const ports = map.endpoints(to.namespace).filter((link) => link.kind === 'veth')
    const leads = ports.some((port) => port !== to && near.segment(port).some((path) => owns(path.to)))
    if (!ports.every(isBare) || !leads) continue
    const ip = ipIn(to.namespace)
    const make = [`${ip} link add br0 type bridge`, `${ip} link set br0 up`]
    return {
      cause: 'not-bridged',
      at: placeOf(to),
      evidence: [
        `${linkWords(to)} is a port of no bridge, and there is none: nothing hands frames on to ${ports
          .filter((port) => port !== to)
          .map(({ name }) => name)
          .join(', ')}`,
      ],
      remedies: [
        {
          command: [...make, ...ports.map(({ name }) => `${ip} link set ${name} master br0`)].join('\n'),
          why: 'a bridge hands frames on between its ports',
        },
      ],
    }
  }
  return undefined
}
