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
  // Most commands change nothing, or little: what reads the same has not changed, and this is soon known.
  const unchanged = readsSame(stateBefore, stateAfter)
  if (unchanged.size === stateBefore.namespaces.length && unchanged.size === stateAfter.namespaces.length) return []
  const [before, after] = [withFullNames(stateBefore), withFullNames(stateAfter)]
  const added = after.namespaces.filter((space) => !isIn(before, space))
  const removed = before.namespaces.filter((space) => !isIn(after, space))
  const links = matchLinks(before, after)
  return [
    ...added.map(({ name }): Change => ({ kind: 'namespace-added', namespace: name })),
    ...diffLinks(before, after, links),
    ...after.namespaces.flatMap((space, index) => {
      if (unchanged.has(index)) return []
      const former = findNamespace(before, space.name, space.node)
      return former === undefined ? diffTables(former, space, new Set()) : diffFormer(former, space, links)
    }),
    ...removed.map(({ name }): Change => ({ kind: 'namespace-removed', namespace: name })),
  ]
}

/** The positions of namespaces that stand in both states at the same place and read the same. */
function readsSame(before: NetworkState, after: NetworkState): Set<number> {
  const same = new Set<number>()
  for (const [index, space] of after.namespaces.entries())
    if (isSameData(space, before.namespaces[index])) same.add(index)
  return same
}

/** Of plain data. As texts they would compare five times as slowly, which is a third of a read of a hundred namespaces. */
function isSameData(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false
  if (Array.isArray(one)) {
    if (!Array.isArray(other) || one.length !== other.length) return false
    for (let index = 0; index < one.length; index++) if (!isSameData(one[index], other[index])) return false
    return true
  }
  const keys = Object.keys(one)
  if (keys.length !== Object.keys(other).length) return false
  for (const key of keys) {
    if (!isSameData((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key])) return false
  }
  return true
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
