import { routeWords, ruleWords, type NetworkNamespace } from '../../network/index.js'
import type { Packet } from './ask.js'
import type { Fault } from './fault.js'
import { commandIn, familyOf, ipIn, placeOf, type Family, type NetworkMap } from './map.js'
import { takenForOwn } from './made-local.js'
import { noRoute } from './no-route.js'
import type { Neighbourhood } from './paths.js'
import { routeDeletion } from './route-extras.js'
import { decide, isUsualRule, longest, type Decision } from './rules.js'

/** A packet in a namespace, about which its kernel is asked. */
export interface RouteQuestion {
  map: NetworkMap
  near: Neighbourhood
  namespace: string
  packet: Packet
  /** The link it came in by; null where it begins here. */
  iif: string | null
  /** The namespace it is to reach, where that is known. */
  target: string | null
  isReturn: boolean
  /** The address that was asked for, where it was no name. */
  wanted: string | null
}

/** Why the kernel of a namespace refuses to send a packet on. */
export function refusalFault(question: RouteQuestion, refusal: string): Fault {
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

function byDecision(question: RouteQuestion, space: NetworkNamespace, decision: Decision): Fault | undefined {
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
          command: routeDeletion(space.name, stopping),
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

/**
 * What is meant for this namespace is routed on: the rule for the table local is gone, or another one decides before it is asked.
 */
export function missingLocalRule(space: NetworkNamespace, packet: Packet, iif: string | null): Fault | undefined {
  const family = familyOf(packet.destination)
  if (longest(space.routes, 'local', packet.destination) === undefined) return undefined
  const { rule } = decide(space, packet, iif)
  if (rule?.table === 'local') return undefined
  const missing = missingRule(space, 'local', 0, `${ipIn(space.name)}${family === 'inet6' ? ' -6' : ''}`)
  const asks = space.rules.some((each) => each.family === family && each.table === 'local')
  if (!asks || rule === null) return asks ? undefined : missing
  if (!isUsualRule(rule)) return ruleFault(space, packet, iif)
  const says = `the rule "${ruleWords(rule)}" decides before the table local is asked, so what is for ${space.name} itself is routed on`
  return {
    ...missing,
    evidence: [says],
    remedies: missing.remedies.map(({ command }) => ({ command, why: 'the table local has to be asked first' })),
  }
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

function bySwitch({ map, namespace, packet, iif }: RouteQuestion, refusal: string): Fault | undefined {
  if (iif === null) return undefined
  const family = familyOf(packet.destination)
  const forged = packet.source === null ? undefined : ownSource(map, namespace, packet.source)
  if (forged !== undefined) return forged
  const filters = ['all', iif].some((scope) => (map.sysctl(namespace, `ipv4/conf/${scope}/rp_filter`) ?? '0') !== '0')
  // Kernels from 6.13 on say EINVAL where EXDEV was said before.
  if (refusal === 'Invalid cross-device link' || (refusal === 'Invalid argument' && filters))
    return reversePath(map, namespace, iif, packet)
  return forwardingOff(map, namespace, iif, family)
}

function ownSource(map: NetworkMap, namespace: string, source: string): Fault | undefined {
  const fault = takenForOwn(map, namespace, source)
  if (fault !== undefined) return fault
  if (!map.owns(namespace, source)) return undefined
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
  // For IPv6 a link's own switch makes it a router's or a host's; whether packets are forwarded, only `all` decides.
  const isOn = (family === 'inet' ? own : all) !== '0'
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
