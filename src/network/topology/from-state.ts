import { fullName } from '../full-names.js'
import { overOf, peerOf } from '../relations.js'
import type { Link, NetworkState, OtherLink } from '../state.js'
import { linkPlace } from './places.js'
import { chosenPort, usualMtu } from './usual.js'
import { isConfigured, newRoute } from './routes.js'
import { isOwnRule, newRule } from './rules.js'
import { addressText, type WantedKind, type WantedLink, type WantedNetwork, type WantedSpace } from './wanted.js'

/** The network that is there, as one that is wanted. */
export function networkOfState(state: NetworkState): WantedNetwork {
  const fullNames = new Map(state.namespaces.flatMap((space) => space.links.map((link) => [link, fullName(space)])))
  const spaces = state.namespaces.map((space): [string, WantedSpace] => {
    const full = fullName(space)
    const links = space.links
      .filter((link) => !isFallback(link))
      .map((link): [string, WantedLink] => [link.name, linkOf(link, full, kindOf(state, link, fullNames))])
    const byName = new Map(links)
    // What follows from its ports is not of its own.
    for (const [, link] of links) {
      if (link.kind.type === 'bridge' && link.mtu === usualMtu(link, byName)) link.mtu = undefined
    }
    return [
      full,
      {
        node: full === space.name ? undefined : space.node,
        namespace: space.name,
        place: full,
        links: byName,
        routes: space.routes.filter(isConfigured).map(newRoute),
        rules: space.rules.filter(isOwnRule).map(newRule),
        sysctls: {},
        nftables: undefined,
        services: [],
      },
    ]
  })
  const nodes = [...new Set(spaces.flatMap(([, { node }]) => (node === undefined ? [] : [node])))]
  return { nodes, spaces: new Map(spaces) }
}

function linkOf(link: Link, full: string, kind: WantedKind): WantedLink {
  const place = `${full}.${link.name}`
  return {
    at: linkPlace(full, link.name),
    place,
    kind,
    up: link.up,
    mtu: kind.type === 'loopback' ? undefined : link.mtu,
    // A bridge that has lost its ports has the address of none, and cannot be given it.
    mac: kind.type === 'loopback' || link.mac === '00:00:00:00:00:00' ? undefined : (link.mac ?? undefined),
    master: link.master,
    addresses: link.addresses.filter((each) => !isKernelMade(each)).map((each) => ({ text: addressText(each), place })),
    port: link.port === undefined ? undefined : chosenPort(link.port, kind),
    qdisc: undefined,
    subnet: undefined,
  }
}

function kindOf(state: NetworkState, link: Link, fullNames: ReadonlyMap<Link, string>): WantedKind {
  switch (link.kind) {
    case 'loopback':
      return { type: 'loopback' }
    case 'bridge':
      // A kernel without a setting refuses to hear of it, even to turn it off.
      return {
        type: 'bridge',
        ...(link.stp && { stp: true }),
        ...(link.vlanFiltering && { vlanFiltering: true }),
        ...(link.ageingSeconds !== undefined && { ageingSeconds: link.ageingSeconds }),
      }
    case 'veth': {
      const peer = peerOf(state, link)
      const full = peer && fullNames.get(peer)
      return peer === undefined || full === undefined
        ? { type: 'as-it-is', of: 'veth' }
        : { type: 'veth', peer: linkPlace(full, peer.name) }
    }
    case 'other':
      return otherKind(state, link, fullNames)
  }
}

function otherKind(state: NetworkState, link: OtherLink, fullNames: ReadonlyMap<Link, string>): WantedKind {
  const { made } = link
  const asItIs: WantedKind = { type: 'as-it-is', of: link.type }
  if (made === undefined) return asItIs
  if (made.type === 'dummy' || made.type === 'tun') return made
  const below = overOf(state, link)
  const full = below && fullNames.get(below)
  if (below === undefined || full === undefined) {
    // A tunnel whose packets leave from another namespace, by whichever link.
    const isWhole = made.type === 'vxlan' && link.overIndex === undefined && link.overNamespaceId === undefined
    return isWhole ? made : asItIs
  }
  const { link: over, ...overIn } = linkPlace(full, below.name)
  return { ...made, over, ...(full !== fullNames.get(link) && { overIn }) }
}

/** An address that the kernel gives and takes by itself. */
export function isKernelMade({ address, scope }: { address: string; scope: string }): boolean {
  return address === '127.0.0.1' || address === '::1' || (scope === 'link' && /^fe80:/i.test(address))
}

/** What a kernel with tunnels built in makes in each namespace, and does not let go. */
export function isFallback({ name }: Pick<Link, 'name'>): boolean {
  return /^(?:tunl0|sit0|ip6tnl0|gre0|gretap0|erspan0|ip6gre0|ip_vti0|ip6_vti0)$/.test(name)
}
