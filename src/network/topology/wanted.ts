import type { Address } from '../state.js'
import type { LinkPlace, NewLink, NewRoute, NewRule, PortSettings, Qdisc } from './operation.js'

/** A wanted network in which nothing is implied any more: what a plan compares with the network that is there. */
export interface WantedNetwork {
  nodes: readonly string[]
  /** By full name: `root`, `ns1`, `node1/root`, `node1/ns1`. */
  spaces: Map<string, WantedSpace>
}

export interface WantedSpace {
  /** Undefined: the lab's own machine. */
  node: string | undefined
  namespace: string
  /** Where it stands in the topology, for messages. */
  place: string
  links: Map<string, WantedLink>
  routes: NewRoute[]
  rules: NewRule[]
  sysctls: Record<string, string>
  nftables: string | undefined
  services: readonly string[]
}

export interface WantedLink {
  at: LinkPlace
  place: string
  kind: WantedKind
  up: boolean
  /** Undefined, as what else is: as the kernel has it. */
  mtu: number | undefined
  mac: string | undefined
  master: string | null
  addresses: WantedAddress[]
  port: PortSettings | undefined
  qdisc: Qdisc | undefined
  /** A prefix that its addresses, and those of everything on the same wire, are to lie in. */
  subnet: { prefix: string; place: string } | undefined
}

export type WantedKind =
  | { type: 'loopback' }
  | { type: 'veth'; peer: LinkPlace }
  | Exclude<NewLink['kind'], { type: 'veth' }>
  /** Of a network that was read: of a kind whose settings a state does not tell, so that it can be kept, but not made. */
  | { type: 'as-it-is'; of: string }

export interface WantedAddress {
  /** With prefix length, as it was written. */
  text: string
  place: string
}

/** `10.0.0.1/24`: the part of an address that names it. */
export function addressText({ address, prefixLength }: Pick<Address, 'address' | 'prefixLength'>): string {
  return `${address}/${prefixLength}`
}
