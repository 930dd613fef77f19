import type { LinkTopology, NamespaceTopology, PairTopology, Shaping, Topology } from './topology.js'

/** A file of another tool: what of it has a meaning here, and what has none. */
export interface ForeignTopology {
  topology: Topology
  /** What was left out, each a phrase. */
  ignored: string[]
}

/** Undefined: it is neither containerlab's nor MiniEdit's. */
export function readForeign(data: unknown): ForeignTopology | undefined {
  if (!isRecord(data)) return undefined
  if (isRecord(data['topology']) && isRecord(data['topology']['nodes'])) return fromContainerlab(data)
  if (Array.isArray(data['hosts']) && Array.isArray(data['links'])) return fromMiniEdit(data)
  return undefined
}

/**
 * containerlab's `topology: { nodes, links }`. A node of kind `linux` is a namespace, one of kind `bridge` a bridge; links
 * join them by `endpoints: ['n1:eth1', 'n2:eth1']`. Of `exec`, lines of ip(8) that give addresses and routes are read.
 * Format: https://containerlab.dev/manual/topo-def-file/
 */
function fromContainerlab(data: Data): ForeignTopology {
  const ignored = unknown(data, ['name', 'topology'], '')
  const {
    nodes = {},
    links = [],
    ...rest
  } = data['topology'] as { nodes?: Record<string, Data | null>; links?: unknown[] }
  ignored.push(...unknown(rest, ['defaults', 'kinds'], 'topology.'))
  const defaults = isRecord((rest as Data)['defaults']) ? ((rest as Data)['defaults'] as Data) : {}
  const namespaces: Record<
    string,
    { links: Record<string, LinkTopology>; routes: NonNullable<NamespaceTopology['routes']>[number][] }
  > = {}
  const bridges: Record<string, string[]> = {}
  for (const [name, spec] of Object.entries(nodes)) {
    const { kind = defaults['kind'] ?? 'linux', exec = [], ...more } = spec ?? {}
    if (kind === 'bridge') bridges[name] = []
    else if (kind === 'linux') namespaces[name] = { links: {}, routes: [] }
    else ignored.push(`topology.nodes.${name}, which is of kind ${String(kind)}`)
    ignored.push(...unknown(more, [], `topology.nodes.${name}.`))
    const space = namespaces[name]
    for (const line of Array.isArray(exec) ? (exec as unknown[]).map(String) : []) {
      if (space === undefined || !readIpLine(line, space)) ignored.push(`topology.nodes.${name}.exec: ${line}`)
    }
  }
  const pairs: ([string, string] | PairTopology)[] = []
  links.forEach((link, index) => {
    const endpoints =
      isRecord(link) && Array.isArray(link['endpoints']) ? (link['endpoints'] as unknown[]).map(endpointText) : []
    const told: Data = isRecord(link) ? link : {}
    const { endpoints: _, type, mtu, ...more } = told
    ignored.push(...unknown(more, [], `topology.links[${index}].`))
    const ends = endpoints.map((text) => ({ node: text.split(':')[0] ?? '', link: text.slice(text.indexOf(':') + 1) }))
    const [one, other] = ends
    if (
      ends.length !== 2 ||
      (type !== undefined && type !== 'veth') ||
      one === undefined ||
      other === undefined ||
      ends.some(({ node }) => namespaces[node] === undefined && bridges[node] === undefined)
    ) {
      ignored.push(`topology.links[${index}]${endpoints.length === 0 ? '' : ` (${endpoints.join(' – ')})`}`)
      return
    }
    const place = ({ node, link: name }: { node: string; link: string }): string =>
      bridges[node] === undefined ? `${node}.${name}` : `root.${name}`
    for (const { node, link: name } of ends) {
      bridges[node]?.push(name)
      const space = namespaces[node]
      if (space !== undefined) space.links[name] ??= {}
    }
    const both: [string, string] = [place(one), place(other)]
    pairs.push(typeof mtu === 'number' ? { ends: both, mtu } : both)
  })
  return { topology: { namespaces, bridges, links: pairs }, ignored }
}

/** `'n1:eth1'`, or in the extended format `{ node: n1, interface: eth1 }`. */
function endpointText(endpoint: unknown): string {
  return isRecord(endpoint) ? `${words(endpoint['node'])}:${words(endpoint['interface'])}` : words(endpoint)
}

/** `ip addr add 10.0.0.1/24 dev eth1`, `ip link set eth1 up`, `ip route add 10.1.0.0/24 via 10.0.0.2`; false: another line. */
function readIpLine(line: string, space: { links: Record<string, LinkTopology>; routes: object[] }): boolean {
  const address = /^ip (?:-6 )?a(?:ddr(?:ess)?)? add (\S+) dev (\S+)$/.exec(line.trim())
  if (address !== null) {
    const [, text = '', name = ''] = address
    const former = space.links[name]?.addresses ?? []
    space.links[name] = { ...space.links[name], addresses: [...(typeof former === 'string' ? [former] : former), text] }
    return true
  }
  const route = /^ip (?:-6 )?r(?:oute)? (?:add|replace) (\S+) via (\S+)(?: dev (\S+))?$/.exec(line.trim())
  if (route !== null) {
    const [, destination, via, link] = route
    space.routes.push({ destination, via, ...(link !== undefined && { link }) })
    return true
  }
  return /^ip link set (?:dev )?\S+ up$/.test(line.trim())
}

/**
 * MiniEdit's `.mn` files: hosts, switches and links as it saves them, JSON. A host's address lies in
 * `application.ipBase`; its links are named as Mininet names them: h1-eth0, s1-eth1.
 */
function fromMiniEdit(data: Data): ForeignTopology {
  const ignored = unknown(data, ['application', 'hosts', 'links', 'switches', 'version'], '')
  const base = isRecord(data['application']) ? words(data['application']['ipBase']) : ''
  const length = base.split('/')[1] ?? '8'
  const hosts = itemsOf(data['hosts'])
  const switches = itemsOf(data['switches'])
  const namespaces: Record<string, NamespaceTopology> = {}
  const bridges: Record<string, string[]> = {}
  const given = new Map<string, string>()
  hosts.forEach(({ name, opts }, index) => {
    const { ip, defaultRoute, hostname: _, nodeNum: __, sched: ___, ...more } = opts
    ignored.push(...unknown(more, [], `hosts.${name}.`))
    const address =
      ip === undefined || ip === ''
        ? `10.${(index + 1) >> 16}.${((index + 1) >> 8) & 255}.${(index + 1) & 255}`
        : words(ip)
    given.set(name, address.includes('/') ? address : `${address}/${length}`)
    const via = typeof defaultRoute === 'string' && defaultRoute !== '' ? defaultRoute.replace(/^via /, '') : undefined
    namespaces[name] = { links: {}, ...(via !== undefined && { routes: [{ destination: 'default', via }] }) }
  })
  for (const { name, opts } of switches) {
    const { controllers: _, hostname: __, nodeNum: ___, switchType, ...more } = opts
    bridges[name] = []
    ignored.push(...unknown(more, [], `switches.${name}.`))
    if (switchType !== undefined && switchType !== 'default')
      ignored.push(`switches.${name}.switchType, a bridge stands for it`)
  }
  const counts = new Map<string, number>()
  const links = itemsOf(data['links']).flatMap(({ item, opts }, index) => {
    const ends = [String(item['src']), String(item['dest'])].map((node) => {
      if (namespaces[node] === undefined && bridges[node] === undefined) return undefined
      // Mininet numbers the ports of a switch from 1, a host's from 0.
      const number = counts.get(node) ?? (bridges[node] === undefined ? 0 : 1)
      counts.set(node, number + 1)
      const name = `${node}-eth${number}`
      bridges[node]?.push(name)
      const space = namespaces[node]?.links as Record<string, LinkTopology> | undefined
      if (space !== undefined) space[name] = number === 0 ? { addresses: given.get(node) ?? [] } : {}
      return bridges[node] === undefined ? `${node}.${name}` : `root.${name}`
    })
    const [one, other] = ends
    if (one === undefined || other === undefined) {
      ignored.push(`links[${index}] (${String(item['src'])} – ${String(item['dest'])})`)
      return []
    }
    const { bw, delay, jitter, loss, ...more } = opts
    ignored.push(...unknown(more, [], `links[${index}].`))
    return [{ ends: [one, other] as [string, string], ...shaping({ bw, delay, jitter, loss }) }]
  })
  return { topology: { namespaces, bridges, links }, ignored }
}

/** Mininet's TCLink: Mbit/s, a time with its unit, per cent. */
function shaping({ bw, delay, jitter, loss }: Record<string, unknown>): Shaping {
  const ms = (value: unknown): number => {
    const [, number = '0', unit = ''] = /^([\d.]+)\s*(us|ms|s)?$/.exec(String(value)) ?? []
    return Number(number) * (unit === 's' ? 1000 : unit === 'us' || unit === '' ? 0.001 : 1)
  }
  return {
    ...(bw !== undefined && { rateMbit: Number(bw) }),
    ...(delay !== undefined && delay !== '' && { delayMs: ms(delay) }),
    ...(jitter !== undefined && jitter !== '' && { jitterMs: ms(jitter) }),
    ...(loss !== undefined && { lossRatio: Number(loss) / 100 }),
  }
}

type Data = Record<string, unknown>

function itemsOf(list: unknown): { name: string; item: Data; opts: Data }[] {
  if (!Array.isArray(list)) return []
  return list.filter(isRecord).map((item) => {
    const opts = isRecord(item['opts']) ? item['opts'] : {}
    return { name: words(opts['hostname']), item, opts }
  })
}

function unknown(data: object, known: readonly string[], place: string): string[] {
  return Object.entries(data).flatMap(([key, value]) =>
    known.includes(key) || (Array.isArray(value) && value.length === 0) ? [] : [`${place}${key}`],
  )
}

function words(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

function isRecord(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
