import type { LinkSettings, NewLink, NewRoute, NewRule, Operation, Qdisc } from './operation.js'
import { familyOf } from './rules.js'
import { SERVICE_VARIABLE, serviceMark, stopService } from './service.js'

/** What one would type for an operation in the root namespace's shell of its node. */
export function shellCommand(operation: Operation): string {
  const ip = (namespace: string, ...words: string[]): string =>
    ['ip', ...(namespace === 'root' ? [] : ['-n', namespace]), ...words].map(quoted).join(' ')
  switch (operation.do) {
    case 'add-namespace':
    case 'delete-namespace':
      return ip('root', 'netns', operation.do === 'add-namespace' ? 'add' : 'delete', operation.namespace)
    case 'add-link':
      return addLink(operation.at, operation.link, ip)
    case 'delete-link':
      return ip(operation.at.namespace, 'link', 'delete', operation.at.link)
    case 'delete-links':
      return operation.links.map((link) => ip(operation.namespace, 'link', 'delete', link)).join(' && ')
    case 'set-link':
      return ip(operation.at.namespace, 'link', 'set', operation.at.link, ...setWords(operation.set))
    case 'set-port': {
      const words = Object.entries(operation.set).flatMap(([key, value]) => portWords(key, value as string))
      return ip(operation.at.namespace, 'link', 'set', operation.at.link, 'type', 'bridge_slave', ...words)
    }
    case 'add-address':
    case 'delete-address': {
      const { at, address } = operation
      return ip(at.namespace, 'address', operation.do === 'add-address' ? 'add' : 'delete', address, 'dev', at.link)
    }
    case 'add-route':
    case 'delete-route':
      return ip(operation.namespace, ...routeWords(operation.do === 'add-route' ? 'add' : 'delete', operation.route))
    case 'add-rule':
    case 'delete-rule':
      return ip(operation.namespace, ...ruleCommand(operation.do === 'add-rule' ? 'add' : 'delete', operation.rule))
    case 'set-sysctl':
      return insideNamespace(operation.namespace, `sysctl -qw ${quoted(`${operation.key}=${operation.value}`)}`)
    case 'set-qdisc':
      return insideNamespace(
        operation.at.namespace,
        ['tc', ...qdiscCommand(operation.at.link, operation.qdisc)].map(quoted).join(' '),
      )
    case 'load-nftables':
      return `printf %s ${quoted(operation.ruleset)} | ${insideNamespace(operation.namespace, 'nft -f -')}`
    case 'run-service': {
      const run = insideNamespace(operation.namespace, `setsid sh -c ${quoted(operation.command)}`)
      return `${SERVICE_VARIABLE}=${quoted(serviceMark(operation))} ${run} < /dev/null > /dev/null 2>&1 &`
    }
    case 'stop-service':
      return stopService(operation)
  }
}

type Ip = (namespace: string, ...words: string[]) => string

function addLink(at: { namespace: string; link: string }, link: NewLink, ip: Ip): string {
  const { kind } = link
  const settings = birthWords(link)
  if (kind.type === 'tun') {
    const made = ip(at.namespace, 'tuntap', 'add', at.link, 'mode', kind.mode)
    const set = setWords(link)
    return set.length === 0 ? made : `${made} && ${ip(at.namespace, 'link', 'set', at.link, ...set)}`
  }
  const over = 'over' in kind && kind.type !== 'vxlan' ? ['link', kind.over ?? ''] : []
  const overIn = 'overIn' in kind ? kind.overIn : undefined
  const type = ['type', kind.type, ...kindWords(kind)]
  if (overIn !== undefined) {
    // Where it lies over a link elsewhere it is made there, for here.
    const { master, up, ...born } = link
    const there = ['name', at.link, ...birthWords(born), 'netns', netns(at.namespace), ...type]
    const set = setWords({ ...(master !== undefined && { master }), ...(up !== undefined && { up }) })
    const made = ip(overIn.namespace, 'link', 'add', ...over, ...there)
    return set.length === 0 ? made : `${made} && ${ip(at.namespace, 'link', 'set', at.link, ...set)}`
  }
  const add = ip(at.namespace, 'link', 'add', ...over, 'name', at.link, ...settings, ...type)
  if (kind.type !== 'veth') return add
  const { peer } = kind
  const after = setWords({
    ...(peer.up !== undefined && { up: peer.up }),
    ...(peer.master !== undefined && { master: peer.master }),
  })
  return after.length === 0 ? add : `${add} && ${ip(peer.namespace, 'link', 'set', peer.link, ...after)}`
}

function kindWords(kind: NewLink['kind']): string[] {
  switch (kind.type) {
    case 'veth': {
      const { peer } = kind
      return [
        'peer',
        'name',
        peer.link,
        ...birthWords({ ...peer, up: false, master: null }),
        'netns',
        netns(peer.namespace),
      ]
    }
    case 'bridge':
      return [
        ...option('stp_state', kind.stp === undefined ? undefined : Number(kind.stp)),
        ...option('vlan_filtering', kind.vlanFiltering === undefined ? undefined : Number(kind.vlanFiltering)),
        ...option('ageing_time', kind.ageingSeconds === undefined ? undefined : kind.ageingSeconds * 100),
      ]
    case 'vxlan':
      return [
        ...['id', String(kind.id)],
        // ip(8) warns where none is said; this is the kernel's own.
        ...option('dstport', kind.port ?? 8472),
        ...option('local', kind.local),
        ...option('remote', kind.remote),
        ...option('group', kind.group),
        ...option('dev', kind.over),
        ...(kind.learning === undefined ? [] : [kind.learning ? 'learning' : 'nolearning']),
      ]
    case 'macvlan':
      return ['mode', kind.mode]
    case 'vlan':
      return ['id', String(kind.id)]
    case 'dummy':
    case 'tun':
      return []
  }
}

/** As `ip link add` takes them, before the type. */
function birthWords({ index, mtu, mac, master, up }: LinkSettings & Pick<NewLink, 'index'>): string[] {
  return [
    ...option('index', index),
    ...(up === true ? ['up'] : []),
    ...option('mtu', mtu),
    ...option('address', mac),
    ...option('master', master ?? undefined),
  ]
}

function setWords({ up, mtu, mac, master, name, arp }: LinkSettings): string[] {
  return [
    ...(master === null ? ['nomaster'] : option('master', master)),
    ...option('mtu', mtu),
    ...option('address', mac),
    ...option('name', name),
    ...(arp === undefined ? [] : ['arp', arp ? 'on' : 'off']),
    ...(up === undefined ? [] : [up ? 'up' : 'down']),
  ]
}

const PORT_STATES = ['disabled', 'listening', 'learning', 'forwarding', 'blocking']

function portWords(key: string, value: string | number | boolean): string[] {
  if (key === 'state') return ['state', String(PORT_STATES.indexOf(String(value)))]
  if (key === 'cost') return ['cost', String(value)]
  const name = key === 'flooding' ? 'flood' : key
  return [name, value === true ? 'on' : 'off']
}

function routeWords(verb: string, route: NewRoute): string[] {
  const { destination, via, link, source, metric, table, type, onlink } = route
  const isSix = `${destination}${via ?? ''}`.includes(':')
  const isOtherFamily =
    via !== undefined && destination !== 'default' && destination.includes(':') !== via.includes(':')
  return [
    ...(isSix ? ['-6'] : []),
    ...['route', verb],
    ...(type === undefined || type === 'unicast' ? [] : [type]),
    destination,
    ...(via === undefined ? [] : ['via', ...(isOtherFamily ? ['inet6'] : []), via]),
    ...option('dev', link),
    ...option('src', source),
    ...option('metric', metric),
    ...option('table', table),
    ...(onlink === true ? ['onlink'] : []),
  ]
}

/** As ip-rule(8) is told, without `ip` itself. */
export function ruleCommand(verb: 'add' | 'delete', rule: NewRule): string[] {
  const { priority, from = 'all', to, iif, oif, fwmark, table } = rule
  return [
    ...(familyOf(rule) === 'inet6' ? ['-6'] : []),
    ...['rule', verb, 'priority', String(priority), 'from', from],
    ...option('to', to),
    ...option('iif', iif),
    ...option('oif', oif),
    ...option('fwmark', fwmark),
    ...['lookup', table],
  ]
}

/** As tc(8) is told, without `tc` itself. */
export function qdiscCommand(link: string, qdisc: Qdisc | null): string[] {
  if (qdisc === null) return ['qdisc', 'delete', 'dev', link, 'root']
  return ['qdisc', 'replace', 'dev', link, 'root', ...qdiscWords(qdisc)]
}

/** As tc-tbf(8) and tc-netem(8) are told. */
function qdiscWords(qdisc: Qdisc): string[] {
  if (qdisc.kind === 'tbf') {
    const { rateBitsPerSecond, burstBytes, latencyMs } = qdisc
    return ['tbf', 'rate', `${rateBitsPerSecond}bit`, 'burst', `${burstBytes}b`, 'latency', `${latencyMs}ms`]
  }
  const { delayMs, jitterMs, lossRatio, rateBitsPerSecond } = qdisc
  return [
    'netem',
    ...(delayMs === undefined ? [] : ['delay', `${delayMs}ms`, ...(jitterMs === undefined ? [] : [`${jitterMs}ms`])]),
    ...(lossRatio === undefined ? [] : ['loss', `${lossRatio * 100}%`]),
    ...(rateBitsPerSecond === undefined ? [] : ['rate', `${rateBitsPerSecond}bit`]),
  ]
}

/** Of a namespace without a name only its processes are known: process 1 is in the root one. */
const netns = (namespace: string): string => (namespace === 'root' ? '1' : namespace)

/** Typed in the root namespace's shell, run in a namespace. */
export function insideNamespace(namespace: string, command: string): string {
  return namespace === 'root' ? command : `ip netns exec ${quoted(namespace)} ${command}`
}

function option(name: string, value: string | number | undefined): string[] {
  return value === undefined ? [] : [name, String(value)]
}

/** A word as a shell reads it: bare where that is the same. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
