import type { NetworkState } from './state.js'

/**
 * Everything about a network that can be read at one time: its state, and what decides beside it. Plain, JSON-safe data, from
 * which the network can be rebuilt, but for programs that were running.
 */
export interface NetworkSnapshot {
  /** Of this format; a snapshot of another one is refused. */
  v: 1
  state: NetworkState
  spaces: NamespaceSnapshot[]
}

export interface NamespaceSnapshot {
  node: string
  name: string
  links: LinkDetail[]
  /** Routes that somebody made, in words that `ip route add` takes: with next hops, metrics and all else that a state leaves out. */
  routes: RouteLine[]
  /** Nexthop objects, in words that `ip nexthop add` takes: ip-nexthop(8). Absent in snapshots from before they were read. */
  nexthops?: RouteLine[]
  /** `ip neigh show proxy`: addresses that it answers for. */
  proxies: { link: string; address: string }[]
  /** By path below /proc/sys/net: `ipv4/conf/all/rp_filter` → `'0'`. */
  sysctls: Record<string, string>
  /** `tc -j -s qdisc show`: tc(8). */
  qdiscs: QdiscState[]
  /** Lines of `tc qdisc show` and `tc class show`, and `filter …` for each filter, where a link has other queues than it was born with. */
  queues: string[]
  /** `bridge -j vlan show`, empty where no bridge filters by VLAN. */
  vlans: PortVlans[]
  /** FDB entries that lead to another machine: those of VXLAN links. */
  remotes: RemoteEntry[]
  /** The objects of `nft -j list ruleset` without its heading: libnftables-json(5). */
  nftables: Record<string, unknown>[]
  /** Text of `nft -s list ruleset`; those of its tables that iptables made are better made by it. */
  ruleset: string
  /** Text of `ipset save`, where rules of iptables name sets. */
  ipsets: string
  /** Text of iptables-save and ip6tables-save; `''` where there are no rules. */
  iptables: string
  ip6tables: string
  /** TCP and UDP sockets that wait for somebody. */
  listeners: Listener[]
}

/** What a link has beside the fields of the state. */
export interface LinkDetail {
  name: string
  /** Flags of `<…>`: `NOARP`, `PROMISC` …; and `PROTODOWN`. */
  flags: string[]
  /** Addresses that somebody gave it, in words that `ip address add` takes, in their order. */
  addresses: string[]
  /** Frames that wait in its queue, if any: `txqueuelen`. */
  queueLength: number | null
  alias: string | null
  /** `linkinfo.info_data` of `ip -j -d link`: what its kind was made with. */
  data: Record<string, unknown>
  /** `linkinfo.info_slave_data`: settings as a port. */
  port: Record<string, unknown>
  /** Index of the link it is made over (a macvlan's, say). */
  overIndex: number | null
  /** The nsid of the namespace that it is made over, or sends its tunnel's packets in; null: its own. */
  overNamespaceId: number | null
}

export interface QdiscState {
  link: string
  kind: string
  drops: number
}

export interface PortVlans {
  link: string
  vlans: { vlan: number; vlanEnd: number; pvid: boolean; untagged: boolean }[]
}

export interface RouteLine {
  family: 'inet' | 'inet6'
  words: string
}

export interface RemoteEntry {
  link: string
  mac: string
  remote: string
  /** Where the packets go otherwise than the link's own ones; null where as these. */
  port: number | null
  vni: number | null
  via: string | null
  /** Not learnt, but set. */
  isPermanent: boolean
}

export interface Listener {
  protocol: 'tcp' | 'udp'
  /** `0.0.0.0`, `::`, `*` or an address. */
  address: string
  port: number
}
