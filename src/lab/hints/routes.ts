import {
  findNamespace,
  linkStateIn,
  listWords,
  namespaceWords,
  stateWords,
  type Link,
  type NetworkState,
} from '../../network/index.js'
import type { Hint, Slip } from './hint.js'
import { isInPrefix, linkIn, mainRoutes, networkOf, routesWords } from './look.js'

/** Routes, gateways and addresses. */
export const routeHints: readonly Hint[] = [
  {
    says: /Nexthop has invalid gateway/,
    explain: ({ command, namespace, state }) => {
      const gateway = /\bvia\s+(\S+)/.exec(command)?.[1] ?? 'the gateway'
      const networks = mainRoutes(state, namespace)
        .filter((route) => route.via === null && route.destination !== 'default')
        .map((route) => `${route.destination} on ${route.link}`)
      const reach =
        networks.length === 0
          ? `${namespaceWords(namespace)} reaches no network directly yet: a link there needs an address, and must be up`
          : `${namespaceWords(namespace)} reaches directly only ${listWords(networks)}`
      return `A gateway must be a neighbour, and ${gateway} is none: ${reach}.`
    },
  },
  {
    says: /Network is unreachable/,
    explain: unreachable,
  },
  {
    says: /any valid (?:prefix|address) is expected rather than "([^"]+)"|inet prefix is expected rather than "([^"]+)"/,
    explain: ({ said }) =>
      `${said[1] ?? said[2]} is no address with a prefix length: four numbers from 0 to 255, then /0 to /32, like 192.168.1.101/24.`,
  },
  {
    says: /Invalid prefix for given prefix length/,
    explain: ({ command }) => {
      const prefix = /\d+\.\d+\.\d+\.\d+\/\d+/.exec(command)?.[0]
      const network = prefix === undefined ? undefined : networkOf(prefix)
      if (network === undefined) return null
      return `${prefix} is an address, not a network: bits are set behind its prefix length. The network is ${network}.`
    },
  },
  {
    says: /Device for nexthop is not up|RTNETLINK answers: Network is down/,
    explain: ({ command, namespace }) => {
      const link = /\bdev\s+(\S+)/.exec(command)?.[1]
      if (link === undefined) return null
      return `${link} in ${namespaceWords(namespace)} is down, and the kernel routes over no link that is. First: ${ip(namespace)} link set ${link} up`
    },
  },
  {
    says: /RTNETLINK answers: No such process/,
    by: /\bro/,
    explain: ({ command, namespace, state }) => {
      const route = /\bro\w*\s+d\w*\s+(\S+)/.exec(command)?.[1]
      return `${namespaceWords(namespace)} has no ${route === undefined ? 'such route' : `route to ${route} as given`}: ${routesWords(state, namespace)}.`
    },
  },
  {
    says: /ipv[46]: [Aa]ddress not found|RTNETLINK answers: Cannot assign requested address/,
    by: /addr|\bip\s+a/,
    explain: ({ command, namespace, state }) => {
      const [, address, name] = /\bd\w*\s+(\S+).*\bdev\s+(\S+)/.exec(command) ?? []
      const link = name === undefined ? undefined : linkIn(state, namespace, name)
      if (link === undefined) return null
      const has = link.addresses.map((each) => `${each.address}/${each.prefixLength}`)
      return `${name} in ${namespaceWords(namespace)} has no address ${address}; it has ${has.length === 0 ? 'none' : listWords(has)}.`
    },
  },
]

function unreachable({ command, namespace, state }: Slip): string {
  const target = /(\d+\.\d+\.\d+\.\d+)(?:\/\d+)?\s*$/.exec(command)?.[1] ?? /\d+\.\d+\.\d+\.\d+/.exec(command)?.[0]
  const place = namespaceWords(namespace)
  const to = target === undefined ? 'that address' : target
  const down = (findNamespace(state, namespace)?.links ?? []).find(
    (link) => !link.up && target !== undefined && hasNetworkOf(link, target),
  )
  if (down !== undefined) {
    return `${place} has no route to ${to}, since ${down.name} is down. Try: ${ip(namespace)} link set ${down.name} up`
  }
  const others =
    target === undefined
      ? []
      : state.namespaces.filter((space) => space.name !== namespace && reaches(state, space.name, target))
  const instead =
    others.length === 0
      ? ''
      : ` ${listWords(others.map((space) => namespaceWords(space.name)))} ${others.length === 1 ? 'has' : 'have'} one.`
  const first = others[0]
  const advice =
    first === undefined || first.name === 'root' || namespace !== 'root'
      ? ''
      : ` Try: sudo ip netns exec ${first.name} ${command.replace(/^sudo\s+/, '')}`
  return `${place} has no route to ${to}: ${routesWords(state, namespace)}.${instead}${advice}`
}

function hasNetworkOf(link: Link, target: string): boolean {
  return link.addresses.some(
    (each) => each.family === 'inet' && isInPrefix(target, `${each.address}/${each.prefixLength}`),
  )
}

function reaches(state: NetworkState, namespace: string, target: string): boolean {
  return mainRoutes(state, namespace).some((route) => isInPrefix(target, route.destination))
}

/** Why ping had no answer: who has the address, and how the links on the way are. Null where the network looks right. */
export function silence({ command, namespace, state }: Omit<Slip, 'said'>): string | null {
  const target = /\d+\.\d+\.\d+\.\d+/.exec(command)?.[0]
  if (target === undefined) return null
  const owners = state.namespaces.flatMap(({ links }) =>
    links.filter((link) => link.addresses.some((each) => each.address === target)),
  )
  const owner = owners[0]
  if (owner === undefined) return `No link in this lab has the address ${target}.`
  const route = mainRoutes(state, namespace).find((each) => isInPrefix(target, each.destination))
  const out = route?.link === null || route === undefined ? undefined : linkIn(state, namespace, route.link)
  const troubled = [owner, ...(out ? [out] : [])].find((link) => linkStateIn(state, link) !== 'up')
  const has = `${target} is the address of ${owner.name} in ${namespaceWords(owner.namespace)}`
  if (troubled === undefined) return null
  if (troubled === owner) return `${has}, which is ${stateWords(linkStateIn(state, owner))}.`
  return `${has}; on the way, ${troubled.name} in ${namespaceWords(troubled.namespace)} is ${stateWords(linkStateIn(state, troubled))}.`
}

function ip(namespace: string): string {
  return namespace === 'root' ? 'sudo ip' : `sudo ip -n ${namespace}`
}
