import type { LinkKind } from '../state.js'
import type { NewRoute, NewRule, PortSettings } from './operation.js'

/**
 * A wanted network, whole: what is not in it is not wanted. Plain data, so that it may stand in a JSON or YAML file.
 *
 * A place is `'ns1.veth1'`, split at the first dot: a namespace and a link in it. `root` is the machine's own namespace, a
 * node's name stands for that node's, `node1/ns1` for another there.
 */
export interface Topology {
  /** Further machines, each with a root namespace of its own. */
  nodes?: readonly string[]
  /** By name: `{ veth1: '192.168.1.103/24' }`, links with their addresses, or the long form. */
  namespaces?: Readonly<Record<string, NamespaceTopology | LinksTopology>>
  /**
   * By name, or `'ns1.br0'`: its ports, or the long form. A port `'ns1.veth1'` in another namespace than the bridge is the
   * far end of a veth pair, whose near end is named `ns1-veth1`; `'vx0'` is a link beside the bridge.
   */
  bridges?: Readonly<Record<string, readonly string[] | BridgeTopology>>
  /** Veth pairs by their two ends. */
  links?: readonly (readonly [string, string] | PairTopology)[]
}

/** Links by name, each with its address, its addresses, or in the long form. */
export type LinksTopology = Readonly<Record<string, string | readonly string[] | LinkTopology>>

export interface NamespaceTopology {
  links?: LinksTopology
  /** `{ destination: 'default', via: '10.0.0.1' }` */
  routes?: readonly RouteTopology[]
  rules?: readonly RuleTopology[]
  /** By key, as sysctl(8) takes it: `{ 'net.ipv4.ip_forward': 1 }`. */
  sysctls?: Readonly<Record<string, string | number>>
  /** A ruleset as nft(8) reads it, in place of the one that is there. */
  nftables?: string
  /** Commands that keep running, each under a shell of its own. */
  services?: readonly string[]
}

/** A table is `'main'`, `'local'` or a number. */
export type RouteTopology = Omit<NewRoute, 'table'> & { table?: string | number }
export type RuleTopology = Omit<NewRule, 'table' | 'fwmark'> & { table: string | number; fwmark?: string | number }

/** How much of a link's wire there is. Needs tbf for a rate alone, netem for the others: `lab.can('netem')`. */
export interface Shaping {
  rateMbit?: number
  delayMs?: number
  jitterMs?: number
  /** 0 to 1. */
  lossRatio?: number
}

export interface LinkTopology extends Shaping {
  /** With prefix lengths: `192.168.1.103/24`. */
  addresses?: string | readonly string[]
  /** True by default. */
  up?: boolean
  /** Bytes. */
  mtu?: number
  mac?: string
  /** What it is if not the end of a veth pair. */
  kind?: KindTopology
  /** Where it is a port of a bridge. */
  port?: PortSettings
}

/** `over`: the link that it lies over, `'eth0'` beside it or `'root.eth0'` elsewhere. */
export type KindTopology =
  | (Extract<LinkKind, { type: 'vxlan' }> & { over?: string })
  | (Extract<LinkKind, { type: 'macvlan' | 'vlan' }> & { over: string })
  | Extract<LinkKind, { type: 'dummy' | 'tun' }>

export interface BridgeTopology {
  ports?: readonly string[]
  /** Of the bridge itself, as a router has one. */
  addresses?: string | readonly string[]
  /** The addresses of everything on it lie in here. */
  subnet?: string
  stp?: boolean
  vlanFiltering?: boolean
  ageingSeconds?: number
  up?: boolean
  mtu?: number
  mac?: string
}

/** A veth pair, with what both of its ends have. */
export interface PairTopology extends Shaping {
  ends: readonly [string, string]
  mtu?: number
  /** The addresses of both ends lie in here. */
  subnet?: string
}
