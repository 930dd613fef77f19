import {
  addressNumber,
  prefixBits,
  prefixHolds,
  routeWords,
  type NetworkNamespace,
  type Route,
} from '../../../../network/index.js'
import type { Finding, Look } from '../look.js'
import type { Predicate } from '../predicate.js'
import { failed, noSuchSpace, passed, spaceNamed } from './places.js'

/** A goal about a route, in the main table or in `local`. */
export function findRoute(look: Look, goal: Extract<Predicate, { is: 'routed' }>): Finding {
  const { words } = look
  const { to, via, dev, in: where } = goal
  const wanted = words.wanted.route(to, via, dev, where)
  const space = spaceNamed(look, where)
  if (space === undefined) return noSuchSpace(look, where, wanted)
  const same = space.routes.filter((route) => isTo(route, to))
  const right = same.find(
    (route) => (via === undefined || route.via === via) && (dev === undefined || route.link === dev),
  )
  if (right !== undefined) return passed(words.saw.routes(where, [routeWords(right)]), wanted)
  if (same.length > 0) {
    const saw = words.saw.routes(where, same.map(routeWords))
    return failed(saw, wanted, words.hints.otherWay, words.hints.replaceRoute(via, dev))
  }
  const saw = words.saw.routes(where, mainRoutes(space).map(routeWords))
  return failed(saw, wanted, ...whyNone(look, space, goal))
}

/** A route goes with the link's being up, and a gateway must be a neighbour. */
function whyNone({ words }: Look, space: NetworkNamespace, goal: Extract<Predicate, { is: 'routed' }>): string[] {
  const { to, via, in: where } = goal
  const down = space.links.find(
    ({ up, addresses }) =>
      !up &&
      addresses.some(({ address, prefixLength }) =>
        prefixHolds(`${address}/${prefixLength}`, via ?? to.split('/')[0] ?? ''),
      ),
  )
  if (down !== undefined) return [words.hints.routesNeedLinks, words.hints.switchOn(down.name, where)]
  const isNeighbour =
    via === undefined ||
    mainRoutes(space).some(
      (route) => route.via === null && route.destination !== 'default' && prefixHolds(route.destination, via),
    )
  if (!isNeighbour) return [words.hints.gatewayNearby, words.hints.gatewayUnknown(via, where)]
  return [words.hints.lookForRoutes(where), words.hints.addRoute(to)]
}

function isTo({ destination, table }: Route, to: string): boolean {
  if (table !== 'main' && table !== 'local') return false
  if (destination === to) return true
  if (destination === 'default' || to === 'default') return false
  try {
    const [one = '', other = ''] = [destination.split('/')[0], to.split('/')[0]]
    return prefixBits(destination) === prefixBits(to) && addressNumber(one) === addressNumber(other)
  } catch {
    return false // a destination that is no address is not the one that is looked for
  }
}

function mainRoutes({ routes }: NetworkNamespace): Route[] {
  return routes.filter(({ table, destination }) => table === 'main' && !destination.startsWith('fe80'))
}
