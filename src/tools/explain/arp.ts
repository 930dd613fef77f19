import type { Link, Neighbour } from '../../network/index.js'
import type { Fault } from './fault.js'
import { addressesOf, commandIn, familyOf, ipIn, linkWords, placeOf, type Family, type NetworkMap } from './map.js'
import { longest } from './rules.js'

/** The higher of a link's own switch and that of `all`. */
export function switches(map: NetworkMap, link: Link, name: string): number {
  return Math.max(
    ...['all', link.name].map((scope) => Number(map.sysctl(link.namespace, `ipv4/conf/${scope}/${name}`) ?? 0)),
  )
}

export function neighbourOf(map: NetworkMap, link: Link, address: string): Neighbour | undefined {
  return map.space(link.namespace).neighbours.find((each) => each.address === address && each.link === link.name)
}

/** Whether somebody has set its MAC address, so that nobody is asked for it. */
export function isFixed(entry: Neighbour | undefined): boolean {
  return entry?.mac != null && ['PERMANENT', 'NOARP'].includes(entry.state)
}

/** What keeps a link from finding out, or from believing, which MAC address its neighbour has. */
export function arpFaults(map: NetworkMap, link: Link, owner: Link, next: string): Fault[] {
  const family = familyOf(next)
  const entry = neighbourOf(map, link, next)
  const faults: Fault[] = []
  if (
    entry?.mac != null &&
    owner.mac !== null &&
    entry.mac !== owner.mac &&
    !['FAILED', 'INCOMPLETE'].includes(entry.state)
  ) {
    faults.push({
      cause: 'stale-neighbour',
      at: placeOf(link),
      evidence: [
        `${linkWords(link)} believes ${next} to be ${entry.mac} (${entry.state}), while ${linkWords(owner)} has ${owner.mac}`,
      ],
      remedies: [
        {
          command: `${ipIn(link.namespace)} neigh del ${next} dev ${link.name}`,
          why: `without the entry the kernel asks by ${family === 'inet' ? 'ARP' : 'neighbour discovery'} who ${next} is`,
        },
      ],
    })
  }
  if (isFixed(entry)) return faults
  for (const each of [link, owner]) {
    if (map.detail(each)?.flags.includes('NOARP') === true) faults.push(arpOff(each))
  }
  if (entry?.mac == null) faults.push(...asksNobody(map, link, family))
  if (family === 'inet' && switches(map, owner, 'arp_ignore') === 8) {
    faults.push(silent(owner, 'arp_ignore', 'answers no ARP request (arp_ignore is 8)'))
  }
  const asker = addressesOf(link, 'inet')[0]?.address
  const back = asker === undefined ? undefined : longest(map.space(owner.namespace).routes, 'main', asker)
  if (family === 'inet' && switches(map, owner, 'arp_filter') > 0 && back !== undefined && back.link !== owner.name) {
    const why = `answers no ARP request of ${asker ?? ''}, to which its own way is another (arp_filter is 1)`
    faults.push(silent(owner, 'arp_filter', why))
  }
  return faults
}

/** It may send no question to everybody, and knows nobody yet. */
function asksNobody(map: NetworkMap, link: Link, family: Family): Fault[] {
  const { namespace, name } = link
  const path = `${family === 'inet' ? 'ipv4' : 'ipv6'}/neigh/${name}/mcast_solicit`
  if (map.sysctl(namespace, path) !== '0') return []
  const key = `net.${path.replaceAll('/', '.')}`
  return [
    {
      cause: 'arp-off',
      at: placeOf(link),
      evidence: [`${key} is 0 in ${namespace}: it asks nobody for a MAC address that it does not know`],
      remedies: [
        { command: commandIn(namespace, `sysctl -w ${key}=3`), why: 'it asks again, three times, as is usual' },
      ],
    },
  ]
}

/** A switch keeps it from answering: both of its places have to be 0. */
function silent(owner: Link, name: string, says: string): Fault {
  const command = ['all', owner.name]
    .map((scope) => commandIn(owner.namespace, `sysctl -w net.ipv4.conf.${scope}.${name}=0`))
    .join('\n')
  return {
    cause: 'arp-off',
    at: placeOf(owner),
    evidence: [`${linkWords(owner)} ${says}`],
    remedies: [{ command, why: 'it answers for its addresses again' }],
  }
}

function arpOff(link: Link): Fault {
  return {
    cause: 'arp-off',
    at: placeOf(link),
    evidence: [`${linkWords(link)} does no ARP (NOARP is set): it neither asks nor answers`],
    remedies: [
      {
        command: `${ipIn(link.namespace)} link set ${link.name} arp on`,
        why: 'neighbours can find each other again',
      },
    ],
  }
}
