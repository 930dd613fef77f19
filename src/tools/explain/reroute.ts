import { prefixBits, routeWords, type Route } from '../../network/index.js'
import type { Packet } from './ask.js'
import type { Fault } from './fault.js'
import { familyOf, ipIn } from './map.js'
import { routeRemedies } from './no-route.js'
import { decide, isUsualRule, longest } from './rules.js'
import type { WalkContext } from './visit.js'

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
  const leads = ({ via, link }: Route): boolean =>
    link === first.from.name &&
    (via === null
      ? way?.length === 1
      : near.segment(first.from).some(({ to }) => to.addresses.some(({ address }) => address === via)))
  if (leads(route)) return []
  const ip = `${ipIn(namespace)}${family === 'inet6' ? ' -6' : ''}`
  const others = space.routes.filter((each) => each !== route)
  const other = longest(others, rule.table ?? 'main', packet.destination)
  if (other !== undefined && leads(other)) {
    return [
      {
        command: `${ip} route del ${routeWords(route)}`,
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
