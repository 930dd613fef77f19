import type { Node } from '../../engine/index.js'
import { parseJsonList } from '../../network/index.js'
import { toolPath } from '../tool-path.js'
import { familyOf } from './map.js'
import { spawnIn } from './reach.js'

/** A packet as the routing of a namespace sees it. */
export interface Packet {
  /** Null: the kernel is to choose. */
  source: string | null
  destination: string
  protocol: 'icmp' | 'tcp' | 'udp'
  port: number | null
  /** The port that an answer comes from; null where that is not known. */
  sourcePort?: number | null
  /** The mark that a firewall rule of this namespace gave it. */
  mark?: number
  /** The link that it is told to leave the sender by; absent: the sender's tables choose. */
  by?: string
}

/** What the kernel itself says of a packet's way out of a namespace. */
export type RouteAnswer =
  | {
      isRoute: true
      /** `unicast`, `local` … */
      type: string
      link: string
      via: string | null
      source: string | null
    }
  | {
      isRoute: false
      /** The kernel's own words: `Network is unreachable`. */
      refusal: string
    }

/**
 * Asks the kernel of a namespace where it would send a packet: `ip route get`, with `iif` as if it had come in by that link,
 * so that forwarding, reverse-path filter, rules and every table have their say.
 */
export async function askRoute(
  node: Node,
  namespace: string,
  packet: Packet,
  iif: string | null,
  signal?: AbortSignal,
): Promise<RouteAnswer> {
  const isV6 = familyOf(packet.destination) === 'inet6'
  const argv = [
    ...['ip', isV6 ? '-6' : '-4', '-j', 'route', 'get', packet.destination],
    ...(packet.source === null ? [] : ['from', packet.source]),
    ...(iif === null ? (packet.by === undefined ? [] : ['oif', packet.by]) : ['iif', iif]),
    ...(packet.mark === undefined ? [] : ['mark', String(packet.mark)]),
    ...['ipproto', packet.protocol === 'icmp' && isV6 ? 'ipv6-icmp' : packet.protocol],
    ...(packet.port === null ? [] : ['dport', String(packet.port)]),
    ...(packet.sourcePort == null ? [] : ['sport', String(packet.sourcePort)]),
  ]
  const options = signal === undefined ? {} : { signal }
  const result = await spawnIn(node, namespace, ['env', `PATH=${toolPath}`, 'LC_ALL=C', ...argv], options)
  signal?.throwIfAborted()
  if (result.exitCode !== 0) {
    return { isRoute: false, refusal: result.stderr.trim().replace(/^RTNETLINK answers: /, '') }
  }
  const [route] = parseJsonList(argv.join(' '), result.stdout)
  const type = route?.text('type') ?? 'unicast'
  // A route that refuses is told of as a route for IPv6, as an error for IPv4.
  if (route === undefined || ['unreachable', 'prohibit', 'blackhole', 'throw'].includes(type)) {
    return { isRoute: false, refusal: route === undefined ? 'no answer' : `${type} route` }
  }
  return {
    isRoute: true,
    type,
    link: route.text('dev') ?? '',
    via: route.text('gateway') ?? route.record('via').text('host'),
    source: route.text('prefsrc') ?? route.text('from'),
  }
}

/** `to 10.0.0.2 via 10.1.0.1 by eth0` */
export function routeAnswerWords(answer: Extract<RouteAnswer, { isRoute: true }>, packet: Packet): string {
  return `to ${packet.destination} ${answer.via === null ? 'directly' : `via ${answer.via}`} by ${answer.link}`
}
