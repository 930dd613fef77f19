import { linkStateIn, stateWords, type Link, type NetworkState } from '../../network/index.js'
import { en, type PageWords } from '../words/en.js'
import { unfolding } from './data-table.js'

/**
 * A network's links as a table: what its picture shows, for who reads or listens.
 *
 * @param value of an output of the type `mime.topology`, from a file of anybody's; '' where it holds no network
 */
export function networkTable(value: unknown, words: PageWords = en): string {
  const state = readState((value as { state?: unknown } | null | undefined)?.state)
  const rows = state.namespaces.flatMap(({ node, name, links }) =>
    links.map((link) => [
      node === 'host' ? name : `${node}/${name}`,
      link.name,
      stateWords(linkStateIn(state, link)),
      link.addresses.map(({ address, prefixLength }) => `${address}/${prefixLength}`).join(', '),
      link.master ?? '',
    ]),
  )
  return unfolding([{ columns: words.data.network, bodies: [{ rows }] }], words)
}

/** What is no namespace and no link of ours is left out. */
function readState(value: unknown): NetworkState {
  const { namespaces } = record(value)
  if (!Array.isArray(namespaces)) return { namespaces: [] }
  return {
    namespaces: namespaces.map(record).flatMap((space) => {
      const { node, name, links, namespaceIds } = space
      if (typeof node !== 'string' || typeof name !== 'string' || !Array.isArray(links)) return []
      const known = { routes: [], rules: [], neighbours: [], fdb: [], namespaceIds: record(namespaceIds) }
      return [{ node, name, ...known, links: links.filter(isLink) }] as NetworkState['namespaces']
    }),
  }
}

function isLink(value: unknown): value is Link {
  const { name, namespace, index, up, carrier, operState, addresses, master } = record(value)
  return (
    [name, namespace, operState].every((each) => typeof each === 'string') &&
    [up, carrier].every((each) => typeof each === 'boolean') &&
    typeof index === 'number' &&
    (master === null || typeof master === 'string') &&
    Array.isArray(addresses) &&
    addresses.every((each) => typeof record(each)['address'] === 'string')
  )
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
