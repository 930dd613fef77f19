import { vethPairs, withFullNames, type NetworkState } from '../../network/index.js'

/** In a network of so many namespaces every one is listened to. */
const SMALL = 16

/**
 * The namespaces, by full names, in which a packet from one to some others may be seen: in a small network all; in a large
 * one those on the shortest ways by veth pairs, and where there is no way those that can be reached.
 */
export function onTheWay(state: NetworkState, from: string, targets: readonly string[]): string[] {
  const full = withFullNames(state)
  const names = full.namespaces.map(({ name }) => name)
  if (names.length <= SMALL) return names
  const next = new Map<string, Set<string>>(names.map((name) => [name, new Set()]))
  for (const [{ namespace: one }, { namespace: other }] of vethPairs(full)) {
    next.get(one)?.add(other)
    next.get(other)?.add(one)
  }
  const there = distances(from, next)
  const target = targets.filter((name) => there.has(name))
  if (target.length === 0) return [...there.keys()]
  return names.filter((name) =>
    target.some((end) => {
      const back = distances(end, next).get(name)
      const way = there.get(name)
      return back !== undefined && way !== undefined && way + back === there.get(end)
    }),
  )
}

function distances(from: string, next: ReadonlyMap<string, ReadonlySet<string>>): Map<string, number> {
  const found = new Map([[from, 0]])
  for (const [name, distance] of found) {
    for (const other of next.get(name) ?? []) if (!found.has(other)) found.set(other, distance + 1)
  }
  return found
}
