import { prefixBits, routeWords, type Route } from '../../network/index.js'
import type { Packet } from './ask.js'
import type { Fault } from './fault.js'
import { familyOf } from './map.js'
import { routeRemedies } from './no-route.js'
import type { Neighbourhood, Passage } from './paths.js'
import { routeDeletion } from './route-extras.js'
import { ruleFault } from './routes.js'
import { decide, isUsualRule, longest } from './rules.js'
import type { WalkContext } from './visit.js'

/** Whether a route leads to the next namespace of a way, or to another router beside it. */
function isOnWay(near: Neighbourhood, way: readonly Passage[] | null, { via, link }: Route): boolean {
  const [first] = way ?? []
  if (first === undefined || link !== first.from.name) return false
  if (via === null) return way?.length === 1
  return near.segment(first.from).some(({ to }) => to.addresses.some(({ address }) => address === via))
}

/** A rule that nobody begins with decides, and its table does not lead to where the target is. */
export function astrayByRule(
  { map, near }: Pick<WalkContext, 'map' | 'near'>,
  namespace: string,
  packet: Packet,
  iif: string | null,
  target: string | null,
): Fault | undefined {
  const space = map.space(namespace)
  const fault = ruleFault(space, packet, iif)
  if (fault === undefined || target === null || target === namespace) return fault
  const { route } = decide(space, packet, iif)
  const way = near.way(namespace, target, familyOf(packet.destination))
  return route !== null && isOnWay(near, way, route) ? undefined : fault
}

/**
 * What takes a packet off a route that leads it astray: the route deleted, where another then leads to the target; else one that
 * does. None where the route is as good as any, or nothing tells where the target is.
 */
export function rerouted(
  context: Pick<WalkContext, 'map' | 'near' | 'wanted'>,
  namespace: string,
  packet: Packet,
  iif: string | null,
  target: string | null,
): Fault['remedies'] {
  const { map, near } = context
  const family = familyOf(packet.destination)
  const space = map.space(namespace)
  const { rule, route } = decide(space, packet, iif)
  const way = target === null || target === namespace ? null : near.way(namespace, target, family)
  const [first] = way ?? []
  if (first === undefined || rule === null || route === null || !isUsualRule(rule)) return []
  const leads = (each: Route): boolean => isOnWay(near, way, each)
  if (leads(route)) return []
  const others = space.routes.filter((each) => each !== route)
  const other = longest(others, rule.table ?? 'main', packet.destination)
  if (other !== undefined && leads(other)) {
    return [
      {
        command: routeDeletion(namespace, route),
        why: `without it the route "${routeWords(other)}" decides`,
      },
    ]
  }
  const question = { ...context, namespace, packet, iif, target, isReturn: false }
  return routeRemedies(question, way).map(({ command, why }) => {
    const [, words = '', network = '', by = ''] = /^(.*) route add (\S+) (.*)$/s.exec(command) ?? []
    // What is more specific decides: that very route has to change.
    const isInTheWay = words !== '' && prefixBits(route.destination) >= prefixBits(network)
    return { command: isInTheWay ? `${words} route replace ${route.destination} ${by}` : command, why }
  })
}
