import { findLink, findNamespace } from '../relations.js'
import type { NetworkState } from '../state.js'
import { isFallback } from '../topology/from-state.js'
import type { LinkPlace, NewLink, Operation } from '../topology/operation.js'

/**
 * Gives new links the index that they had, where it is free: so links keep their order, by which the kernel chooses between
 * equals, and a link that comes back is told as the same one.
 */
export function withIndexes(operations: readonly Operation[], now: NetworkState, wanted: NetworkState): Operation[] {
  const root = findNamespace(now, 'root')
  const indexOf = (at: LinkPlace): { index?: number } => {
    const { node = 'host', namespace } = at
    const index = findLink(wanted, { node, namespace, link: at.link })?.index
    const there = findNamespace(now, namespace, node)
    // What a kernel makes in each namespace takes indexes there.
    const taken = there?.links ?? root?.links.filter((link) => isFallback(link) || link.kind === 'loopback') ?? []
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
