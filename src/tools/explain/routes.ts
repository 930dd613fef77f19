import { networkOf, routeWords, ruleWords, type Cause, type Link, type NetworkNamespace } from '../../network/index.js'
import type { Packet } from './ask.js'
import type { Fault } from './fault.js'
import {
  addressesOf,
  commandIn,
  familyOf,
  holds,
  ipIn,
  linkWords,
  placeOf,
  type Family,
  type NetworkMap,
} from './map.js'
import { noAddress, noLink } from './absent.js'
import type { Neighbourhood } from './paths.js'
import { decide, isUsualRule, longest, type Decision } from './rules.js'
import { linkDown } from './segment.js'
import { subnetFault } from './subnet.js'

interface Question {
  map: NetworkMap
  near: Neighbourhood
  namespace: string
  packet: Packet
  /** The link it came in by; null where it begins here. */
  iif: string | null
  /** The namespace it is to reach, where that is known. */
  target: string | null
  isReturn: boolean
}

/** Why the kernel of a namespace refuses to send a packet on. */
export function refusalFault(question: Question, refusal: string): Fault {
  const { map, namespace, packet, iif } = question
  const space = map.space(namespace)
  const decision = decide(space, packet, iif)
  const said = `asked for the way to ${packet.destination}, the kernel of ${namespace} says: ${refusal}`
  const fault = byDecision(question, space, decision) ?? bySwitch(question, refusal) ?? noRoute(question)
  return { ...fault, evidence: [...fault.evidence, said] }
}

/** A rule that nobody begins with sends to a table whose answer stops the packet or leads it astray. */
export function ruleFault(space: NetworkNamespace, packet: Packet, iif: string | null): Fault | undefined {
  const { rule, route } = decide(space, packet, iif)
  if (rule === null || isUsualRule(rule)) return undefined
  const family = familyOf(packet.destination)
  return {
    cause: 'policy-rule',
    at: { node: 'host', namespace: space.name },
    evidence: [
      `the rule "${ruleWords(rule)}" decides here` +
        (route === null ? '' : `, and its table says: ${routeWords(route)}`),
      ...otherwise(space, packet),
    ],
    remedies: [
      {
        command: `${ipIn(space.name)}${family === 'inet6' ? ' -6' : ''} rule del pref ${rule.priority}`,
        why: 'without the rule the table main decides',
      },
    ],
  }
}

function otherwise(space: NetworkNamespace, packet: Packet): string[] {
  const route = longest(space.routes, 'main', packet.destination)
  return route === undefined ? [] : [`the table main has: ${routeWords(route)}`]
}

function byDecision(question: Question, space: NetworkNamespace, decision: Decision): Fault | undefined {
  const { packet, iif } = question
  const { rule, route, thrown } = decision
  const family = familyOf(packet.destination)
  const ip = `${ipIn(space.name)}${family === 'inet6' ? ' -6' : ''}`
  const stops = route !== null && ['blackhole', 'unreachable', 'prohibit'].includes(route.type) ? route : null
  if (rule !== null && !isUsualRule(rule) && (route === null || stops !== null)) return ruleFault(space, packet, iif)
  const stopping = stops ?? (rule === null ? thrown : null)
  if (stopping !== null) {
    return {
      cause: 'blackhole-route',
      at: { node: 'host', namespace: space.name },
      evidence: [`the route "${routeWords(stopping)}" matches ${packet.destination}, and it drops`],
      remedies: [
        {
          command: `${ip} route del ${routeWords(stopping)}${stopping.table === 'main' ? '' : ` table ${stopping.table}`}`,
          why: 'without it the next matching route decides',
        },
      ],
    }
  }
  const asksNoMain = !space.rules.some((each) => each.family === family && each.table === 'main' && isUsualRule(each))
  if (rule === null && asksNoMain && longest(space.routes, 'main', packet.destination) !== undefined) {
    return missingRule(space, 'main', 32766, ip)
  }
  const asksNoLocal = !space.rules.some((each) => each.family === family && each.table === 'local')
  if (asksNoLocal && longest(space.routes, 'local', packet.destination) !== undefined) {
    return missingRule(space, 'local', 0, ip)
  }
  return undefined
}

/** The rule for the table local is gone: what is meant for this namespace is routed on. */
export function missingLocalRule(space: NetworkNamespace, packet: Packet): Fault | undefined {
  const family = familyOf(packet.destination)
  const asks = space.rules.some((each) => each.family === family && each.table === 'local')
  if (asks || longest(space.routes, 'local', packet.destination) === undefined) return undefined
  return missingRule(space, 'local', 0, `${ipIn(space.name)}${family === 'inet6' ? ' -6' : ''}`)
}

function missingRule(space: NetworkNamespace, table: string, priority: number, ip: string): Fault {
  return {
    cause: 'policy-rule',
    at: { node: 'host', namespace: space.name },
    evidence: [`no rule asks the table ${table} (ip rule), though it has a route that would match`],
    remedies: [
      { command: `${ip} rule add pref ${priority} lookup ${table}`, why: `the table ${table} is looked at again` },
    ],
  }
}

function bySwitch({ map, namespace, packet, iif }: Question, refusal: string): Fault | undefined {
  if (iif === null) return undefined
  const family = familyOf(packet.destination)
  if (packet.source !== null && map.owns(namespace, packet.source)) return ownSource(map, namespace, packet.source)
  const filters = ['all', iif].some((scope) => (map.sysctl(namespace, `ipv4/conf/${scope}/rp_filter`) ?? '0') !== '0')
  // Kernels from 6.13 on say EINVAL where EXDEV was said before.
  if (refusal === 'Invalid cross-device link' || (refusal === 'Invalid argument' && filters))
    return reversePath(map, namespace, iif, packet)
  return forwardingOff(map, namespace, iif, family)
}

function ownSource(map: NetworkMap, namespace: string, source: string): Fault {
  const link = map.space(namespace).links.find((each) => each.addresses.some(({ address }) => address === source))
  const entry = link?.addresses.find(({ address }) => address === source)
  return {
    cause: 'address-conflict',
    at: link === undefined ? { node: 'host', namespace } : placeOf(link),
    evidence: [
      `the packet comes from ${source}, which is an address of ${namespace} itself, so it is taken for a forgery`,
    ],
    remedies:
      link === undefined
        ? []
        : [
            {
              command: `${ipIn(namespace)} addr del ${source}/${entry?.prefixLength ?? 32} dev ${link.name}`,
              why: `leaves ${source} to the other owner`,
            },
          ],
  }
}

/** The switch of a router, where it is off for the link a packet comes in by. */
export function forwardingOff(map: NetworkMap, namespace: string, iif: string, family: Family): Fault | undefined {
  const version = family === 'inet' ? 'ipv4' : 'ipv6'
  const own = map.sysctl(namespace, `${version}/conf/${iif}/forwarding`)
  const all =
    family === 'inet' ? map.sysctl(namespace, 'ipv4/ip_forward') : map.sysctl(namespace, 'ipv6/conf/all/forwarding')
  const isOn = family === 'inet' ? own !== '0' : all !== '0' && own !== '0'
  if (isOn) return undefined
  const name =
    all === '1'
      ? `net.${version}.conf.${iif}.forwarding`
      : family === 'inet'
        ? 'net.ipv4.ip_forward'
        : 'net.ipv6.conf.all.forwarding'
  return {
    cause: 'forwarding-off',
    at: { node: 'host', namespace, link: iif },
    evidence: [`${name} is 0 in ${namespace}: it keeps what is for itself and forwards nothing`],
    remedies: [{ command: commandIn(namespace, `sysctl -w ${name}=1`), why: 'a router has to be told that it is one' }],
  }
}

function reversePath(map: NetworkMap, namespace: string, iif: string, { source }: Packet): Fault {
  const value = (scope: string) => map.sysctl(namespace, `ipv4/conf/${scope}/rp_filter`) ?? '0'
  const scopes = ['all', iif].filter((scope) => value(scope) !== '0')
  return {
    cause: 'rp-filter',
    at: { node: 'host', namespace, link: iif },
    evidence: [
      `the reverse-path filter of ${namespace} drops packets from ${source ?? 'there'} that come in by ${iif}: its own way back to that address is another (rp_filter: all ${value('all')}, ${iif} ${value(iif)})`,
    ],
    remedies: [
      {
        command: (scopes.length === 0 ? [iif] : scopes)
          .map((scope) => commandIn(namespace, `sysctl -w net.ipv4.conf.${scope}.rp_filter=0`))
          .join('\n'),
        why: 'packets may then come in by another link than the one answers leave by; a route back by the same link mends it, too',
      },
    ],
  }
}

/** There is no route: why not, and which one would do. */
function noRoute(question: Question): Fault {
  const { map, near, namespace, packet, isReturn, target } = question
  const family = familyOf(packet.destination)
  const space = map.space(namespace)
  if (space.links.every(({ kind }) => kind === 'loopback')) return noLink(namespace)
  const links = map.endpoints(namespace)
  const own = links.find(
    (link) => !link.up && addressesOf(link, family).some((each) => holds(each, packet.destination)),
  )
  if (own !== undefined) return linkDown(own)
  const way = target === null || target === namespace ? null : near.way(namespace, target, family)
  const first = way?.[0]
  if (first !== undefined) {
    if (!first.from.up) return linkDown(first.from)
    if (addressesOf(first.from, family).length === 0) {
      const free = freeAddress(map, first.to, family)
      return noAddress(map, first.from, family, free, first.to)
    }
    const odd = subnetFault(map, near, [first.from, first.to], family)
    if (odd !== undefined) return odd
    const blocks = first.path.blocks[0]
    if (blocks !== undefined && addressesOf(first.to, family).length === 0) return blocks
  } else {
    const down = links.find((link) => !link.up)
    if (down !== undefined) return linkDown(down)
    const used = links.filter((link) => link.kind !== 'bridge')
    if (used.length > 0 && used.every((link) => addressesOf(link, family).length === 0)) {
      return noAddress(map, used[0] as Link, family, '', null)
    }
  }
  const cause: Cause = isReturn ? 'no-return-route' : 'no-route'
  return {
    cause,
    at: { node: 'host', namespace },
    evidence: [`${namespace} has no route to ${packet.destination}` + (isReturn ? ', where the answer has to go' : '')],
    remedies: routeRemedies(question, way),
  }
}

/** A route by the next router on the way: to the target's network, or to everywhere where there is no default yet. */
function routeRemedies({ map, namespace, packet }: Question, way: ReturnType<Neighbourhood['way']>): Fault['remedies'] {
  const [first] = way ?? []
  if (first === undefined) return []
  const family = familyOf(packet.destination)
  const ip = `${ipIn(namespace)}${family === 'inet6' ? ' -6' : ''}`
  const owner = map.owners(packet.destination).find((link) => link.kind !== 'loopback')
  const bits =
    owner?.addresses.find(({ address }) => address === packet.destination)?.prefixLength ??
    (family === 'inet' ? 32 : 128)
  const network = networkOf(packet.destination, bits)
  const isNext = way?.length === 1 && first.to.addresses.some(({ address }) => address === packet.destination)
  if (isNext) {
    return [
      {
        command: `${ip} route add ${network} dev ${first.from.name}`,
        why: `${packet.destination} is on the segment of ${first.from.name} itself`,
      },
    ]
  }
  const mine = addressesOf(first.from, family)
  const via = addressesOf(first.to, family).find((each) => mine.some((own) => holds(own, each.address)))?.address
  const route = (next: string) => ({
    command: `${ip} route add ${network} via ${next}`,
    why: `${next} is ${linkWords(first.to)}, the next router on the way`,
  })
  if (via !== undefined) return [route(via)]
  const far = addressesOf(first.to, family)[0]?.address
  // As over a tunnel: a next router that no prefix of ours holds, and that is on the segment all the same.
  if (far !== undefined && mine.length > 0 && first.path.tunnels.length > 0) {
    return [{ ...route(far), command: `${route(far).command} dev ${first.from.name} onlink` }]
  }
  // The next router has none of our subnet yet: one that is free, and then the route by it.
  const free = addressesOf(first.to, family).length === 0 ? freeAddress(map, first.from, family) : ''
  const [given] = free === '' ? [] : noAddress(map, first.to, family, free, first.from).remedies
  if (given === undefined) return []
  return [
    {
      command: `${given.command}\n${route(free).command}`,
      why: `${linkWords(first.to)} is the next router on the way, and has no address yet`,
    },
  ]
}

/** An address of a link's subnet that nobody has. */
export function freeAddress(map: NetworkMap, link: Link, family: Family): string {
  const model = addressesOf(link, family)[0]
  if (model === undefined || family === 'inet6')
    return model === undefined ? '' : model.address.replace(/[0-9a-f]*$/, 'f1')
  const start = model.address.split('.').slice(0, 3).join('.')
  for (let last = 1; last < 255; last++) {
    const address = `${start}.${last}`
    if (holds(model, address) && map.owners(address).length === 0) return address
  }
  return ''
}
