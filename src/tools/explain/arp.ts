import type { Link, Neighbour } from '../../network/index.js'
import type { Fault } from './fault.js'
import { commandIn, familyOf, ipIn, linkWords, placeOf, type NetworkMap } from './map.js'

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
  if (family === 'inet' && switches(map, owner, 'arp_ignore') === 8) {
    faults.push({
      cause: 'arp-off',
      at: placeOf(owner),
      evidence: [`${linkWords(owner)} answers no ARP request (arp_ignore is 8)`],
      remedies: ['all', owner.name].map((scope) => ({
        command: commandIn(owner.namespace, `sysctl -w net.ipv4.conf.${scope}.arp_ignore=0`),
        why: 'it answers for its addresses again',
      })),
    })
  }
  return faults
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
