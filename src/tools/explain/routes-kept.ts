import { routeWords, type Address, type Link } from '../../network/index.js'
import { holds, ipIn, type NetworkMap } from './map.js'

/** Lines that make a link's routes by gateways anew, as they go with its address: by those in the subnet of the new one. */
export function routesKept(map: NetworkMap, link: Link, address: Address, name = link.name): string[] {
  const { family } = address
  return map
    .space(link.namespace)
    .routes.filter((route) => route.link === link.name && route.family === family && route.table === 'main')
    .filter(({ via }) => via !== null && holds(address, via))
    .map((route) => `${ipIn(link.namespace)} route replace ${routeWords({ ...route, link: name, source: null })}`)
}
