import { isIP } from 'node:net'
import { listWords, findNamespace } from '../../network/index.js'
import type { Family, NetworkMap } from './map.js'
import { addressesOf, isLoopback } from './map.js'
import { marker } from './witness-rules.js'

export interface ExplainRequest {
  /** The namespace that sends: one of the lab's own machine (`'root'`: its own), a node (its root namespace), or `node1/ns1`. */
  from: string
  /**
   * An address, or a namespace, of the sender's node or as above: its first global IPv4 address, else IPv6. The addresses of lo
   * (`127.0.0.1`, `::1`) are the sender's own.
   */
  to: string
  /** `'icmp'` by default. */
  protocol?: 'icmp' | 'tcp' | 'udp'
  /** For TCP and UDP: 1 to 65535. */
  port?: number
  /** Bytes of data of an ICMP probe, 40 to 65507; 56 by default. */
  size?: number
}

/** What is asked, with every choice made. */
export interface Question {
  from: string
  /** Null: the target namespace has no address. */
  address: string | null
  /** The namespace that is to be reached; null where the address is nobody's. */
  target: string | null
  /** A namespace was asked for, not an address. */
  isByName: boolean
  family: Family
  protocol: 'icmp' | 'tcp' | 'udp'
  port: number | null
  size: number
}

/** @throws RangeError where the request cannot be meant */
export function checkRequest(request: ExplainRequest): void {
  const { protocol = 'icmp', port, size = 56 } = request
  if (!['icmp', 'tcp', 'udp'].includes(protocol)) {
    throw new RangeError(`protocol is 'icmp', 'tcp' or 'udp', not ${JSON.stringify(protocol)}`)
  }
  if (protocol === 'icmp' && port !== undefined) throw new RangeError("a port needs protocol 'tcp' or 'udp'")
  if (protocol !== 'icmp' && (port === undefined || !Number.isInteger(port) || port < 1 || port > 65535)) {
    throw new RangeError(`${protocol} needs a port from 1 to 65535, not ${String(port)}`)
  }
  if (!Number.isInteger(size) || size < 40 || size > 65507) {
    throw new RangeError(`size is a whole number from 40 to 65507, not ${size}`)
  }
}

/** The names that there are, for an error. */
export function knownNames(map: NetworkMap): string {
  const names = map.namespaces.map(({ name }) => name)
  return `there ${names.length === 1 ? 'is' : 'are'} ${listWords(names)}`
}

/** Null where `from` or `to` names no namespace: the name. @throws RangeError where `to` looks like an address and is none */
export function readQuestion(map: NetworkMap, request: ExplainRequest): Question | { missing: string } {
  const { from, to, protocol = 'icmp', port = null, size = 56 } = request
  if (findNamespace(map.snapshot.state, from) === undefined) return { missing: from }
  const common = { from, protocol, port, size }
  if (isIP(to) !== 0) {
    const owner = map.owners(to).find(({ namespace }) => namespace !== from) ?? map.owners(to)[0]
    return {
      ...common,
      address: to,
      // Every namespace has these, each its own.
      target: isLoopback(to) ? from : (owner?.namespace ?? null),
      isByName: false,
      family: to.includes(':') ? 'inet6' : 'inet',
    }
  }
  const target = findNamespace(map.snapshot.state, to)
  if (target === undefined) {
    if (/^[\d.]+$|:/.test(to)) throw new RangeError(`${JSON.stringify(to)} is no IP address`)
    return { missing: to }
  }
  const chosen = (['inet', 'inet6'] as const)
    .flatMap((family) =>
      target.links.filter(({ kind }) => kind !== 'loopback').flatMap((link) => addressesOf(link, family)),
    )
    .at(0)
  return {
    ...common,
    address: chosen?.address ?? null,
    target: to,
    isByName: true,
    family: chosen?.family ?? 'inet',
  }
}

/** How many packets a probe has: more than one, so that a loss of some shows. */
export const probeCount = 3

/** A shell's words that send the probe; each ends as soon as it is answered. Where queues delay, it waits longer. */
export function probeCommand(
  { address, protocol, port, size }: Question & { address: string },
  isDelayed = false,
): string {
  const patience = isDelayed ? 2 : 0.15
  if (protocol === 'icmp') {
    return `ping -n -c ${probeCount} -l ${probeCount} -i 0.01 -W ${patience}${size === 56 ? '' : ` -M do -s ${size}`} -p ${marker} ${address}`
  }
  if (protocol === 'tcp') return `timeout ${patience + 0.25} bash -c 'exec 3<>/dev/tcp/${address}/${port}'`
  const text = Buffer.from(marker, 'hex').toString('latin1')
  return `bash -c 'exec 3<>/dev/udp/${address}/${port} && printf ${text} >&3 && read -r -t ${patience} -u 3 answer'`
}
