import type { NetworkState } from './state.js'

/** Everything about a network that can be read at one time: its state, and what decides beside it. Plain, JSON-safe data. */
export interface NetworkSnapshot {
  state: NetworkState
  spaces: NamespaceSnapshot[]
}

export interface NamespaceSnapshot {
  node: string
  name: string
  links: LinkDetail[]
  /** By path below /proc/sys/net: `ipv4/conf/all/rp_filter` → `'0'`. */
  sysctls: Record<string, string>
  /** `tc -j -s qdisc show`: tc(8). */
  qdiscs: QdiscState[]
  /** `bridge -j vlan show`, empty where no bridge filters by VLAN. */
  vlans: PortVlans[]
  /** FDB entries that lead to another machine: those of VXLAN links. */
  remotes: RemoteEntry[]
  /** The objects of `nft -j list ruleset` without its heading: libnftables-json(5). */
  nftables: Record<string, unknown>[]
  /** Text of iptables-save and ip6tables-save; `''` where there are no rules. */
  iptables: string
  ip6tables: string
  /** TCP and UDP sockets that wait for somebody. */
  listeners: Listener[]
}

/** What a link has beside the fields of the state. */
export interface LinkDetail {
  name: string
  /** Flags of `<…>`: `NOARP`, `PROMISC` … */
  flags: string[]
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

export interface RemoteEntry {
  link: string
  mac: string
  remote: string
}

export interface Listener {
  protocol: 'tcp' | 'udp'
  /** `0.0.0.0`, `::`, `*` or an address. */
  address: string
  port: number
}
