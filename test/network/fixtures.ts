import { readFileSync } from 'node:fs'
import {
  assembleState,
  FIRST_NODE,
  parseFdb,
  parseLinks,
  parseNamespaceIds,
  parseNeighbours,
  parseRoutes,
  parseRules,
  type NetworkState,
} from '../../src/network/index.js'

/** A file of test/fixtures: what a real tool printed. */
export function fixture(path: string): string {
  return readFileSync(new URL(`../fixtures/${path}`, import.meta.url), 'utf8')
}

/** Releases of iproute2 whose output of one and the same network was recorded. */
export const releases = ['6.1', '5.10', '5.5'] as const

/** The recorded network: root with br0, ns1, ns2, veth pairs between all of them. */
export function recordedState(release: (typeof releases)[number]): NetworkState {
  const read = (name: string) => fixture(`ip/${release}/${name}.txt`)
  return assembleState(
    ['ns2', 'ns1', 'root'].map((name) => ({
      name,
      node: FIRST_NODE,
      namespaceIds: parseNamespaceIds(read(`${name}-nsid`)),
      links: parseLinks(read(`${name}-addr`), name),
      routes: [...parseRoutes(read(`${name}-route4`), 'inet'), ...parseRoutes(read(`${name}-route6`), 'inet6')],
      rules: [...parseRules(read(`${name}-rule4`), 'inet'), ...parseRules(read(`${name}-rule6`), 'inet6')],
      neighbours: parseNeighbours(read(`${name}-neigh`)),
      fdb: parseFdb(read(`${name}-fdb`)),
    })),
  )
}
