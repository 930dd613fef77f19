import type { Endpoint } from './state.js'

/**
 * Why a packet does or does not arrive. The names are stable: lessons and checks compare them. Each says which setting is
 * to be changed, and `at` where it stands.
 */
export type Cause =
  | 'ok'
  | 'no-such-namespace'
  | 'no-link'
  | 'link-down'
  | 'no-carrier'
  | 'no-address'
  | 'wrong-subnet'
  | 'no-route'
  | 'no-return-route'
  | 'blackhole-route'
  | 'policy-rule'
  | 'neighbour-unresolved'
  | 'stale-neighbour'
  | 'arp-off'
  | 'address-conflict'
  | 'not-bridged'
  | 'different-bridge'
  | 'port-blocked'
  | 'vlan-mismatch'
  | 'vxlan-mismatch'
  | 'wrong-fdb'
  | 'forwarding-off'
  | 'rp-filter'
  | 'filtered'
  | 'icmp-ignored'
  | 'port-closed'
  | 'queue-loss'
  | 'mtu'
  | 'ttl-exceeded'
  | 'loop'
  | 'loopback-down'
  | 'unknown'

export interface Explanation {
  /** A probe came back (UDP: it reached a socket that listens). */
  reachable: boolean
  cause: Cause
  at: Endpoint
  /** What was read or seen that says so, most telling first; each a sentence without a full stop. */
  evidence: string[]
  /** The one to try first is first. Empty where nothing is wrong, or nothing sensible mends it. */
  remedy: Remedy[]
  hops: Hop[]
  /** Other faults that can be seen already, in the direction of travel. */
  further: { cause: Cause; at: Endpoint }[]
  probe: Probe
  /** Where what the configuration predicts and what was observed are not the same, in words; else null. */
  disagreement: string | null
}

export interface Remedy {
  /** Runs as it stands in the shell of `node`: ``lab.sh`…` ``, or ``node1.sh`…` `` (a cell `%%sh --node node1`). */
  command: string
  /** The machine it is for: `'host'` is the lab's own. */
  node: string
  why: string
  /** Whether the probe arrived on a copy of the network after it; null: not tried, or the copy does not show the fault. */
  proven: boolean | null
  /** How that was found out, or why not, in words: `tried on a copy: the ping arrives`; absent where nobody tried. */
  proof?: string
}

/** One namespace that the packet passes, forward or on its way back. */
export interface Hop {
  /** The machine: `'host'` is the lab's own. */
  node: string
  namespace: string
  direction: 'forward' | 'return'
  /** The link it comes in by; null where it begins. */
  in: string | null
  /** The link it leaves by; null where it ends. */
  out: string | null
  /** What the configuration says will become of it here. */
  predicted: Witness
  /** What became of it. */
  observed: Witness
}

export interface Witness {
  /** Null: nothing can be said. */
  passes: boolean | null
  says: string
}

/** What was sent. */
export interface Probe {
  /** The namespace, by its name among all nodes: `ns1`, `node1`, `node1/ns1`. */
  from: string
  /** The address. */
  to: string
  protocol: 'icmp' | 'tcp' | 'udp'
  port: number | null
  /** Bytes of data of an ICMP probe. */
  size: number
  /** As a shell of the sender's node would run it. */
  command: string
  /** What it printed. */
  output: string
}
