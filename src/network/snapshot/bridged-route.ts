import { prefixHolds } from '../prefix.js'
import type { RouteLine } from '../snapshot.js'
import type { Route } from '../state.js'
import type { Operation } from '../topology/operation.js'
import { step, type LocalStep } from './step.js'

/**
 * A route outlives the address by which its gateway was reached. The kernel takes it anew when a route to the gateway is
 * there for as long; null where that is not what an operation is about.
 */
export function bridgedRoute(operation: Operation): Operation[] | null {
  if (operation.do !== 'add-route') return null
  const { via, link, table } = operation.route
  if (via === undefined || link === undefined) return null
  const route = { destination: hostPrefix(via), link, ...(table !== undefined && { table }) }
  return [{ ...operation, do: 'add-route', route }, operation, { ...operation, do: 'delete-route', route }]
}

/** The same for a route in words, with as many gateways as it has. */
export function routeSteps(line: RouteLine, routes: readonly Route[]): LocalStep[] {
  return bridgedStep(line, routes, step(programOf(line), `route ${line.words}`, 'route add', line.words))
}

export const programOf = ({ family }: RouteLine): 'ip' | 'ip -6' => (family === 'inet6' ? 'ip -6' : 'ip')

/** What names gateways, a route or a nexthop object, between routes to those that are not reached otherwise. */
export function bridgedStep(line: RouteLine, routes: readonly Route[], made: LocalStep): LocalStep[] {
  const { words } = line
  const program = programOf(line)
  const table = / table \S+/.exec(words)?.[0] ?? ''
  const gateways = / onlink\b/.test(words) ? [] : [...words.matchAll(/ via ([\d.a-f:]+) dev (\S+)/g)]
  const bridges = gateways
    .filter(([, via = '', link = '']) => !isReached(routes, via, link))
    .map(([, via = '', link = '']) => `${hostPrefix(via)} dev ${link}${table}`)
  const bridge = (verb: 'add' | 'del') =>
    bridges.map((to): LocalStep => ({ ...step(program, `route ${to}`, 'route', verb, to), isOptional: true }))
  return [...bridge('add'), made, ...bridge('del')]
}

/** Whether one of the routes leads to a gateway at once. */
export function isReached(routes: readonly Route[], gateway: string, link: string | undefined): boolean {
  return routes.some((route) => route.via === null && route.link === link && prefixHolds(route.destination, gateway))
}

const hostPrefix = (address: string): string => `${address}/${address.includes(':') ? 128 : 32}`
