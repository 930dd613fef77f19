import type { Change } from './change.js'
import { diffLinks } from './diff-links.js'
import { diffTables } from './diff-tables.js'
import { withFullNames } from './full-names.js'
import { matchLinks } from './match-links.js'
import { findNamespace } from './relations.js'
import type { Link, NetworkNamespace, NetworkState } from './state.js'

/**
 * What changed from one state to the next, in an order that reads well: new namespaces, links, then what is in tables,
 * namespaces that are gone. A link is followed when it moves or gets another name. Namespaces have their full names.
 */
export function diff(stateBefore: NetworkState, stateAfter: NetworkState): Change[] {
  const [before, after] = [withFullNames(stateBefore), withFullNames(stateAfter)]
  const added = after.namespaces.filter((space) => !isIn(before, space))
  const removed = before.namespaces.filter((space) => !isIn(after, space))
  const links = matchLinks(before, after)
  return [
    ...added.map(({ name }): Change => ({ kind: 'namespace-added', namespace: name })),
    ...diffLinks(before, after, links),
    ...after.namespaces.flatMap((space) => {
      const former = findNamespace(before, space.name, space.node)
      return former === undefined ? diffTables(former, space, new Set()) : diffFormer(former, space, links)
    }),
    ...removed.map(({ name }): Change => ({ kind: 'namespace-removed', namespace: name })),
  ]
}

/** Tables name links: a new name of a link is no change of its routes. */
function diffFormer(before: NetworkNamespace, after: NetworkNamespace, links: ReadonlyMap<Link, Link>): Change[] {
  const names = new Map<string, string>()
  const gone = new Set<string>()
  for (const link of before.links) {
    const now = links.get(link)
    if (now?.namespace === after.name) names.set(link.name, now.name)
    else gone.add(link.name)
  }
  const renamed = <T extends { link: string | null }>(entry: T): T => ({
    ...entry,
    link: entry.link === null ? null : (names.get(entry.link) ?? entry.link),
  })
  const former = {
    ...before,
    routes: before.routes.map(renamed),
    neighbours: before.neighbours.map(renamed),
    fdb: before.fdb.map(renamed).map((entry) => ({ ...entry, master: names.get(entry.master ?? '') ?? entry.master })),
  }
  return diffTables(former, after, gone)
}

function isIn(state: NetworkState, { name, node }: NetworkNamespace): boolean {
  return findNamespace(state, name, node) !== undefined
}
