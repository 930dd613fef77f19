import type { Link } from '../../network/index.js'
import type { Fault } from './fault.js'
import { linkWords, placeOf, type NetworkMap } from './map.js'

/** The address of the other machine that a VXLAN link sends to, for a MAC address or for everybody. */
export function remotesOf(map: NetworkMap, link: Link, mac: string | null): string[] {
  const entries = map.more(link.namespace)?.remotes.filter((entry) => entry.link === link.name) ?? []
  const own = entries.filter((entry) => entry.mac === mac)
  return (own.length > 0 ? own : entries.filter((entry) => entry.mac === everybody)).map(({ remote }) => remote)
}

export const everybody = '00:00:00:00:00:00'

/** What keeps two VXLAN links from being one tunnel. */
export function tunnelBlocks(map: NetworkMap, from: Link, to: Link, mac: string | null): Fault[] {
  const [own, other] = [map.detail(from)?.data ?? {}, map.detail(to)?.data ?? {}]
  const blocks: Fault[] = []
  for (const [key, words] of [
    ['id', 'VNI'],
    ['port', 'UDP port'],
  ] as const) {
    if (own[key] === other[key]) continue
    blocks.push({
      cause: 'vxlan-mismatch',
      at: placeOf(to),
      evidence: [
        `${linkWords(from)} has the ${words} ${String(own[key])}, ${linkWords(to)} has ${String(other[key])}: they are not one tunnel`,
      ],
      remedies: [],
    })
  }
  const remotes = remotesOf(map, from, mac)
  const there = map.tunnelNamespace(to)
  if (!remotes.some((remote) => map.owns(there, remote))) blocks.push(wrongRemote(map, from, to, mac, remotes, there))
  return blocks
}

function wrongRemote(
  map: NetworkMap,
  from: Link,
  to: Link,
  mac: string | null,
  remotes: readonly string[],
  there: string,
): Fault {
  const right = tunnelAddress(map, to, there)
  const wrong = map
    .more(from.namespace)
    ?.remotes.find((entry) => entry.link === from.name && (entry.mac === mac || entry.mac === everybody))
  const inside = from.namespace === 'root' ? '' : ` -n ${from.namespace}`
  const del = wrong === undefined ? '' : `bridge${inside} fdb del ${wrong.mac} dev ${from.name} dst ${wrong.remote}\n`
  return {
    cause: 'wrong-fdb',
    at: placeOf(from),
    evidence: [
      remotes.length === 0
        ? `${linkWords(from)} has no FDB entry that says which machine to send to`
        : `${linkWords(from)} sends to ${remotes.join(', ')}, which is not an address of the machine that holds ${to.name}`,
    ],
    remedies:
      right === undefined
        ? []
        : [
            {
              command: `${del}bridge${inside} fdb append ${everybody} dev ${from.name} dst ${right}`,
              why: `${right} is the address of the machine at the other end of the tunnel`,
            },
          ],
  }
}

/** Where the other end is to be found: the address it sends from, else the first of its machine. */
function tunnelAddress(map: NetworkMap, link: Link, namespace: string): string | undefined {
  const local = map.detail(link)?.data['local']
  if (typeof local === 'string') return local
  return map
    .space(namespace)
    .links.filter((each) => each !== link && each.kind === 'veth')
    .flatMap((each) => each.addresses)
    .find(({ scope }) => scope === 'global')?.address
}
