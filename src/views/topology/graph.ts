import {
  FIRST_NODE,
  fullName,
  hasSeveralNodes,
  linkStateIn,
  peerOf,
  portsOf,
  type Address,
  type Bridge,
  type Link,
  type LinkStateName,
  type NetworkNamespace,
  type NetworkState,
} from '../../network/index.js'

/** A network as a picture sees it: boxes (namespaces) with rows (interfaces), and wires (veth pairs) between rows. */
export interface Graph {
  boxes: Box[]
  wires: Wire[]
}

export interface Box {
  /** Namespace, with its node where there are several. The same in every picture of a lab. */
  key: string
  /** Full name: of a node other than the lab's own machine `node1/ns1`. */
  namespace: string
  /** The node whose outer box it stands in; null where there is only one. */
  node: string | null
  title: string
  /** The state of lo, or null where there is none (a group of namespaces). */
  loopback: LinkStateName | null
  /** Bridges with their ports, then the interfaces that are no ports. */
  blocks: Block[]
  /** Words in place of rows: what a group stands for. */
  note: string | null
}

export interface Block {
  bridge: Bar | null
  rows: Row[]
}

export interface Bar {
  name: string
  state: LinkStateName
  addresses: string[]
}

/** One interface. */
export interface Row {
  /** The link's name: unique in its box. */
  key: string
  name: string
  state: LinkStateName
  /** What is said of the state, where that is more than its name. */
  words?: string
  /** `vxlan`, `tun` …; null for an end of a veth pair. */
  kind: string | null
  addresses: string[]
  isPort: boolean
}

export interface End {
  box: string
  row: string
}

export interface Wire {
  ends: readonly [End, End]
}

export function networkGraph(state: NetworkState): Graph {
  const several = hasSeveralNodes(state)
  const keyOf = new Map<Link, End>()
  const shown = state.namespaces.filter((space) => !several || space.node !== FIRST_NODE || isUsed(state, space))
  const boxes = shown.map((space) => {
    const key = several ? `${space.node}/${space.name}` : plainKey(space.name)
    for (const link of space.links) keyOf.set(link, { box: key, row: plainKey(link.name) })
    return namespaceBox(state, space, key, several ? space.node : null)
  })
  const wires: Wire[] = []
  const seen = new Set<Link>()
  for (const link of state.namespaces.flatMap((space) => space.links)) {
    const peer = peerOf(state, link)
    const [end, other] = [keyOf.get(link), peer && keyOf.get(peer)]
    if (peer === undefined || end === undefined || other === undefined || seen.has(link)) continue
    seen.add(peer)
    wires.push({ ends: [end, other] })
  }
  return { boxes, wires }
}

/** The lab's own machine is left out where it plays no part beside other nodes. */
function isUsed({ namespaces }: NetworkState, { node, links }: NetworkNamespace): boolean {
  return links.length > 1 || namespaces.filter((space) => space.node === node).length > 1
}

/** Linux takes this name, too; in the objects of a layout it would be no key. */
function plainKey(name: string): string {
  return name === '__proto__' ? `${name} ` : name
}

function namespaceBox(state: NetworkState, space: NetworkNamespace, key: string, node: string | null): Box {
  const loopback = space.links.find((link) => link.kind === 'loopback')
  const bridges = space.links.filter(isBridge)
  const ports = new Set(bridges.flatMap((bridge) => portsOf(state, bridge)))
  const rest = space.links.filter((link) => {
    if (link.kind === 'bridge' || ports.has(link)) return false
    // lo is told beside the name, and is an interface like others only where someone gave it an address.
    return link.kind !== 'loopback' || shownAddresses(link).length > 0
  })
  const row = (link: Link): Row => ({
    key: plainKey(link.name),
    name: link.name,
    state: linkStateIn(state, link),
    ...(link.kind === 'veth' &&
      peerOf(state, link) === undefined && { words: `${linkStateIn(state, link)}, peer elsewhere` }),
    kind: link.kind === 'other' ? link.type : link.kind === 'loopback' ? 'loopback' : null,
    addresses: shownAddresses(link),
    isPort: ports.has(link),
  })
  return {
    key,
    namespace: fullName(space),
    node,
    title: space.name,
    loopback: loopback ? linkStateIn(state, loopback) : null,
    blocks: [
      ...bridges.map((bridge) => ({
        bridge: { name: bridge.name, state: linkStateIn(state, bridge), addresses: shownAddresses(bridge) },
        rows: portsOf(state, bridge).map(row),
      })),
      ...(rest.length > 0 ? [{ bridge: null, rows: rest.map(row) }] : []),
    ],
    note: null,
  }
}

function isBridge(link: Link): link is Bridge {
  return link.kind === 'bridge'
}

/** IPv4 first. What every interface has by itself (127.0.0.1, ::1, link-local) is no news: the text names it. */
function shownAddresses(link: Link): string[] {
  const isShown = ({ scope, address }: Address) => scope !== 'link' && address !== '127.0.0.1' && address !== '::1'
  const shown = link.addresses.filter(isShown)
  return [...shown.filter(({ family }) => family === 'inet'), ...shown.filter(({ family }) => family === 'inet6')].map(
    ({ address, prefixLength }) => `${address}/${prefixLength}`,
  )
}
