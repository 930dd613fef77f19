import { stateWords } from './describe.js'
import { linkStateIn } from './link-state.js'
import { withFullNames } from './full-names.js'
import { isMinorAddress, isMinorRoute, isDefaultRule } from './minor.js'
import { peerOf, portsOf, vethPairs } from './relations.js'
import type { Address, Link, NetworkNamespace, NetworkState } from './state.js'
import { countWords, listWords, namespaceWords, routeWords, ruleWords } from './words.js'

const width = 80

/**
 * The whole network in sentences: the text form of a picture. First what there is in all, then a paragraph a namespace;
 * lines of at most 80 columns. Of more than sixty namespaces those that are alike share a paragraph.
 */
export function describeNetwork(observed: NetworkState): string {
  const state = withFullNames(observed)
  const nodes = new Set(observed.namespaces.map(({ node }) => node)).size
  const groups = groupAlike(state.namespaces, (space) => shapeOf(state, space))
  const paragraphs = groups.map(([first, ...others]) => describeNamespace(state, first, others))
  return [wrap(overview(state, nodes), ''), ...paragraphs].join('\n\n')
}

/** More namespaces than this are not read one by one. */
const mostSpaces = 60

/** What differs in names and host addresses alone is one group, in the place of its first; of few things each is its own. */
function groupAlike<Thing>(things: readonly Thing[], shape: (thing: Thing) => string): [Thing, ...Thing[]][] {
  if (things.length <= mostSpaces) return things.map((thing) => [thing])
  const groups = new Map<string, [Thing, ...Thing[]]>()
  for (const thing of things) {
    const key = shape(thing)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [thing])
    else group.push(thing)
  }
  return [...groups.values()]
}

function shapeOf(state: NetworkState, space: NetworkNamespace): string {
  if (isRootName(space.name)) return space.name
  const links = space.links.map((link) => {
    const peer = peerOf(state, link)
    return [shapeOfLink(state, link), peer?.namespace, peer?.master]
  })
  const own = new Set(space.links.flatMap((link) => link.addresses.map(({ address }) => address)))
  const names = new Set(space.links.map(({ name }) => name))
  const routes = describeRoutes(space).map((line) =>
    line.split(/(?<=[\s;.])|(?=[;.](?:\s|$))/).map((word) => {
      const bare = word.trim()
      return own.has(bare) || names.has(bare) ? '' : bare
    }),
  )
  return JSON.stringify([links, routes])
}

function shapeOfLink(state: NetworkState, link: Link): string {
  const peer = peerOf(state, link)
  const addresses = link.addresses.filter((address) => !isMinorAddress(address)).map(prefixOf)
  return JSON.stringify([link.kind, linkStateIn(state, link), link.master, addresses, peer && linkStateIn(state, peer)])
}

/** `10.0.0.0/24`, of IPv6 all before the last colon. */
function prefixOf({ family, address, prefixLength }: Address): string {
  if (family === 'inet6') return `${address.slice(0, address.lastIndexOf(':') + 1)}/${prefixLength}`
  const bits = address.split('.').map((byte) => Number(byte).toString(2).padStart(8, '0'))
  return `${bits.join('').slice(0, prefixLength)}/${prefixLength}`
}

const isRootName = (name: string): boolean => name === 'root' || name.endsWith('/root')

function overview(state: NetworkState, nodes: number): string {
  const links = state.namespaces.flatMap((space) => space.links)
  const counts = [
    ...(nodes > 1 ? [countWords(nodes, 'node')] : []),
    countWords(state.namespaces.length, 'network namespace'),
    countWords(vethPairs(state).length, 'veth pair'),
    countWords(links.filter(({ kind }) => kind === 'bridge').length, 'bridge'),
  ]
  const others = links.filter(({ kind }) => kind === 'other').length
  if (others > 0) counts.push(countWords(others, 'other link'))
  return `${listWords(counts.filter((count) => !count.startsWith('0 ')))}.`
}

function describeNamespace(state: NetworkState, space: NetworkNamespace, others: readonly NetworkNamespace[]): string {
  const links = groupAlike(space.links, (link) => shapeOfLink(state, link)).map(([first, ...more]) => {
    const last = more.at(-1)
    const words = describeLink(state, first)
    return last === undefined ? words : `${first.name} … ${last.name}, ${more.length + 1} that are alike. ${words}`
  })
  const lines = [...links, ...describeRoutes(space)]
  return [headingOf(space, others), ...lines.map((line) => wrap(line, '  '))].join('\n')
}

function headingOf({ name }: NetworkNamespace, others: readonly NetworkNamespace[]): string {
  const last = others.at(-1)
  if (last !== undefined) {
    return `Namespaces ${name} … ${last.name}, ${others.length + 1} that are alike. ${name}, for example:`
  }
  if (name === 'root') return 'The root namespace:'
  return isRootName(name) ? `Node ${namespaceWords(name)}, its root namespace:` : `Namespace ${name}:`
}

function describeLink(state: NetworkState, link: Link): string {
  const addresses = link.addresses.filter((address) => !isMinorAddress(address)).map(addressWords)
  const facts = [`${kindWords(link)} is ${stateWords(linkStateIn(state, link))}`]
  if (link.kind !== 'loopback' || addresses.length > 0) facts.push(ownAddresses(link, addresses))
  if (link.kind === 'bridge') facts.push(portWords(state, link))
  if (link.kind === 'veth') facts.push(peerWords(state, link))
  if (link.master !== null) facts.push(`it is a port of ${link.master}`)
  return `${facts.filter((fact) => fact !== '').join('; ')}.`
}

function kindWords(link: Link): string {
  switch (link.kind) {
    case 'loopback':
      return `${link.name} (loopback)`
    case 'bridge':
      return `${link.name} (bridge)`
    case 'veth':
      return link.name
    case 'other':
      return `${link.name} (${link.type})`
  }
}

function ownAddresses(link: Link, addresses: readonly string[]): string {
  if (addresses.length > 0) return `${addresses.length === 1 ? 'address' : 'addresses'} ${listWords(addresses)}`
  // A port or a bridge needs no address: its absence is no news.
  return link.master !== null || link.kind === 'bridge' ? '' : 'no address'
}

function portWords(state: NetworkState, bridge: Extract<Link, { kind: 'bridge' }>): string {
  const ports = portsOf(state, bridge).map(({ name }) => name)
  if (ports.length > mostSpaces) return `${ports.length} ports from ${ports[0] ?? ''} to ${ports.at(-1) ?? ''}`
  return ports.length === 0 ? 'no ports' : `${ports.length === 1 ? 'port' : 'ports'} ${listWords(ports)}`
}

function peerWords(state: NetworkState, link: Link): string {
  const peer = peerOf(state, link)
  if (peer === undefined) return 'its other end is in an unnamed namespace'
  return peer.namespace === link.namespace
    ? `its other end is ${peer.name}, here too`
    : `its other end is ${peer.name} in ${namespaceWords(peer.namespace)}`
}

function describeRoutes(space: NetworkNamespace): string[] {
  const routes = space.routes
    .filter((route) => !isMinorRoute(route))
    .map((route) => `${routeWords(route)}${route.table === 'main' ? '' : ` (table ${route.table})`}`)
  const rules = space.rules.filter((rule) => !isDefaultRule(rule)).map(ruleWords)
  return [
    ...(routes.length === 0 ? [] : [`${routes.length === 1 ? 'Route' : 'Routes'}: ${routes.join('; ')}.`]),
    ...(rules.length === 0 ? [] : [`${rules.length === 1 ? 'Rule' : 'Rules'}: ${rules.join('; ')}.`]),
  ]
}

function addressWords(address: { address: string; prefixLength: number }): string {
  return `${address.address}/${address.prefixLength}`
}

/** Breaks at spaces; continued lines are indented by two more. */
function wrap(text: string, indent: string): string {
  const lines = ['']
  for (const word of text.split(' ')) {
    const last = lines[lines.length - 1] ?? ''
    const margin = lines.length === 1 ? indent.length : indent.length + 2
    if (last === '') lines[lines.length - 1] = word
    else if (margin + last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines.map((line, number) => `${indent}${number === 0 ? '' : '  '}${line}`).join('\n')
}
