import { routeWords, type Route } from '../../network/index.js'
import type { Fault } from './fault.js'
import { ipIn, type NetworkMap } from './map.js'

/** What a state leaves out of a route, in the words of ip-route(8). */
interface RouteExtras {
  /** Bytes, and hops, that the route allows; null where it says nothing of that. */
  mtu: number | null
  hopLimit: number | null
  /** The words of the line without the two. */
  bare: string
}

/** The line that a route of the table was read from; undefined where it is one of those that the kernel makes. */
export function routeExtras(map: NetworkMap, namespace: string, route: Route): RouteExtras | undefined {
  const lines = map.more(namespace)?.routes.filter(({ family }) => family === route.family) ?? []
  const line = lines.find(({ words }) => isLineOf(words, route))?.words
  if (line === undefined) return undefined
  const number = (word: string): number | null => {
    const value = new RegExp(` ${word} (?:lock )?(\\d+)`).exec(line)?.[1]
    return value === undefined ? null : Number(value)
  }
  return {
    ...{ mtu: number('mtu'), hopLimit: number('hoplimit') },
    bare: line.replace(/ (?:mtu|hoplimit) (?:lock )?\d+/g, ''),
  }
}

function isLineOf(words: string, route: Route): boolean {
  const table = / table (\S+)/.exec(words)?.[1] ?? 'main'
  const [first = '', second = ''] = words.split(' ')
  const via = / via (?:inet6 )?(\S+)/.exec(words)?.[1] ?? null
  const isDestination = [first, second].some((word) => word.replace(/\/(32|128)$/, '') === route.destination)
  if (!isDestination || table !== route.table) return false
  if (route.nexthop !== undefined) return `${words} `.includes(` nhid ${route.nexthop} `)
  return route.via === null || words.includes('nexthop') || via === route.via
}

/** What deletes a route: one of a nexthop object is named by that. */
export function routeDeletion(namespace: string, route: Route): string {
  const table = route.table === 'main' ? '' : ` table ${route.table}`
  const words = route.nexthop === undefined ? routeWords(route) : `${route.destination} nhid ${route.nexthop}`
  return `${ipFor(namespace, route)} route del ${words}${table}`
}

function ipFor(namespace: string, { family }: Route): string {
  return `${ipIn(namespace)}${family === 'inet6' ? ' -6' : ''}`
}

/** A route that allows smaller packets only: `mtu 600`. */
export function routeTooLarge(map: NetworkMap, namespace: string, route: Route, size: number): Fault | undefined {
  const extras = routeExtras(map, namespace, route)
  if (extras?.mtu == null || size <= extras.mtu) return undefined
  return {
    cause: 'mtu',
    at: { node: 'host', namespace, ...(route.link === null ? {} : { link: route.link }) },
    evidence: [
      `the route "${routeWords(route)}" of ${namespace} allows packets of ${extras.mtu} bytes, and this one has ${size}`,
    ],
    remedies: [unlimited(namespace, route, extras)],
  }
}

/** The route as it is, without what it allows. */
export function unlimited(
  namespace: string,
  route: Route,
  { bare }: Pick<RouteExtras, 'bare'>,
): Fault['remedies'][number] {
  return { command: `${ipFor(namespace, route)} route replace ${bare}`, why: 'the route then sets no limit of its own' }
}
