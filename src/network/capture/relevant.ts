import { fieldOf } from '../frame/layer.js'
import type { Journey } from './journeys.js'
import { messageOf } from './message.js'

export interface Probed {
  /** The address that was probed. */
  address: string
  protocol: 'icmp' | 'tcp' | 'udp'
}

const names = { icmp: ['ICMP', 'ICMPv6'], tcp: ['TCP'], udp: ['UDP'] }

/**
 * Which packets belong to a probe: those to its target and back, under the addresses that they are translated to as well;
 * errors about them; and what asks for neighbours on their way: `gateways` are the next hops that there are.
 */
export function relevantTo(
  journeys: readonly Journey[],
  { address, protocol }: Probed,
  gateways: readonly string[],
): Set<Journey> {
  const pairs = new Set<string>()
  const chosen = new Set<Journey>()
  for (const journey of journeys) {
    const { before, identity, sightings } = journey
    const { source, destination } = identity
    const layers = sightings[0]?.layers ?? []
    const message = messageOf(layers)
    if (message.kind === 'error') {
      if ([...pairs].some((pair) => pair.split(' ').includes(message.about))) chosen.add(journey)
    } else if (message.kind !== 'other' && layers.some(({ name }) => names[protocol].includes(name))) {
      const isBack = pairs.has(`${destination} ${source}`)
      if (destination !== address && !isBack && !(before !== null && chosen.has(before))) continue
      chosen.add(journey)
      pairs.add(`${source} ${destination}`)
    }
  }
  const wanted = new Set([address, ...gateways, ...[...chosen].flatMap(addressesOf)])
  for (const journey of journeys) {
    const message = messageOf(journey.sightings[0]?.layers ?? [])
    if ((message.kind === 'who-has' || message.kind === 'is-at') && wanted.has(message.target)) chosen.add(journey)
  }
  return chosen
}

/** Of all its IP headers, those of tunnels too. */
function addressesOf({ sightings }: Journey): string[] {
  const heads = sightings.flatMap(({ layers }) => layers.filter(({ name }) => name === 'IPv4' || name === 'IPv6'))
  return heads.flatMap((head) => [String(fieldOf(head, 'source')), String(fieldOf(head, 'destination'))])
}
