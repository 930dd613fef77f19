import { overOf, type Link, type RemoteEntry } from '../../network/index.js'
import { noAddress } from './absent.js'
import type { Fault } from './fault.js'
import { addressesOf, bridgeIn, familyOf, linkWords, placeOf, type NetworkMap } from './map.js'
import { vxlanAnew } from './remade.js'

/** The address of the other machine that a VXLAN link sends to, for a MAC address or for everybody. */
export function remotesOf(map: NetworkMap, link: Link, mac: string | null): string[] {
  const entries = map.more(link.namespace)?.remotes.filter((entry) => entry.link === link.name) ?? []
  const own = entries.filter((entry) => entry.mac === mac)
  return (own.length > 0 ? own : entries.filter((entry) => entry.mac === everybody)).map(({ remote }) => remote)
}

export const everybody = '00:00:00:00:00:00'

export function isVxlan(link: Link): boolean {
  return link.kind === 'other' && link.type === 'vxlan'
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
    const like = (value: unknown): number =>
      map.links.filter((end) => isVxlan(end) && map.detail(end)?.data[key] === value).length
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
  blocks.push(...[from, to].flatMap((end) => foreignSource(map, end, end === from ? to : from) ?? []))
  const remotes = remotesOf(map, from, mac)
  const there = map.tunnelNamespace(to)
  const astray = remoteOf(map, from, mac)
  const isAstray = astray !== undefined && ((astray.vni ?? other['id']) !== other['id'] || (astray.port ?? other['port']) !== other['port']) // prettier-ignore
  const end = { words: `the other end, ${linkWords(to)},`, right: tunnelAddress(map, to, there) }
  if (isAstray && blocks.length === 0) return [wrongRemote(map, from, end, mac)]
  if (remotes.some((remote) => map.owns(there, remote))) return blocks
  const lost = remotes.find((remote) => remote === other['local'])
  const over = overOf(map.snapshot.state, to)
  // The two agree on an address, and the machine that should have it has it no more.
  if (lost === undefined || over === undefined) blocks.push(wrongRemote(map, from, end, mac))
  else blocks.push(noAddress(map, over, familyOf(lost), lost, overOf(map.snapshot.state, from) ?? null))
  return blocks
}

/** The entry that decides to which machine a VXLAN link sends. */
function remoteOf(map: NetworkMap, link: Link, mac: string | null): RemoteEntry | undefined {
  const entries = map.more(link.namespace)?.remotes.filter((entry) => entry.link === link.name) ?? []
  return entries.find((entry) => entry.mac === mac) ?? entries.find((entry) => entry.mac === everybody)
}

/** It is to send from an address that its machine does not have, and that nobody sends to. */
function foreignSource(map: NetworkMap, end: Link, other: Link): Fault | undefined {
  const there = map.tunnelNamespace(end)
  const local = map.detail(end)?.data['local']
  if (typeof local !== 'string' || map.owns(there, local) || remotesOf(map, other, null).includes(local))
    return undefined
  const over = overOf(map.snapshot.state, end)
  const family = familyOf(local)
  // Nothing contradicts it where there is no other address: that one was lost.
  if (over !== undefined && addressesOf(over, family).length === 0)
    return noAddress(map, over, family, local, overOf(map.snapshot.state, other) ?? null)
  const right = remotesOf(map, other, null).find((address) => map.owns(there, address))
  const anew = right === undefined ? undefined : vxlanAnew(map, end, { local: right })
  return {
    cause: 'vxlan-mismatch',
    at: placeOf(end),
    evidence: [`${linkWords(end)} is to send from ${local}, which is no address of its machine`],
    remedies:
      anew === undefined
        ? []
        : [{ command: anew, why: `it is made anew to send from ${right ?? ''}, to which ${linkWords(other)} sends` }],
  }
}

/** A VXLAN link sends to where the machine that is meant, told in words and by its address, is not. */
export function wrongRemote(
  map: NetworkMap,
  from: Link,
  { words, right }: { words: string; right: string | undefined },
  mac: string | null,
): Fault {
  const remotes = remotesOf(map, from, mac)
  const wrong = remoteOf(map, from, mac)
  const otherwise = (['port', 'vni', 'via'] as const)
    .map((key) => (wrong === undefined || wrong[key] === null ? '' : ` ${key} ${wrong[key]}`))
    .join('')
  const bridge = bridgeIn(from.namespace)
  const learns = map.detail(from)?.data['learning'] !== false
  const del =
    wrong === undefined ? '' : `${bridge} fdb del ${wrong.mac} dev ${from.name} dst ${wrong.remote}${otherwise}\n`
  return {
    cause: 'wrong-fdb',
    at: placeOf(from),
    evidence: [
      remotes.length === 0
        ? `${linkWords(from)} has no FDB entry that says which machine to send to`
        : `${linkWords(from)} sends to ${remotes.join(', ')}${otherwise}, where ${words} is not`,
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
