import type { Address, Link } from '../../network/index.js'
import type { Fault } from './fault.js'
import { ipIn, linkWords, placeOf, type NetworkMap } from './map.js'
import type { SegmentPath } from './segment.js'

/** What others believe of who has which MAC address is out of date then. */
const forgetting = "ip neigh flush all; for n in $(ip netns list | cut -d' ' -f1); do ip -n $n neigh flush all; done"

/** IPv6 uses no address that it is still asking about, or that it has found another owner of. */
export function isUnused({ flags }: Address): boolean {
  return flags.includes('dadfailed') || (flags.includes('tentative') && !flags.includes('optimistic'))
}

/** IPv6 does not use an address of its own: it found another owner by itself, or still asks whether there is one. */
export function unusedAddress(map: NetworkMap, link: Link, address: string): Fault {
  const other = map.owners(address).find((each) => each !== link)
  const entry = link.addresses.find((each) => each.address === address)
  const isDouble = entry?.flags.includes('dadfailed') === true
  const [ip, words] = [ipIn(link.namespace), `${address}/${entry?.prefixLength ?? 64} dev ${link.name}`]
  const away = (each: Link): string =>
    `${ipIn(each.namespace)} addr del ${address}/${each.addresses.find((own) => own.address === address)?.prefixLength ?? 64} dev ${each.name}\n`
  const anew = `${isDouble && other !== undefined ? away(other) : ''}${ip} addr del ${words}\n${ip} addr add ${words} nodad`
  return {
    cause: isDouble ? 'address-conflict' : 'no-address',
    at: placeOf(link),
    evidence: isDouble
      ? [
          `${linkWords(link)} does not use ${address}: duplicate address detection found another owner`,
          ...(other === undefined ? [] : [`${linkWords(other)} has it too`]),
        ]
      : [`${linkWords(link)} does not use ${address} yet: it still asks whether somebody else has it (tentative)`],
    remedies: [{ command: anew, why: 'without duplicate address detection an address is used at once' }],
  }
}

/** Two owners of an address in one segment. */
export function addressConflict(map: NetworkMap, address: string, one: Link, other: Link): Fault {
  const [odd, right] = looksAdded(one, address) >= looksAdded(other, address) ? [one, other] : [other, one]
  const entry = odd.addresses.find((each) => each.address === address)
  return {
    cause: 'address-conflict',
    at: placeOf(odd),
    evidence: [`${linkWords(odd)} and ${linkWords(right)} both own ${address}: who answers first is a matter of luck`],
    remedies: [
      {
        command: `${ipIn(odd.namespace)} addr del ${address}/${entry?.prefixLength ?? 32} dev ${odd.name}\n${forgetting}`,
        why: `leaves ${address} to ${linkWords(right)}`,
      },
    ],
  }
}

/** An address beside another on the same link looks more like the slip. */
function looksAdded(link: Link, address: string): number {
  return link.addresses.filter((each) => each.scope === 'global').findIndex((each) => each.address === address)
}

/** Two owners of a MAC address in one segment: behind a bridge only the one that spoke last is found. */
export function sameMac(link: Link, path: SegmentPath, paths: readonly SegmentPath[]): Fault[] {
  const isBridged = path.steps.length > 2
  const segment = [link, ...paths.filter(({ cost }) => cost === 0).map(({ to }) => to)]
  const twin = segment.find(
    (each) =>
      each.mac !== null &&
      each.kind !== 'bridge' &&
      segment.some(
        (other) =>
          other !== each && other.kind !== 'bridge' && other.mac === each.mac && [link, path.to].includes(other),
      ),
  )
  if (twin === undefined || !isBridged) return []
  const both = segment.filter(({ mac, kind }) => mac === twin.mac && kind !== 'bridge')
  // The kernel makes locally administered addresses by itself, at random: what looks typed is the slip, else the later one.
  const odd = both.find((each) => each !== link) ?? twin
  const right = both.find((each) => each !== odd) ?? link
  const fresh = `02:${Array.from({ length: 5 }, () =>
    Math.floor(Math.random() * 256)
      .toString(16)
      .padStart(2, '0'),
  ).join(':')}`
  return [
    {
      cause: 'address-conflict',
      at: placeOf(odd),
      evidence: [
        `${linkWords(odd)} and ${linkWords(right)} have the same MAC address ${twin.mac ?? ''}: a bridge cannot tell them apart`,
      ],
      remedies: [
        {
          command: `${ipIn(odd.namespace)} link set ${odd.name} address ${fresh}\n${forgetting}`,
          why: 'each end of a segment needs a MAC address of its own',
        },
      ],
    },
  ]
}
