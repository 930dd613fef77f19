import { overOf, type Link } from '../../network/index.js'
import { noAddress } from './absent.js'
import type { Fault } from './fault.js'
import { addressesOf, familyOf, ipIn, linkWords, type NetworkMap } from './map.js'
import { isVxlan, remotesOf, wrongRemote } from './tunnel.js'

/** Where the other end of a VXLAN link would be, and is not. */
export interface MissingEnd {
  namespace: string
  blocks: Fault[]
}

/** The namespaces that a VXLAN link sends to and that have no VXLAN link; `mac` is whom the frame is for, null: everybody. */
export function missingEnds(map: NetworkMap, link: Link, mac: string | null): MissingEnd[] {
  const remotes = remotesOf(map, link, mac)
  return (remotes.length === 0 ? [null] : remotes).flatMap((remote) => missingEnd(map, link, remote, mac) ?? [])
}

/** `remote` is the address it sends to; null: no entry says any. */
function missingEnd(map: NetworkMap, link: Link, remote: string | null, mac: string | null): MissingEnd | undefined {
  const owner =
    remote === null ? undefined : map.owners(remote).find(({ namespace }) => namespace !== map.tunnelNamespace(link))
  const under = owner ?? acrossFrom(map, link)
  if (under === undefined || hasEnd(map, under.namespace)) return undefined
  const family = remote === null ? 'inet' : familyOf(remote)
  const present = owner === undefined ? addressesOf(under, family)[0]?.address : remote
  const right = present ?? remote
  if (right === null) return undefined
  // Nobody has the address that is sent to: that machine has another, or has lost it.
  const over = overOf(map.snapshot.state, link) ?? null
  const lost = present === undefined ? [noAddress(map, under, family, right, over)] : []
  const astray = right === remote ? [] : [wrongRemote(map, link, { words: linkWords(under), right }, mac)]
  return { namespace: under.namespace, blocks: [...lost, ...astray, noEnd(map, link, right, under)] }
}

/** The machine at the other end of the wire that a VXLAN link sends by. */
function acrossFrom(map: NetworkMap, link: Link): Link | undefined {
  const over = overOf(map.snapshot.state, link)
  return over === undefined ? undefined : map.peer(over)
}

/** The VXLAN links that send to a namespace in vain, as it has none. */
export function endless(map: NetworkMap, namespace: string): { from: Link; blocks: Fault[] }[] {
  if (hasEnd(map, namespace)) return []
  return map.links.filter(isVxlan).flatMap((from) =>
    missingEnds(map, from, null)
      .filter((end) => end.namespace === namespace)
      .map(({ blocks }) => ({ from, blocks })),
  )
}

function hasEnd(map: NetworkMap, namespace: string): boolean {
  return map.links.some((link) => isVxlan(link) && map.tunnelNamespace(link) === namespace)
}

function noEnd(map: NetworkMap, link: Link, remote: string, under: Link): Fault {
  const { namespace } = under
  return {
    cause: 'no-link',
    at: { node: 'host', namespace },
    evidence: [
      `${linkWords(link)} is a VXLAN link that sends to ${remote}, which is ${linkWords(under)}, and there is no VXLAN link there: none was made, or it was deleted or moved away`,
    ],
    remedies: mirrored(map, link, remote, under),
  }
}

/** The other end made like this one, and a port of the bridge there. */
function mirrored(map: NetworkMap, link: Link, local: string, under: Link): Fault['remedies'] {
  const made = link.kind === 'other' && link.made?.type === 'vxlan' ? link.made : undefined
  const [bridge, ...others] = map.bridges(under.namespace)
  if (made?.local == null || bridge === undefined || others.length > 0) return []
  const name = map.link(under.namespace, link.name) === undefined ? link.name : `vxlan${made.id}`
  const ip = ipIn(under.namespace)
  return [
    {
      command: [
        `${ip} link add ${name} type vxlan id ${made.id} dstport ${made.port} local ${local} remote ${made.local} dev ${under.name}`,
        `${ip} link set ${name} master ${bridge.name} up`,
      ].join('\n'),
      why: `it is then the other end of ${linkWords(link)}, and a port of ${bridge.name}`,
    },
  ]
}
