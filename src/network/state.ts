/**
 * An observed network, as rtnetlink tells it (`ip -j -d link|addr|route|rule|neigh`, `bridge -j fdb`; see ip(8)).
 * Plain JSON-safe data. Relations between links (who is whose peer, which ports has a bridge) are derived from indexes
 * and namespace ids, never stored twice: see relations.ts.
 */
export interface NetworkState {
  namespaces: NetworkNamespace[]
}

export interface NetworkNamespace {
  /** The machine; `'host'` unless a lab has several. */
  node: string
  /** `'root'` for the node's own namespace, else the name given to `ip netns add`. */
  name: string
  /** How this namespace numbers the others (nsid → namespace name, of another node `node2/ns1`): ip-netns(8), `list-id`. */
  namespaceIds: Record<number, string>
  links: Link[]
  routes: Route[]
  rules: Rule[]
  neighbours: Neighbour[]
  /** Empty where no link forwards frames by it: nothing but lo and veth ends that are no ports. */
  fdb: FdbEntry[]
}

/** RFC 2863 ifOperStatus, spelt as ip(8) prints it. */
export type OperState = 'UNKNOWN' | 'NOTPRESENT' | 'DOWN' | 'LOWERLAYERDOWN' | 'TESTING' | 'DORMANT' | 'UP'

interface LinkBase {
  name: string
  index: number
  /** Name of the namespace that holds the link now. */
  namespace: string
  /** Administratively up (IFF_UP). */
  up: boolean
  /** The other end is there and up (IFF_LOWER_UP). */
  carrier: boolean
  operState: OperState
  /** Bytes. */
  mtu: number
  /** `aa:bb:cc:dd:ee:ff`, null where the kind has none. */
  mac: string | null
  /** Name of the bridge (or bond, vrf) this link is a port of. */
  master: string | null
  addresses: Address[]
  /** Bridge port settings, where the master is a bridge. */
  port?: BridgePort
  /** What sends its packets one after another, where somebody chose it: `tbf`, `netem` … (tc(8)). */
  qdisc?: string
}

export interface Loopback extends LinkBase {
  kind: 'loopback'
}
export interface Veth extends LinkBase {
  kind: 'veth'
  /** The other end's index in its own namespace. */
  peerIndex: number | null
  /** The nsid of the other end's namespace as seen from this one; null: the same namespace. */
  peerNamespaceId: number | null
}
export interface Bridge extends LinkBase {
  kind: 'bridge'
  stp: boolean
  vlanFiltering: boolean
  /** How long it remembers an address, where that is not the usual 300 s. */
  ageingSeconds?: number
}
export interface OtherLink extends LinkBase {
  kind: 'other'
  /** As `ip -d link` prints it: `vxlan`, `macvlan`, `tun`, `dummy` … */
  type: string
  /** What a link of a kind that lab.build can make was made with; absent of others. */
  made?: LinkKind
  /** Index of the link that it lies over, in that one's namespace: `overOf`. */
  overIndex?: number
  /** The nsid of that namespace as seen from this one; absent: the same namespace. */
  overNamespaceId?: number
}

/** Kinds of links beside veth pairs and bridges, each with what `ip link add` is told of it. */
export type LinkKind =
  | {
      type: 'vxlan'
      /** The VNI. */
      id: number
      /** UDP; the kernel's own is 8472, the standard's 4789. */
      port?: number
      local?: string
      remote?: string
      group?: string
      learning?: boolean
    }
  | { type: 'macvlan'; mode: 'bridge' | 'private' | 'vepa' | 'passthru' }
  | { type: 'vlan'; id: number }
  | { type: 'dummy' }
  | { type: 'tun'; mode: 'tun' | 'tap' }
export type Link = Veth | Bridge | Loopback | OtherLink

export interface BridgePort {
  state: 'disabled' | 'listening' | 'learning' | 'forwarding' | 'blocking'
  learning: boolean
  flooding: boolean
  isolated: boolean
  guard: boolean
  /** What spanning tree adds for a way through it. */
  cost?: number
}

export interface Address {
  family: 'inet' | 'inet6'
  address: string
  prefixLength: number
  scope: string
  /** `tentative`, `dadfailed`, `deprecated` …, as printed. */
  flags: string[]
}

export interface Route {
  family: 'inet' | 'inet6'
  /** `main`, `local`, or a number as a string. */
  table: string
  /** `unicast`, `local`, `broadcast`, `blackhole`, `unreachable` … */
  type: string
  /** `default` or a prefix. */
  destination: string
  via: string | null
  link: string | null
  /** Preferred source address. */
  source: string | null
  scope: string | null
  protocol: string | null
  metric: number | null
  /** `linkdown`, `dead`, `onlink` …, as printed. */
  flags: string[]
  /** Id of the nexthop object that it goes by (ip-nexthop(8)); absent where its way is its own. */
  nexthop?: number
}

export interface Rule {
  family: 'inet' | 'inet6'
  priority: number
  /** `all` or a prefix. */
  from: string
  to: string | null
  /** What it sends to, or null where the action is not a table. */
  table: string | null
  /** `blackhole`, `prohibit`, `unreachable`, or null. */
  action: string | null
  iif: string | null
  oif: string | null
  fwmark: string | null
  /** What else it asks for, in ip's own words: `not`, `ipproto tcp`, `dport 80`; absent where nothing. */
  selectors?: string[]
}

export interface Neighbour {
  family: 'inet' | 'inet6'
  address: string
  link: string
  mac: string | null
  /** `REACHABLE`, `STALE`, `FAILED`, `PERMANENT`, `INCOMPLETE`, `DELAY`, `PROBE`, `NOARP`. */
  state: string
}

export interface FdbEntry {
  mac: string
  /** The port (or the bridge itself) behind which the address lives. */
  link: string
  master: string | null
  vlan: number | null
  /** `permanent`, `static`, or '' for a learned entry. */
  state: string
  flags: string[]
}

/** A place in the network: `{ namespace: 'ns1', link: 'veth1' }`. */
export interface Endpoint {
  node?: string
  namespace: string
  link?: string
}
