import { FIRST_NODE } from '../assemble.js'
import { findLink, findNamespace, peerOf } from '../relations.js'
import type { Link, NetworkState } from '../state.js'
import { isFallback } from '../topology/from-state.js'
import type { LinkPlace, NewLink, Operation } from '../topology/operation.js'

/**
 * Gives new links the index that they had, where it is free: so links keep their order, by which the kernel chooses between
 * equals, and a link that comes back is told as the same one.
 */
export function withIndexes(operations: readonly Operation[], now: NetworkState, wanted: NetworkState): Operation[] {
  const root = findNamespace(now, 'root')
  const going = linksThatGo(operations, now)
  const indexOf = (at: LinkPlace): { index?: number } => {
    const { node = FIRST_NODE, namespace } = at
    const index = findLink(wanted, { node, namespace, link: at.link })?.index
    const there = findNamespace(now, namespace, node)
    // What a kernel makes in each namespace takes indexes there.
    const taken =
      there?.links.filter((link) => !going.has(link)) ??
      root?.links.filter((link) => isFallback(link) || link.kind === 'loopback') ??
      []
    return index === undefined || taken.some((link) => link.index === index) ? {} : { index }
  }
  const numbered = ({ kind, ...link }: NewLink, at: LinkPlace): NewLink => ({
    ...{ ...link, ...indexOf(at) },
    kind: kind.type === 'veth' ? { ...kind, peer: { ...kind.peer, ...indexOf(kind.peer) } } : kind,
  })
  return operations.map((each) =>
    each.do === 'add-link' && each.link.kind.type !== 'tun' ? { ...each, link: numbered(each.link, each.at) } : each,
  )
}

/** With the other ends of pairs. */
function linksThatGo(operations: readonly Operation[], now: NetworkState): Set<Link> {
  const places = operations.flatMap((each): LinkPlace[] => {
    if (each.do === 'delete-link') return [each.at]
    if (each.do !== 'delete-links') return []
    const { node, namespace, links } = each
    return links.map((link) => ({ ...(node !== undefined && { node }), namespace, link }))
  })
  const links = places.flatMap(
    ({ node = FIRST_NODE, namespace, link }) => findLink(now, { node, namespace, link }) ?? [],
  )
  return new Set(links.flatMap((link) => [link, peerOf(now, link) ?? link]))
}
