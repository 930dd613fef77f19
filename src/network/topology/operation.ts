import type { Endpoint, LinkKind } from '../state.js'

/**
 * One change of a network as the kernel is asked for it: a rtnetlink request, or the one of ip-netns(8), sysctl(8), nft(8)
 * that does the same. A plan is a list of these, done in order; each names its place, so that an error can be told with it.
 * `namespace` is `'root'` or a name; `node` is given only where a lab has several.
 */
export type Operation =
  | { do: 'add-namespace'; node?: string; namespace: string }
  | { do: 'delete-namespace'; node?: string; namespace: string }
  | { do: 'add-link'; at: LinkPlace; link: NewLink }
  | { do: 'delete-link'; at: LinkPlace }
  /** Several at once, as one group: the kernel waits some 30 ms for each call, however many go by it. */
  | { do: 'delete-links'; node?: string; namespace: string; links: string[] }
  | { do: 'set-link'; at: LinkPlace; set: LinkSettings }
  | { do: 'set-port'; at: LinkPlace; set: PortSettings }
  | { do: 'add-address' | 'delete-address'; at: LinkPlace; address: string }
  | { do: 'add-route' | 'delete-route'; node?: string; namespace: string; route: NewRoute }
  | { do: 'add-rule' | 'delete-rule'; node?: string; namespace: string; rule: NewRule }
  | { do: 'set-sysctl'; node?: string; namespace: string; key: string; value: string }
  /** Null: as the kernel gives it one. */
  | { do: 'set-qdisc'; at: LinkPlace; qdisc: Qdisc | null }
  | { do: 'load-nftables'; node?: string; namespace: string; ruleset: string }
  | { do: 'run-service' | 'stop-service'; node?: string; namespace: string; command: string }

export type LinkPlace = Required<Pick<Endpoint, 'namespace' | 'link'>> & Pick<Endpoint, 'node'>

/** What a link is born with. The other end of a veth pair is born at its own place, up or not, in the same request. */
export interface NewLink extends Omit<LinkSettings, 'name'> {
  /** By which its namespace knows it; the next free one by default. */
  index?: number
  kind:
    | { type: 'veth'; peer: LinkPlace & Pick<LinkSettings, 'up' | 'mac' | 'mtu' | 'master'> & { index?: number } }
    | { type: 'bridge'; stp?: boolean; vlanFiltering?: boolean; ageingSeconds?: number }
    | Over<LinkKind>
}

/** A kind with the link that it lies over: its name and, where it is in another namespace, that one. */
export type Over<Kind extends LinkKind> = Kind extends { type: 'macvlan' | 'vlan' }
  ? Kind & { over: string; overIn?: Omit<LinkPlace, 'link'> }
  : Kind extends { type: 'vxlan' }
    ? Kind & { over?: string; overIn?: Omit<LinkPlace, 'link'> }
    : Kind

export interface LinkSettings {
  up?: boolean
  /** Bytes. */
  mtu?: number
  mac?: string
  /** Name of the bridge in the same namespace; null: none. */
  master?: string | null
  /** A new name. */
  name?: string
  /** Off: `ip link set … arp off`. */
  arp?: boolean
}

export interface PortSettings {
  learning?: boolean
  flooding?: boolean
  isolated?: boolean
  guard?: boolean
  state?: 'disabled' | 'listening' | 'learning' | 'forwarding' | 'blocking'
  cost?: number
}

export interface NewRoute {
  /** `'default'` or a prefix; the family follows from it, or from `via`. */
  destination: string
  via?: string
  link?: string
  source?: string
  metric?: number
  table?: string
  type?: 'unicast' | 'blackhole' | 'unreachable' | 'prohibit' | 'throw'
  onlink?: boolean
}

/** A rule of policy routing, as ip-rule(8) takes it. */
export interface NewRule {
  /** By default `inet`, or the family of `from` and `to`. */
  family?: 'inet' | 'inet6'
  priority: number
  from?: string
  to?: string
  iif?: string
  oif?: string
  /** A number, or `number/mask`. */
  fwmark?: string
  table: string
}

/** tc-tbf(8) or tc-netem(8). */
export type Qdisc =
  | { kind: 'tbf'; rateBitsPerSecond: number; burstBytes: number; latencyMs: number }
  | { kind: 'netem'; delayMs?: number; jitterMs?: number; lossRatio?: number; rateBitsPerSecond?: number }
