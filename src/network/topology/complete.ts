import { checkShape, isLongForm } from './check-shape.js'
import { fullSpaceName, linkPlace, placeKey, portName, readPlace, spaceOf, splitSpaceName } from './places.js'
import { nearest } from './nearest.js'
import { below } from './place-text.js'
import type { LinkPlace } from './operation.js'
import { namespaceSchema, topologySchema } from './schema.js'
import { shapedBy } from './shaping.js'
import { TopologyError, type TopologyProblem } from './topology-error.js'
import type {
  BridgeTopology,
  LinkTopology,
  LinksTopology,
  NamespaceTopology,
  PairTopology,
  Topology,
} from './topology.js'
import type { WantedAddress, WantedKind, WantedLink, WantedNetwork, WantedSpace } from './wanted.js'

/** Writes a topology out in full, and names what cannot be joined. @throws TopologyError where its shape is none */
export function completeTopology(topology: Topology): { network: WantedNetwork; problems: TopologyProblem[] } {
  const problems = checkShape(topology, topologySchema, '')
  if (problems.length > 0) throw new TopologyError(problems)
  const completer = new Completer(topology)
  return { network: completer.network, problems: completer.problems }
}

class Completer {
  readonly problems: TopologyProblem[] = []
  readonly network: WantedNetwork
  /** What was to name a place of a link, and does not. */
  readonly #garbled: string[] = []
  /** What a namespace says of its links, until it is known what each of them is. */
  readonly #told = new Map<string, { place: string; link: LinkTopology; addresses: WantedAddress[] }>()

  constructor(topology: Topology) {
    this.network = { nodes: topology.nodes ?? [], spaces: new Map() }
    this.#addSpace('root', 'namespaces.root')
    this.network.nodes.forEach((node, index) => this.#addSpace(`${node}/root`, `nodes[${index}]`))
    this.network.nodes.forEach((node, index, all) => {
      if (all.indexOf(node) < index) this.#refuse(`nodes[${index}]`, `${node} is there twice`, 'Give one another name.')
    })
    // YAML's `ns1:` is null.
    for (const [name, spec] of Object.entries(topology.namespaces ?? {})) this.#tell(name, spec ?? {})
    const bridges = Object.entries(topology.bridges ?? {}).map(([name, spec]) => [name, spec ?? []] as const)
    for (const [name, spec] of bridges) this.#addBridge(name, spec)
    topology.links?.forEach((spec, index) => this.#addPair(spec, `links[${index}]`))
    this.#addTold()
    for (const [name, spec] of bridges) this.#plug(name, spec)
    this.#addLoopbacks()
    for (const space of this.network.spaces.values()) {
      for (const link of space.links.values()) this.#findOver(link, space)
    }
  }

  /** `'root.eth0'` is a link elsewhere, unless one of that name is beside. */
  #findOver(link: WantedLink, { links }: WantedSpace): void {
    const { kind } = link
    if (kind.type !== 'vxlan' && kind.type !== 'macvlan' && kind.type !== 'vlan') return
    const { over } = kind
    const place = over === undefined || links.has(over) ? undefined : readPlace(over, this.network.nodes)
    if (place === undefined) return
    const { link: name, ...overIn } = place
    link.kind = spaceOf(place) === spaceOf(link.at) ? { ...kind, over: name } : { ...kind, over: name, overIn }
  }

  #addSpace(full: string, place: string): WantedSpace {
    const former = this.network.spaces.get(full)
    if (former !== undefined) return former
    const space = {
      ...splitSpaceName(full),
      place,
      links: new Map(),
      routes: [],
      rules: [],
      sysctls: {},
      nftables: undefined,
      services: [],
    }
    this.network.spaces.set(full, space)
    return space
  }

  #tell(name: string, spec: NamespaceTopology | LinksTopology): void {
    const place = below('namespaces', name)
    const full = fullSpaceName(name, this.network.nodes)
    const isLong = isLongForm(spec, namespaceSchema)
    const long = (isLong ? spec : { links: spec }) as NamespaceTopology
    const space = this.#addSpace(full, place)
    if (space.place !== place && space.place.startsWith('namespaces') && space.place !== 'namespaces.root') {
      return this.#refuse(place, `${name} is the namespace of ${space.place}`, 'Tell it once.')
    }
    space.place = place
    space.routes = (long.routes ?? []).map(({ table, ...route }) => ({
      ...route,
      ...(table !== undefined && { table: String(table) }),
    }))
    space.rules = (long.rules ?? []).map(({ table, fwmark, ...rule }) => ({
      ...rule,
      ...(fwmark !== undefined && { fwmark: String(fwmark) }),
      table: String(table),
    }))
    space.sysctls = Object.fromEntries(Object.entries(long.sysctls ?? {}).map(([key, value]) => [key, String(value)]))
    space.nftables = long.nftables
    space.services = long.services ?? []
    for (const [link, value] of Object.entries(long.links ?? {})) {
      const here = below(`${place}${isLong ? '.links' : ''}`, link)
      const isBare = typeof value === 'string' || Array.isArray(value)
      const told = (isBare ? { addresses: value } : (value ?? {})) as LinkTopology
      const addresses = addressesOf(told.addresses, isBare ? here : `${here}.addresses`)
      this.#told.set(placeKey(linkPlace(full, link)), { place: here, link: told, addresses })
    }
  }

  #addBridge(name: string, spec: readonly string[] | BridgeTopology): void {
    const place = below('bridges', name)
    const at = readPlace(name, this.network.nodes, 'root')
    if (at === undefined) return this.#refuse(place, `${name} names no link`, "Write 'br0', or 'ns1.br0'.")
    const { stp, vlanFiltering, ageingSeconds, ...told } = longBridge(spec)
    const kind: WantedKind = {
      type: 'bridge',
      ...(stp !== undefined && { stp }),
      ...(vlanFiltering !== undefined && { vlanFiltering }),
      ...(ageingSeconds !== undefined && { ageingSeconds }),
    }
    const addresses = addressesOf(told.addresses, `${place}.addresses`)
    const subnet = told.subnet === undefined ? undefined : { prefix: told.subnet, place: `${place}.subnet` }
    this.#add(newLink(at, place, kind, { ...told, addresses, subnet }))
  }

  #addPair(spec: readonly [string, string] | PairTopology, place: string): void {
    const pair = 'ends' in spec ? spec : { ends: spec }
    const count: number = pair.ends.length
    if (count !== 2) {
      this.#garbled.push(...pair.ends)
      const problem = count === 1 ? 'a link with one end' : `a pair with ${count} ends`
      return this.#refuse(
        `${place}${'ends' in spec ? '.ends' : ''}`,
        problem,
        "There are exactly 2: ['ns1.eth0', 'ns2.eth0'].",
      )
    }
    const [one, other] = pair.ends.map((text, index) =>
      this.#place(text, `${place}${'ends' in spec ? '.ends' : ''}[${index}]`),
    )
    if (one === undefined || other === undefined) return
    if (placeKey(one) === placeKey(other)) return this.#refuse(place, 'both ends are the same', 'Name two.')
    const subnet = pair.subnet === undefined ? undefined : { prefix: pair.subnet, place: `${place}.subnet` }
    const taken = [one, other].find((at) => this.network.spaces.get(spaceOf(at))?.links.has(at.link) === true)
    if (taken !== undefined) return this.#refuseTwice(taken, place)
    for (const [at, peer] of [
      [one, other],
      [other, one],
    ] as const) {
      this.#add(newLink(at, place, { type: 'veth', peer }, { mtu: pair.mtu, qdisc: shapedBy(pair), subnet }))
    }
  }

  /** A place of a link that somebody refers to; its namespace must be there. */
  #place(text: string, place: string, inside?: string): LinkPlace | undefined {
    const at = readPlace(text, this.network.nodes, inside)
    if (at === undefined) {
      this.#garbled.push(text)
      return this.#refuse(place, `${JSON.stringify(text)} names no link`, this.#placeHint(text))
    }
    if (at.link === 'lo') {
      return this.#refuse(place, `${text} is the loopback, which has no other end`, 'Name another link.')
    }
    const full = spaceOf(at)
    if (this.network.spaces.has(full)) return at
    this.#garbled.push(text)
    const meant = nearest(
      full.replace(/\/root$/, ''),
      [...this.network.spaces.keys()].map((name) => name.replace(/\/root$/, '')),
    )
    const remedy = meant === undefined ? `Add it: namespaces: { '${full}': {} }.` : `Did you mean ${meant}?`
    return this.#refuse(place, `there is no namespace ${full}`, remedy)
  }

  /** For a text that is no place of a link. */
  #placeHint(text: string): string {
    const [, space = '', link = ''] = /^([^.:\s]+):([^.:\s]+)$/.exec(text) ?? []
    if (link !== '') return `A dot stands between: '${space}.${link}'.`
    const full = fullSpaceName(text, this.network.nodes)
    if (!this.network.spaces.has(full)) return "Write where and which: 'ns1.veth1'."
    const told = [...this.#told.keys()].find((key) => key.startsWith(`${full}.`))
    return `${text} is a namespace; name its link, too: '${told ?? `${full}.eth0`}'.`
  }

  #refuseTwice(at: LinkPlace, place: string): undefined {
    const former = this.network.spaces.get(spaceOf(at))?.links.get(at.link)
    const remedy = `It is at ${former?.place ?? place} already: a link has one name in its namespace, and one other end.`
    return this.#refuse(place, `${placeKey(at)} is there twice`, remedy)
  }

  #add(link: WantedLink): void {
    const space = this.network.spaces.get(spaceOf(link.at))
    if (space === undefined) {
      const full = spaceOf(link.at)
      return this.#refuse(link.place, `there is no namespace ${full}`, `Add it: namespaces: { '${full}': {} }.`)
    }
    if (space.links.has(link.at.link)) return this.#refuseTwice(link.at, link.place)
    space.links.set(link.at.link, link)
  }

  /** What namespaces said of links: of ends of pairs, of links of another kind, of loopback. */
  #addTold(): void {
    for (const [key, { place, link, addresses }] of this.#told) {
      const at = readPlace(key, this.network.nodes) as LinkPlace
      const isLoopback = at.link === 'lo'
      if (isLoopback && link.kind !== undefined) {
        this.#refuse(`${place}.kind`, 'lo is the loopback of each namespace, and is of no other kind', 'Rename it.')
      }
      if (isLoopback || link.kind !== undefined) {
        const kind = isLoopback ? ({ type: 'loopback' } as const) : link.kind
        if (kind !== undefined) this.#add(newLink(at, place, kind, { ...settingsOf(link), addresses }))
        continue
      }
      const end = this.network.spaces.get(spaceOf(at))?.links.get(at.link)
      if (end === undefined) continue
      const { up, mtu, mac, port, qdisc } = settingsOf(link)
      end.place = place
      end.up = up && end.up
      end.mac = mac ?? end.mac
      end.port = port
      end.addresses = [...end.addresses, ...addresses]
      // What the pair says of both ends holds where the end says nothing.
      end.mtu = mtu ?? end.mtu
      end.qdisc = qdisc ?? end.qdisc
    }
  }

  /** Ports: links beside the bridge, and far ends of pairs to it. */
  #plug(name: string, spec: readonly string[] | BridgeTopology): void {
    const bridge = readPlace(name, this.network.nodes, 'root')
    if (bridge === undefined) return
    longBridge(spec).ports?.forEach((text, index) => {
      const place = `${below('bridges', name)}${'ports' in spec ? '.ports' : ''}[${index}]`
      const at = this.#place(text, place, spaceOf(bridge))
      if (at === undefined) return
      const there = this.network.spaces.get(spaceOf(at))?.links.get(at.link)
      if (spaceOf(at) === spaceOf(bridge)) {
        if (there === undefined) {
          this.#garbled.push(text)
          const isSpace = this.network.spaces.has(fullSpaceName(text, this.network.nodes))
          const remedy = isSpace
            ? this.#placeHint(text)
            : "Give it a kind or another end: links: [['br0-port', 'ns1.veth1']]; or name a port elsewhere: 'ns1.veth1'."
          this.#refuse(place, `there is no link ${placeKey(at)}`, remedy)
        } else if (there.master !== null) {
          this.#refuse(place, `${placeKey(at)} is a port of ${there.master} already`, 'A link is a port of one bridge.')
        } else there.master = bridge.link
        return
      }
      if (there !== undefined) {
        const remedy = 'Take it out of one of them, or name the other end as the port.'
        return this.#refuse(place, `${placeKey(at)} has its other end at ${there.place} already`, remedy)
      }
      const told = this.#told.get(placeKey(at))
      const near = linkPlace(spaceOf(bridge), portName(at))
      const { port, ...settings } = told === undefined ? settingsOf({}) : settingsOf(told.link)
      const { mtu, qdisc } = settings
      // The bridge's end first: it is born as a port, in one request with the other.
      this.#add(newLink(near, place, { type: 'veth', peer: at }, { master: bridge.link, port, mtu, qdisc }))
      const addresses = told?.addresses ?? []
      this.#add(newLink(at, told?.place ?? place, { type: 'veth', peer: near }, { ...settings, addresses }))
    })
  }

  #addLoopbacks(): void {
    for (const [full, space] of this.network.spaces) {
      if (!space.links.has('lo')) {
        space.links.set('lo', newLink(linkPlace(full, 'lo'), space.place, { type: 'loopback' }))
      }
    }
    for (const [key, { place }] of this.#told) {
      const at = readPlace(key, this.network.nodes)
      if (at === undefined || this.network.spaces.get(spaceOf(at))?.links.has(at.link) === true) continue
      // Its other end is said, but not rightly.
      if (this.#garbled.some((text) => text.split(/[.:\s/]/).includes(at.namespace))) continue
      const remedy = `Make it a port: bridges: { br0: ['${key}'] }; or name the other end: links: [['${key}', 'ns2.veth2']]; or give it a kind.`
      this.#refuse(place, `${key} is a link with one end`, remedy)
    }
  }

  #refuse(place: string, problem: string, remedy: string): undefined {
    this.problems.push({ place, problem, remedy })
    return undefined
  }
}

const longBridge = (spec: readonly string[] | BridgeTopology): BridgeTopology =>
  Array.isArray(spec) ? { ports: spec as readonly string[] } : (spec as BridgeTopology)

type Said = Partial<Omit<WantedLink, 'at' | 'place' | 'kind'>>

/** A link of which only this is said. Key by key, as this is done for each of thousands. */
function newLink(at: LinkPlace, place: string, kind: WantedKind, said: Said = {}): WantedLink {
  return {
    at,
    place,
    kind,
    up: said.up ?? true,
    mtu: said.mtu,
    mac: said.mac,
    master: said.master ?? null,
    addresses: said.addresses ?? [],
    port: said.port,
    qdisc: said.qdisc,
    subnet: said.subnet,
  }
}

function settingsOf(link: LinkTopology): Pick<WantedLink, 'up' | 'mtu' | 'mac' | 'port' | 'qdisc'> {
  return { up: link.up ?? true, mtu: link.mtu, mac: link.mac, port: link.port, qdisc: shapedBy(link) }
}

function addressesOf(addresses: string | readonly string[] | undefined, place: string): WantedAddress[] {
  if (addresses === undefined) return []
  if (typeof addresses === 'string') return addresses === '' ? [] : [{ text: addresses, place }]
  return addresses.map((text, index) => ({ text, place: `${place}[${index}]` }))
}
