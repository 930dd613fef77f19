import type { Link, NetworkState } from '../../network/index.js'

/**
 * The network in an output of the type `mime.topology`, from a file of anybody's, as far as it can be drawn and told: what
 * is no namespace and no link of ours is left out.
 */
export function readNetwork(value: unknown): NetworkState {
  const { namespaces } = record(record(value)['state'])
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
