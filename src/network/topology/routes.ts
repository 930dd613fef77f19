import { isIP } from 'node:net'
import { addressNumber, networkOf, prefixBits } from '../prefix.js'
import type { Route } from '../state.js'
import type { NewRoute } from './operation.js'

/** IPv6 gives each route a metric; this one where none is said. */
const DEFAULT_METRIC_6 = 1024

const madeTypes = ['unicast', 'blackhole', 'unreachable', 'prohibit', 'throw']

/** A route that somebody made: not what the kernel makes of addresses, or of what a router advertises. */
export function isConfigured({ table, type, protocol }: Route): boolean {
  return table !== 'local' && madeTypes.includes(type) && protocol !== 'kernel' && protocol !== 'ra'
}

/** A route that is there, as one would ask for it. */
export function newRoute(route: Route): NewRoute {
  const { family, destination, via, link, source, metric, table, type, flags } = route
  return {
    destination: destination === 'default' && family === 'inet6' && via === null ? '::/0' : destination,
    ...(via !== null && { via }),
    ...(link !== null && type === 'unicast' && { link }),
    ...(source !== null && { source }),
    ...(metric !== null && !(family === 'inet6' && metric === DEFAULT_METRIC_6) && { metric }),
    ...(table !== 'main' && { table }),
    ...(type !== 'unicast' && { type: type as NonNullable<NewRoute['type']> }),
    ...(flags.includes('onlink') && { onlink: true }),
  }
}

/** Whether a route that is there is the one that is wanted. */
export function isSameRoute(there: NewRoute, wanted: NewRoute): boolean {
  return (
    destinationKey(there) === destinationKey(wanted) &&
    addressKey(there.via) === addressKey(wanted.via) &&
    (wanted.link === undefined || there.link === wanted.link) &&
    (wanted.source === undefined || addressKey(there.source) === addressKey(wanted.source)) &&
    there.metric === wanted.metric &&
    (there.table ?? 'main') === (wanted.table ?? 'main') &&
    (there.type ?? 'unicast') === (wanted.type ?? 'unicast')
  )
}

/** `10.0.0.7/24` and `10.0.0.0/24` lead to the same; `default` is `::/0` where its way is IPv6. */
export function destinationKey({ destination, via }: NewRoute): string {
  if (destination !== 'default') return networkOf(destination.split('/')[0] ?? '', prefixBits(destination))
  return via !== undefined && isIP(via) === 6 ? networkOf('::', 0) : networkOf('0.0.0.0', 0)
}

/** Addresses are written in several ways: `::1` and `0:0:0:0:0:0:0:1`. */
export function addressKey(address: string | undefined): string {
  return address === undefined ? '' : `${isIP(address)} ${addressNumber(address)}`
}
