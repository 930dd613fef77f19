import type { LinkTopology, NamespaceTopology, PairTopology } from '../topology.js'
import type { ForeignTopology } from './foreign-topology.js'
import { readCommands } from './commands.js'
import {
  addAddress,
  emptySpace,
  isRecord,
  listOf,
  recordOf,
  unknownKeys,
  words,
  type Data,
  type ForeignSpace,
} from './plain.js'
import { settle } from './settle.js'

const told = ['kind', 'group', 'exec', 'sysctls']

/**
 * containerlab's `topology: { nodes, links }`. A node of kind `linux` is a namespace, one of kind `bridge` or `ovs-bridge` a
 * bridge, one of kind `host` the machine itself; what a node does not say its group, kind or the defaults say. Links join
 * them, `endpoints: ['n1:eth1', 'n2:eth1']` or in the extended format. `exec` is read as far as it is ip(8) or sysctl(8).
 * Format: https://containerlab.dev/manual/topo-def-file/
 */
export function fromContainerlab(data: Data): ForeignTopology {
  const topology = recordOf(data['topology'])
  const ignored = unknownKeys(data, ['name', 'topology'], '')
  ignored.push(...unknownKeys(topology, ['defaults', 'kinds', 'groups', 'nodes', 'links'], 'topology.'))
  const nodes = new Nodes(topology, ignored)
  const pairs: ([string, string] | PairTopology)[] = []
  listOf(topology['links']).forEach((link, index) => {
    const place = `topology.links[${index}]`
    const pair = isRecord(link) ? readLink(link, nodes, place, ignored) : undefined
    if (pair === undefined) ignored.push(`${place}${isRecord(link) ? linkWords(link) : ''}`)
    else if (pair !== null) pairs.push(pair)
  })
  return {
    topology: { namespaces: nodes.settled(), bridges: Object.fromEntries(nodes.bridges), links: pairs },
    ignored,
  }
}

class Nodes {
  readonly bridges = new Map<string, string[]>()
  readonly #spaces = new Map<string, ForeignSpace>()
  /** Nodes that are the machine itself. */
  readonly #hosts = new Set(['host'])
  readonly #wired = new Map<ForeignSpace, Set<string>>()

  constructor(
    topology: Data,
    private readonly ignored: string[],
  ) {
    const defaults = recordOf(topology['defaults'])
    const kinds = recordOf(topology['kinds'])
    const groups = recordOf(topology['groups'])
    ignored.push(...unknownKeys(defaults, told, 'topology.defaults.'))
    for (const [name, kind] of Object.entries(kinds))
      ignored.push(...unknownKeys(recordOf(kind), told, `topology.kinds.${name}.`))
    for (const [name, group] of Object.entries(groups))
      ignored.push(...unknownKeys(recordOf(group), told, `topology.groups.${name}.`))
    for (const [name, given] of Object.entries(recordOf(topology['nodes']))) {
      const spec = recordOf(given)
      const place = `topology.nodes.${name}`
      const group = recordOf(groups[words(spec['group'] ?? defaults['group'])])
      const kind = words(spec['kind'] ?? group['kind'] ?? defaults['kind'] ?? 'linux')
      this.#add(name, kind, place)
      ignored.push(...unknownKeys(spec, told, `${place}.`))
      if (given !== null && !isRecord(given)) ignored.push(place)
      const space = this.spaceOf(name)
      for (const layer of [defaults, recordOf(kinds[kind]), group, spec]) {
        const lines = typeof layer['exec'] === 'string' ? [layer['exec']] : listOf(layer['exec']).map(words)
        for (const line of lines) {
          const unread = space === undefined ? [line] : readCommands(line, space)
          // Whatever such a node is, it is not here: that is said already.
          if (space !== undefined || this.bridges.has(name))
            ignored.push(...unread.map((command) => `${place}.exec: ${command}`))
        }
        if (space !== undefined) Object.assign(space.sysctls, recordOf(layer['sysctls']))
      }
    }
  }

  #add(name: string, kind: string, place: string): void {
    if (kind === 'bridge' || kind === 'ovs-bridge') this.bridges.set(name, [])
    else if (kind === 'host') this.#hosts.add(name)
    else if (kind === 'linux') this.#spaces.set(name, emptySpace())
    else this.ignored.push(`${place}, which is of kind ${kind}`)
    if (kind === 'ovs-bridge') this.ignored.push(`${place}.kind: ovs-bridge, a bridge stands for it`)
  }

  /** Undefined: a bridge, or there is no such node here. */
  spaceOf(node: string): ForeignSpace | undefined {
    const name = this.#hosts.has(node) ? 'root' : node
    if (name === 'root' && !this.#spaces.has(name) && this.#hosts.has(node)) this.#spaces.set(name, emptySpace())
    return this.#spaces.get(name)
  }

  isHere(node: string): boolean {
    return this.bridges.has(node) || this.#hosts.has(node) || this.#spaces.has(node)
  }

  /** The place of a link's end, which is there from then on. */
  plug({ node, link }: End): string {
    const ports = this.bridges.get(node)
    if (ports !== undefined) {
      ports.push(link)
      return `root.${link}`
    }
    const space = this.spaceOf(node)
    if (space !== undefined) {
      space.links[link] ??= {}
      this.#wired.set(space, (this.#wired.get(space) ?? new Set()).add(link))
    }
    return `${this.#hosts.has(node) ? 'root' : node}.${link}`
  }

  settled(): Record<string, NamespaceTopology> {
    return Object.fromEntries(
      [...this.#spaces].map(([name, foreign]) => {
        const { space, dropped } = settle(foreign, this.#wired.get(foreign) ?? new Set())
        this.ignored.push(...dropped.map((what) => `topology.nodes.${name}: ${what}`))
        return [name, space]
      }),
    )
  }
}

interface End {
  node: string
  link: string
  told: Data
}

/** Null: it is no pair, and there already; undefined: it has no meaning here. */
function readLink(
  link: Data,
  nodes: Nodes,
  place: string,
  ignored: string[],
): [string, string] | PairTopology | null | undefined {
  const type = words(link['type'] ?? 'veth')
  const ends =
    type === 'veth'
      ? listOf(link['endpoints']).map(readEnd)
      : [
          readEnd(link['endpoint']),
          ...(type === 'host' ? [{ node: 'host', link: words(link['host-interface']), told: {} }] : []),
        ]
  const isPair = type === 'veth' || type === 'host'
  const [one, other] = ends
  if (one === undefined || !ends.every(({ node, link: name }) => nodes.isHere(node) && name !== '')) return undefined
  if (isPair ? ends.length !== 2 : type !== 'dummy' || nodes.spaceOf(one.node) === undefined) return undefined
  const known = ['type', 'endpoints', 'endpoint', 'mtu', ...(type === 'host' ? ['host-interface'] : []), 'ipv4', 'ipv6']
  ignored.push(...unknownKeys(link, known, `${place}.`))
  const [first = '', second = ''] = ends.map((end) => nodes.plug(end))
  ends.forEach((end, index) => {
    const space = nodes.spaceOf(end.node)
    ignored.push(
      ...unknownKeys(end.told, ['node', 'interface', 'mac', 'ipv4', 'ipv6'], `${place} (${end.node}:${end.link}) `),
    )
    if (space === undefined) return
    const settings: LinkTopology = {
      ...(typeof end.told['mac'] === 'string' && { mac: end.told['mac'] }),
      ...(type === 'dummy' && { kind: { type: 'dummy' } }),
    }
    space.links[end.link] = { ...space.links[end.link], ...settings }
    for (const family of ['ipv4', 'ipv6']) {
      const address = words(end.told[family] ?? listOf(link[family])[index])
      if (address !== '') addAddress(space, end.link, address)
    }
  })
  if (other === undefined) return null
  return typeof link['mtu'] === 'number' ? { ends: [first, second], mtu: link['mtu'] } : [first, second]
}

/** `'n1:eth1'`, or in the extended format `{ node: n1, interface: eth1 }`. */
function readEnd(endpoint: unknown): End {
  if (isRecord(endpoint)) return { node: words(endpoint['node']), link: words(endpoint['interface']), told: endpoint }
  const [, node = '', link = ''] = /^([^:]*):(.*)$/.exec(words(endpoint)) ?? []
  return { node, link, told: {} }
}

/** ` (n1:eth1 – n2:eth1)`, ` of type macvlan (n1:eth2)` */
function linkWords(link: Data): string {
  const type = words(link['type'])
  const given = link['endpoint'] === undefined ? listOf(link['endpoints']) : [link['endpoint']]
  const ends = given.map(readEnd).map(({ node, link: name }) => `${node}:${name}`)
  return `${type === '' || type === 'veth' ? '' : ` of type ${type}`}${ends.length === 0 ? '' : ` (${ends.join(' – ')})`}`
}
