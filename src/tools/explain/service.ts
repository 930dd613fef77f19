import type { Fault } from './fault.js'
import { commandIn, familyOf, type NetworkMap } from './map.js'
import type { Question } from './request.js'

/** What the target makes of a packet that has reached it: does it answer an echo, is anybody listening? */
export function serviceFault(
  map: NetworkMap,
  namespace: string,
  address: string,
  question: Question,
): Fault | undefined {
  if (question.protocol === 'icmp') return echoIgnored(map, namespace, address)
  const { protocol, port } = question
  const listeners = map.more(namespace)?.listeners.filter((each) => each.protocol === protocol) ?? []
  const here = listeners.filter((each) => each.port === port)
  if (here.some((each) => listensOn(each.address, address))) return undefined
  return {
    cause: 'port-closed',
    at: { node: 'host', namespace },
    evidence: [
      here.length > 0
        ? `a program in ${namespace} listens on ${protocol} port ${port}, but only on ${here.map((each) => each.address).join(', ')}, not on ${address}`
        : `no program in ${namespace} listens on ${protocol} port ${port}`,
      ...(here.length === 0 && listeners.length > 0
        ? [
            `${protocol} ports that are listened on there: ${[...new Set(listeners.map((each) => each.port))].join(', ')}`,
          ]
        : []),
    ],
    remedies: [
      {
        command:
          protocol === 'tcp'
            ? `${commandIn(namespace, `python3 -m http.server ${port}${address.includes(':') ? ' --bind ::' : ''}`)} >/dev/null 2>&1 &`
            : `${commandIn(namespace, `socat UDP-LISTEN:${port},fork PIPE`)} >/dev/null 2>&1 &`,
        why: `something has to listen on port ${port}, on all addresses`,
      },
    ],
  }
}

function listensOn(listened: string, address: string): boolean {
  return (
    listened === '*' ||
    listened === address ||
    (listened === '0.0.0.0' && familyOf(address) === 'inet') ||
    listened === '::' ||
    listened === `::ffff:${address}`
  )
}

function echoIgnored(map: NetworkMap, namespace: string, address: string): Fault | undefined {
  const isV6 = familyOf(address) === 'inet6'
  const path = isV6 ? 'ipv6/icmp/echo_ignore_all' : 'ipv4/icmp_echo_ignore_all'
  if ((map.sysctl(namespace, path) ?? '0') === '0') return undefined
  const name = `net.${path.replaceAll('/', '.')}`
  return {
    cause: 'icmp-ignored',
    at: { node: 'host', namespace },
    evidence: [`${name} is 1 in ${namespace}: it answers no echo request`],
    remedies: [{ command: commandIn(namespace, `sysctl -w ${name}=0`), why: 'it answers pings again' }],
  }
}
