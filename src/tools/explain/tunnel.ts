import { overOf, type Link } from '../../network/index.js'
import { noAddress } from './absent.js'
import type { Fault } from './fault.js'
import { bridgeIn, familyOf, linkWords, placeOf, type NetworkMap } from './map.js'
import { vxlanAnew } from './remade.js'

/** The address of the other machine that a VXLAN link sends to, for a MAC address or for everybody. */
export function remotesOf(map: NetworkMap, link: Link, mac: string | null): string[] {
  const entries = map.more(link.namespace)?.remotes.filter((entry) => entry.link === link.name) ?? []
  const own = entries.filter((entry) => entry.mac === mac)
  return (own.length > 0 ? own : entries.filter((entry) => entry.mac === everybody)).map(({ remote }) => remote)
}

export const everybody = '00:00:00:00:00:00'

function ends(map: NetworkMap): Link[] {
  return map.links.filter((link) => link.kind === 'other' && link.type === 'vxlan')
}

/** What keeps two VXLAN links from being one tunnel. */
export function tunnelBlocks(map: NetworkMap, from: Link, to: Link, mac: string | null): Fault[] {
  const [own, other] = [map.detail(from)?.data ?? {}, map.detail(to)?.data ?? {}]
  const blocks: Fault[] = []
  for (const [key, words] of [
    ['id', 'VNI'],
    ['port', 'UDP port'],
  ] as const) {
    if (own[key] === other[key]) continue
    // The one with which fewer others agree is the slip.
    const like = (value: unknown): number => ends(map).filter((end) => map.detail(end)?.data[key] === value).length
    const [odd, right] = like(own[key]) < like(other[key]) ? [from, to] : [to, from]
    const value = Number(map.detail(right)?.data[key])
    const anew = vxlanAnew(map, odd, { [key]: value })
    blocks.push({
      cause: 'vxlan-mismatch',
      at: placeOf(odd),
      evidence: [
        `${linkWords(from)} has the ${words} ${String(own[key])}, ${linkWords(to)} has ${String(other[key])}: they are not one tunnel`,
      ],
      remedies:
        anew === undefined
          ? []
          : [
              {
                command: anew,
                why: `a VXLAN link keeps what it was made with: it is made anew with the ${words} ${value}`,
              },
            ],
    })
  }
  const remotes = remotesOf(map, from, mac)
  const there = map.tunnelNamespace(to)
  if (remotes.some((remote) => map.owns(there, remote))) return blocks
  const lost = remotes.find((remote) => remote === other['local'])
  const over = overOf(map.snapshot.state, to)
  // The two agree on an address, and the machine that should have it has it no more.
  if (lost === undefined || over === undefined) blocks.push(wrongRemote(map, from, to, mac, remotes, there))
  else blocks.push(noAddress(map, over, familyOf(lost), lost, overOf(map.snapshot.state, from) ?? null))
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
  const bridge = bridgeIn(from.namespace)
  const learns = map.detail(from)?.data['learning'] !== false
  const del =
    wrong === undefined
      ? ''
      : `${bridge} fdb del ${wrong.mac} dev ${from.name} dst ${wrong.remote}${wrong.via === null ? '' : ` via ${wrong.via}`}\n`
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
              command: `${del}${bridge} fdb append ${learns || mac === null ? everybody : mac} dev ${from.name} dst ${right}`,
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
