import { isIP } from 'node:net'
import { prefixHolds } from '../prefix.js'
import { checkAddresses, isPrefix } from './check-addresses.js'
import { LONGEST_NAME, placeKey } from './places.js'
import { nearest } from './nearest.js'
import type { TopologyProblem } from './topology-error.js'
import type { WantedLink, WantedNetwork, WantedSpace } from './wanted.js'

/** What the kernel would refuse of a network, or what cannot be meant: all of it, before anything is made. */
export function checkNetwork(network: WantedNetwork): TopologyProblem[] {
  return [
    ...[...network.spaces.values()].flatMap((space) => [
      ...checkSpaceName(space, network.nodes),
      ...[...space.links.values()].flatMap((link) => checkLink(link, space)),
      ...checkMasters(space),
      ...space.routes.flatMap((_, index) => checkRoute(space, index)),
    ]),
    ...checkAddresses(network),
  ]
}

function checkSpaceName({ node, namespace, place }: WantedSpace, nodes: readonly string[]): TopologyProblem[] {
  const problems: TopologyProblem[] = []
  const refuse = (problem: string, remedy: string): void => void problems.push({ place, problem, remedy })
  if (!/^[^\s/.]+$/.test(namespace) || Buffer.byteLength(namespace) > 255) {
    refuse(`${JSON.stringify(namespace)} is no name of a namespace`, 'It has no space, no slash and no dot.')
  }
  if (node !== undefined && !nodes.includes(node)) {
    const meant = nearest(node, nodes)
    refuse(`there is no node ${node}`, meant === undefined ? `Add it: nodes: ['${node}'].` : `Did you mean ${meant}?`)
  }
  if (node !== undefined && !/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i.test(node)) {
    refuse(`${JSON.stringify(node)} is no host name`, 'It has letters, digits and hyphens, 63 at most.')
  }
  if (node === undefined && nodes.includes(namespace)) {
    refuse(`${namespace} is a node, too`, 'Give one of them another name.')
  }
  return problems
}

function checkLink(link: WantedLink, { links }: WantedSpace): TopologyProblem[] {
  const { place, kind, mac } = link
  const name = link.at.link
  const problems: TopologyProblem[] = []
  const refuse = (problem: string, remedy: string): void => void problems.push({ place, problem, remedy })
  if (Buffer.byteLength(name) > LONGEST_NAME) {
    refuse(`${name} has ${Buffer.byteLength(name)} bytes, and the kernel takes ${LONGEST_NAME}`, 'Shorten it.')
  } else if (!/^[^\s/:%]+$/.test(name) || ['.', '..', 'all', 'default'].includes(name)) {
    refuse(`${JSON.stringify(name)} is no name of a link`, 'It has no space, slash, colon or percent sign.')
  }
  if (mac !== undefined && !/^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(mac)) {
    refuse(`${JSON.stringify(mac)} is no MAC address`, 'Write six bytes: 02:00:00:00:00:01.')
  } else if (mac !== undefined && (Number.parseInt(mac.slice(0, 2), 16) & 1) === 1) {
    refuse(`${mac} is a group address`, 'The first byte of a link is even: 02:00:00:00:00:01.')
  }
  if (link.port !== undefined && link.master === null)
    refuse('it is no port of a bridge', 'Add it to one, or leave port out.')
  if (kind.type === 'vxlan') {
    for (const address of [kind.local, kind.remote, kind.group]) {
      if (address !== undefined && isIP(address) === 0)
        refuse(`${JSON.stringify(address)} is no address`, 'Write it without a prefix length.')
    }
  }
  const over = 'over' in kind ? kind.over : undefined
  if (over !== undefined && !links.has(over)) {
    const meant = nearest(over, [...links.keys()])
    refuse(
      `there is no link ${over} beside it`,
      meant === undefined ? 'It is in the same namespace.' : `Did you mean ${meant}?`,
    )
  }
  if (kind.type === 'veth' && placeKey(kind.peer) === placeKey(link.at)) refuse('both ends are the same', 'Name two.')
  return problems
}

/** A bridge that is, by way of its masters and of what it lies over, below itself. */
function checkMasters({ links }: WantedSpace): TopologyProblem[] {
  const below = (link: WantedLink): string[] =>
    [link.master, 'over' in link.kind ? link.kind.over : undefined].flatMap((name) =>
      typeof name === 'string' ? [name] : [],
    )
  const found: TopologyProblem[] = []
  const named = new Set<string>()
  for (const first of links.values()) {
    const path: string[] = []
    const leads = (link: WantedLink): boolean => {
      if (path.includes(link.at.link)) return link === first
      path.push(link.at.link)
      const isBack = below(link).some((name) => {
        const next = links.get(name)
        return next !== undefined && leads(next)
      })
      if (!isBack) path.pop()
      return isBack
    }
    if (named.has(first.at.link) || !leads(first)) continue
    for (const name of path) named.add(name)
    const problem = `a cycle of masters: ${[...path, first.at.link].join(' → ')}`
    found.push({ place: first.place, problem, remedy: 'Take one of these ports out of its bridge.' })
  }
  return found
}

function checkRoute({ place, routes, links }: WantedSpace, index: number): TopologyProblem[] {
  const route = routes[index]
  if (route === undefined) return []
  const here = `${place}.routes[${index}]`
  const problems: TopologyProblem[] = []
  const refuse = (key: string, problem: string, remedy: string): void =>
    void problems.push({ place: `${here}.${key}`, problem, remedy })
  if (route.destination !== 'default' && !isPrefix(route.destination, { bare: true })) {
    refuse('destination', `${JSON.stringify(route.destination)} is no prefix`, "Write 'default' or 10.0.0.0/24.")
  }
  if (route.link !== undefined && !links.has(route.link)) {
    const meant = nearest(route.link, [...links.keys()])
    refuse(
      'link',
      `there is no link ${route.link}`,
      meant === undefined ? 'It is in the same namespace.' : `Did you mean ${meant}?`,
    )
  }
  if (route.source !== undefined && isIP(route.source) === 0)
    refuse('source', `${route.source} is no address`, 'Write one of its own.')
  const { via } = route
  if (via === undefined) {
    if (route.link === undefined && (route.type ?? 'unicast') === 'unicast') {
      problems.push({ place: here, problem: 'the route leads nowhere', remedy: 'Give it via, or link, or a type.' })
    }
    return problems
  }
  if (isIP(via) === 0) refuse('via', `${JSON.stringify(via)} is no address`, 'Write it without a prefix length.')
  else if (route.onlink !== true && !/^fe80:/i.test(via)) {
    const prefixes = [...links.values()]
      .flatMap(({ addresses }) => addresses.map(({ text }) => text))
      .filter((text) => isPrefix(text))
    const direct = routes
      .filter((other) => other.via === undefined && isPrefix(other.destination, { bare: true }))
      .map(({ destination }) => destination)
    if (![...prefixes, ...direct].some((prefix) => prefixHolds(prefix, via))) {
      const has = prefixes.length === 0 ? 'has no address' : `has ${prefixes.join(', ')}`
      refuse('via', `${via} is in no subnet of this namespace, which ${has}`, 'Name a neighbour, or say onlink: true.')
    }
  }
  return problems
}
