import type { Operation } from '../topology/operation.js'

/**
 * A route outlives the address by which its gateway was reached. The kernel takes it anew when a route to the gateway is
 * there for as long; null where that is not what an operation is about.
 */
export function bridgedRoute(operation: Operation): Operation[] | null {
  if (operation.do !== 'add-route') return null
  const { via, link, table } = operation.route
  if (via === undefined || link === undefined) return null
  const route = { destination: `${via}/${via.includes(':') ? 128 : 32}`, link, ...(table !== undefined && { table }) }
  return [{ ...operation, do: 'add-route', route }, operation, { ...operation, do: 'delete-route', route }]
}
