import type { Link } from '../../network/index.js'
import { addressesOf, holds, type Family, type NetworkMap } from './map.js'
import type { Neighbourhood } from './paths.js'

/** Whether a namespace forwards, or has links enough that it may be meant to. */
export function isRouter(map: NetworkMap, namespace: string, family: Family): boolean {
  const path = family === 'inet' ? 'ipv4/ip_forward' : 'ipv6/conf/all/forwarding'
  return (
    map.sysctl(namespace, path) === '1' ||
    map.endpoints(namespace).filter((link) => addressesOf(link, family).length > 0).length > 1
  )
}

/** A router that a link reaches as things are, in its own subnet, and the address it has there. */
export function routerOf(
  map: NetworkMap,
  near: Neighbourhood,
  link: Link,
  family: Family,
): { link: Link; address: string } | undefined {
  const mine = addressesOf(link, family)
  return near
    .segment(link)
    .filter(({ cost, to }) => cost === 0 && to.namespace !== link.namespace && isRouter(map, to.namespace, family))
    .flatMap(({ to }) => addressesOf(to, family).map(({ address }) => ({ link: to, address })))
    .find(({ address }) => mine.some((own) => holds(own, address)))
}
