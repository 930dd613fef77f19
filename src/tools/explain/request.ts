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
   * (`127.0.0.1`, `::1`) are the sender's own. A link-local address may name the sender's link, as `fe80::1%eth0`.
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
  /** The link that `fe80::1%eth0` names: such an address is known on its own segment only. */
  zone?: string
  /** The namespace that is to be reached; null where the address is nobody's. */
  target: string | null
  /** A namespace was asked for, not an address. */
  isByName: boolean
  family: Family
  protocol: 'icmp' | 'tcp' | 'udp'
  port: number | null
  size: number
}

/** What somebody gave in a name's place. */
const nameWords = (given: unknown): string => (given === '' ? 'an empty text' : String(given))

/** @throws TypeError where a name is none, RangeError where the request cannot be meant otherwise */
export function checkRequest(request: ExplainRequest): void {
  const { from, to, protocol = 'icmp', port, size = 56 } = request
  if (typeof from !== 'string' || from === '')
    throw new TypeError(`the sender is the name of a namespace, not ${nameWords(from)}`)
  if (typeof to !== 'string' || to === '')
    throw new TypeError(`the target is the name of a namespace, or an address, not ${nameWords(to)}`)
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
    const [address = to, zone] = to.split('%')
    if (zone !== undefined && map.link(from, zone) === undefined) {
      const names = map.space(from).links.map(({ name }) => name)
      throw new RangeError(`${JSON.stringify(to)}: ${from} has no link ${zone}; it has ${listWords(names)}`)
    }
    const owner = map.owners(address).find(({ namespace }) => namespace !== from) ?? map.owners(address)[0]
    return {
      ...common,
      address,
      ...(zone !== undefined && { zone }),
      // Every namespace has these, each its own.
      target: isLoopback(address) ? from : (owner?.namespace ?? null),
      isByName: false,
      family: address.includes(':') ? 'inet6' : 'inet',
    }
  }
  const target = findNamespace(map.snapshot.state, to)
  if (target === undefined) {
    const [bare = ''] = to.split('/')
    if (bare !== to && isIP(bare) !== 0)
      throw new RangeError(`${JSON.stringify(to)} is an address with the length of its prefix; ask for "${bare}"`)
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
  { address: bare, zone, protocol, port, size }: Question & { address: string },
  isDelayed = false,
): string {
  const address = zone === undefined ? bare : `${bare}%${zone}`
  const patience = isDelayed ? 2 : 0.15
  if (protocol === 'icmp') {
    return `ping -n -c ${probeCount} -l ${probeCount} -i 0.01 -W ${patience}${size === 56 ? '' : ` -M do -s ${size}`} -p ${marker} ${address}`
  }
  if (protocol === 'tcp') return `timeout ${patience + 0.25} bash -c 'exec 3<>/dev/tcp/${address}/${port}'`
  const text = Buffer.from(marker, 'hex').toString('latin1')
  return `bash -c 'exec 3<>/dev/udp/${address}/${port} && printf ${text} >&3 && read -r -t ${patience} -u 3 answer'`
}
