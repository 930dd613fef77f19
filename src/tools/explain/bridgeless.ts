import type { Link } from '../../network/index.js'
import type { Segment } from './delivery.js'
import type { Fault } from './fault.js'
import { addressesOf, familyOf, ipIn, linkWords, placeOf } from './map.js'
import type { SegmentPath } from './segment.js'

/**
 * A wire leads to a namespace that only has wires without addresses, one of them to who owns the address: the bridge is
 * missing, or they are ports of it no more.
 */
export function bridgeless({ map, near }: Segment, next: string, paths: readonly SegmentPath[]): Fault | undefined {
  const isBare = (link: Link): boolean =>
    link.kind === 'veth' && link.up && addressesOf(link, familyOf(next)).length === 0
  const owns = (link: Link): boolean => link.addresses.some(({ address }) => address === next)
  for (const { to, cost } of paths) {
    if (cost > 0 || !isBare(to)) continue
    const ports = map.endpoints(to.namespace).filter((link) => link.kind === 'veth')
    const leads = ports.some((port) => port !== to && near.segment(port).some((path) => owns(path.to)))
    if (!ports.every(isBare) || !leads) continue
    const ip = ipIn(to.namespace)
    const [bridge] = map.bridges(to.namespace)
    const name = bridge?.name ?? 'br0'
    const make = bridge === undefined ? [`${ip} link add br0 type bridge`] : []
    if (bridge?.up !== true) make.push(`${ip} link set ${name} up`)
    const lack = bridge === undefined ? ', and there is none' : ''
    return {
      cause: 'not-bridged',
      at: placeOf(to),
      evidence: [
        `${linkWords(to)} is a port of no bridge${lack}: nothing hands frames on to ${ports
          .filter((port) => port !== to)
          .map(({ name }) => name)
          .join(', ')}`,
      ],
      remedies: [
        {
          command: [...make, ...ports.map(({ name: port }) => `${ip} link set ${port} master ${name}`)].join('\n'),
          why: 'a bridge hands frames on between its ports',
        },
      ],
    }
  }
  return undefined
}
