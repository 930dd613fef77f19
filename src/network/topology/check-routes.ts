import { isIP } from 'node:net'
import { prefixHolds } from '../prefix.js'
import { isPrefix } from './check-addresses.js'
import { nearest } from './nearest.js'
import type { NewRoute } from './operation.js'
import { addressKey, destinationKey } from './routes.js'
import type { TopologyProblem } from './topology-error.js'
import type { WantedLink, WantedSpace } from './wanted.js'

/** Routes and rules that the kernel would refuse, or that lead nowhere. */
export function checkRoutes(space: WantedSpace): TopologyProblem[] {
  return [...space.routes.flatMap((route, index) => checkRoute(space, route, index)), ...checkRules(space)]
}

function checkRoute(space: WantedSpace, route: NewRoute, index: number): TopologyProblem[] {
  const { place, routes, links } = space
  const here = `${place}.routes[${index}]`
  const problems: TopologyProblem[] = []
  const refuse = (key: string, problem: string, remedy: string): void =>
    void problems.push({ place: key === '' ? here : `${here}.${key}`, problem, remedy })
  const { destination, via, link, source } = route
  if (destination !== 'default' && !isPrefix(destination, { bare: true })) {
    refuse('destination', `${JSON.stringify(destination)} is no prefix`, "Write 'default' or 10.0.0.0/24.")
    return problems
  }
  const family = destination === 'default' ? 0 : isIP(destination.split('/')[0] ?? '')
  if (link !== undefined && !links.has(link)) {
    const meant = nearest(link, [...links.keys()])
    const remedy = meant === undefined ? 'It is in the same namespace.' : `Did you mean ${meant}?`
    refuse('link', `there is no link ${link}`, remedy)
    return problems
  }
  if (source !== undefined && isIP(source) === 0) refuse('source', `${source} is no address`, 'Write one of its own.')
  else if (source !== undefined && !addressesOf(links).some((text) => isAddress(text, source))) {
    refuse('source', `${source} is no address of this namespace`, 'Write one of its own.')
  }
  const former = routes.slice(0, index).findIndex((other) => isSameWay(other, route))
  if (former >= 0) {
    refuse(
      '',
      `a route to ${destination} is there already`,
      `It is at ${place}.routes[${former}]: another metric lets both be.`,
    )
  }
  if (via === undefined) {
    if (link === undefined && (route.type ?? 'unicast') === 'unicast') {
      refuse('', 'the route leads nowhere', "Give it via: '10.0.0.254', or link: 'eth0', or a type.")
    }
    return problems
  }
  if (isIP(via) === 0) {
    refuse('via', `${JSON.stringify(via)} is no address`, 'Write it without a prefix length.')
    return problems
  }
  if (family === 6 && isIP(via) === 4) {
    refuse('via', `${via} is IPv4, and ${destination} is IPv6`, 'Name a neighbour that has IPv6.')
    return problems
  }
  if (route.onlink !== true && !/^fe80:/i.test(via)) problems.push(...checkGateway(space, route, via, `${here}.via`))
  return problems
}

/** A gateway is reached by a subnet of a link, or by a route that goes straight out of one. */
function checkGateway({ links, routes }: WantedSpace, route: NewRoute, via: string, place: string): TopologyProblem[] {
  const isUsed = ({ at }: WantedLink): boolean => route.link === undefined || route.link === at.link
  const holding = [...links.values()].filter(({ addresses }) =>
    addresses.some(({ text }) => isPrefix(text) && prefixHolds(text, via)),
  )
  const direct = routes.some(
    (other) =>
      other.via === undefined &&
      (route.link === undefined || other.link === route.link) &&
      isPrefix(other.destination, { bare: true }) &&
      prefixHolds(other.destination, via),
  )
  if (direct || holding.some((link) => isUsed(link) && link.up)) return []
  const [first] = holding
  if (first !== undefined && !first.up) {
    const problem = `${via} is behind ${first.at.link}, which is down`
    return [{ place, problem, remedy: 'Leave up: false out, or the route.' }]
  }
  if (first !== undefined && route.link !== undefined) {
    const problem = `${via} is behind ${first.at.link}, and not behind ${route.link}`
    return [{ place, problem, remedy: 'Name one that is, or leave link out.' }]
  }
  const prefixes = addressesOf(links).filter((text) => isPrefix(text))
  const has = prefixes.length === 0 ? 'has no address' : `has ${prefixes.join(', ')}`
  const problem = `${via} is in no subnet of this namespace, which ${has}`
  return [{ place, problem, remedy: 'Name a neighbour, or say onlink: true and the link.' }]
}

function checkRules({ place, rules }: WantedSpace): TopologyProblem[] {
  return rules.flatMap((rule, index) =>
    (['from', 'to'] as const).flatMap((key): TopologyProblem[] => {
      const prefix = rule[key]
      if (prefix === undefined || prefix === 'all' || isPrefix(prefix, { bare: true })) return []
      const problem = `${JSON.stringify(prefix)} is no prefix`
      return [{ place: `${place}.rules[${index}].${key}`, problem, remedy: "Write 10.0.0.0/24, or 'all'." }]
    }),
  )
}

function addressesOf(links: ReadonlyMap<string, WantedLink>): string[] {
  return [...links.values()].flatMap(({ addresses }) => addresses.map(({ text }) => text))
}

function isAddress(text: string, address: string): boolean {
  const [own = ''] = text.split('/')
  return isIP(own) !== 0 && addressKey(own) === addressKey(address)
}

/** The kernel keeps one IPv4 route a destination, metric and table. */
function isSameWay(one: NewRoute, other: NewRoute): boolean {
  const isSix = ({ destination, via }: NewRoute): boolean => `${destination}${via ?? ''}`.includes(':')
  const isReadable = ({ destination }: NewRoute): boolean =>
    destination === 'default' || isPrefix(destination, { bare: true })
  return (
    isReadable(one) &&
    !isSix(one) &&
    !isSix(other) &&
    destinationKey(one) === destinationKey(other) &&
    (one.metric ?? 0) === (other.metric ?? 0) &&
    (one.table ?? 'main') === (other.table ?? 'main')
  )
}
