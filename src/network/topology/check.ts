import { FIRST_NODE } from '../assemble.js'
import { checkAddresses } from './check-addresses.js'
import { checkKind } from './check-kinds.js'
import { checkRoutes } from './check-routes.js'
import { LONGEST_NAME, overOf, linkPlace, placeKey, spaceOf } from './places.js'
import { nearest } from './nearest.js'
import { linksOf } from './plan-links.js'
import type { TopologyProblem } from './topology-error.js'
import type { WantedLink, WantedNetwork, WantedSpace } from './wanted.js'

/** What the kernel would refuse of a network, or what cannot be meant: all of it, before anything is made. */
export function checkNetwork(network: WantedNetwork): TopologyProblem[] {
  const links = linksOf(network)
  return [
    ...[...network.spaces.values()].flatMap((space) => [
      ...checkSpaceName(space, network.nodes),
      ...[...space.links.values()].flatMap((link) => [...checkLink(link), ...checkKind(link, network)]),
      ...checkRoutes(space),
      ...checkSysctls(space),
      ...checkServices(space),
    ]),
    ...checkMasters(links),
    ...checkAddresses(network),
  ]
}

function checkSpaceName({ node, namespace, place }: WantedSpace, nodes: readonly string[]): TopologyProblem[] {
  const problems: TopologyProblem[] = []
  const refuse = (problem: string, remedy: string): void => void problems.push({ place, problem, remedy })
  if (!/^[^\s/.]+$/.test(namespace) || Buffer.byteLength(namespace) > 255) {
    refuse(`${JSON.stringify(namespace)} is no name of a namespace`, 'It has a letter or more, no space, slash or dot.')
  }
  if (node !== undefined && !nodes.includes(node)) {
    const meant = nearest(node, nodes)
    refuse(`there is no node ${node}`, meant === undefined ? `Add it: nodes: ['${node}'].` : `Did you mean ${meant}?`)
  }
  if (node !== undefined && !/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i.test(node)) {
    refuse(`${JSON.stringify(node)} is no host name`, 'It has letters, digits and hyphens, 63 at most.')
  } else if (namespace === 'root' && (node === FIRST_NODE || node === 'root')) {
    refuse(`${node} is a name that the lab's own machine has`, 'Give the node another: node1.')
  } else if (node === undefined && namespace !== 'root' && nodes.includes(namespace)) {
    refuse(`${namespace} is a node, too`, 'Give one of them another name.')
  }
  return problems
}

function checkLink(link: WantedLink): TopologyProblem[] {
  const { place, mac } = link
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
  return problems
}

function checkSysctls({ place, sysctls }: WantedSpace): TopologyProblem[] {
  return Object.keys(sysctls).flatMap((key): TopologyProblem[] => {
    const here = `${place}.sysctls['${key}']`
    const words = key.split(/[./]/)
    if (words.length === 1) {
      const remedy = `Write it in full, as sysctl(8) does: net.ipv4.${key}.`
      return [{ place: here, problem: `${key} is no whole name of a setting`, remedy }]
    }
    if (words[0] !== 'net' || words.some((word) => word === '')) {
      const remedy = 'A namespace has those of networks: net.ipv4.ip_forward, say.'
      return [{ place: here, problem: `${JSON.stringify(key)} is no setting of a network namespace`, remedy }]
    }
    return []
  })
}

function checkServices({ place, services }: WantedSpace): TopologyProblem[] {
  return services.flatMap((command, index): TopologyProblem[] => {
    const here = `${place}.services[${index}]`
    if (command.trim() === '')
      return [{ place: here, problem: 'there is no command', remedy: 'Write one, or leave it out.' }]
    if (services.indexOf(command) === index) return []
    return [{ place: here, problem: `\`${command}\` is there twice`, remedy: 'Leave one out.' }]
  })
}

/** A link that is, by way of its masters and of what it lies over, below itself. */
function checkMasters(links: ReadonlyMap<string, WantedLink>): TopologyProblem[] {
  const below = (link: WantedLink): WantedLink[] => {
    const master = link.master === null ? undefined : linkPlace(spaceOf(link.at), link.master)
    return [master, overOf(link)].flatMap((place) => (place && links.get(placeKey(place))) ?? [])
  }
  const found: TopologyProblem[] = []
  /** Links that lead to no cycle, or to one that is told. */
  const done = new Set<WantedLink>()
  const walk = (link: WantedLink, path: readonly WantedLink[]): void => {
    if (done.has(link)) return
    const start = path.indexOf(link)
    if (start >= 0) {
      const cycle = path.slice(start)
      for (const each of cycle) done.add(each)
      const problem = `a cycle of masters: ${[...cycle, link].map(({ at }) => at.link).join(' → ')}`
      found.push({ place: link.place, problem, remedy: 'Take one of them off the next.' })
      return
    }
    for (const next of below(link)) walk(next, [...path, link])
    done.add(link)
  }
  for (const link of links.values()) walk(link, [])
  return found
}
