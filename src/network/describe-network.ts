import { linkStateIn } from './link-state.js'
import { withFullNames } from './full-names.js'
import { isMinorAddress, isMinorRoute, isDefaultRule } from './minor.js'
import { peerOf, portsOf, vethPairs } from './relations.js'
import type { Address, Link, NetworkNamespace, NetworkState } from './state.js'
import { englishNetwork, type NetworkWords } from './network-words.js'
import { routeWords, ruleWords } from './words.js'

const width = 80

/**
 * The whole network in sentences: the text form of a picture. First what there is in all, then a paragraph a namespace;
 * lines of at most 80 columns. Of more than sixty namespaces those that are alike share a paragraph.
 */
export function describeNetwork(observed: NetworkState, words: NetworkWords = englishNetwork): string {
  const state = withFullNames(observed)
  const nodes = new Set(observed.namespaces.map(({ node }) => node)).size
  const groups = groupAlike(state.namespaces, (space) => shapeOf(state, space))
  const paragraphs = groups.map(([first, ...others]) => describeNamespace(state, words, first, others))
  return [wrap(overview(state, nodes, words), ''), ...paragraphs].join('\n\n')
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
  const routes = describeRoutes(space, englishNetwork).map((line) =>
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

function overview(state: NetworkState, nodes: number, words: NetworkWords): string {
  const links = state.namespaces.flatMap((space) => space.links)
  const count = (kind: Link['kind']) => links.filter((link) => link.kind === kind).length
  const counts: [number, (count: number) => string][] = [
    [nodes > 1 ? nodes : 0, words.nodes],
    [state.namespaces.length, words.namespaces],
    [vethPairs(state).length, words.pairs],
    [count('bridge'), words.bridges],
    [count('other'), words.others],
  ]
  return words.overview(counts.flatMap(([number, say]) => (number === 0 ? [] : say(number))))
}

function describeNamespace(
  state: NetworkState,
  words: NetworkWords,
  space: NetworkNamespace,
  others: readonly NetworkNamespace[],
): string {
  const links = groupAlike(space.links, (link) => shapeOfLink(state, link)).map(([first, ...more]) => {
    const last = more.at(-1)
    const told = describeLink(state, first, words)
    return last === undefined ? told : words.alike(first.name, last.name, more.length + 1) + told
  })
  const lines = [...links, ...describeRoutes(space, words)]
  return [headingOf(space, others, words), ...lines.map((line) => wrap(line, '  '))].join('\n')
}

function headingOf({ name }: NetworkNamespace, others: readonly NetworkNamespace[], words: NetworkWords): string {
  const last = others.at(-1)
  if (last !== undefined) return words.group(name, last.name, others.length + 1)
  if (name === 'root') return words.root
  return isRootName(name) ? words.nodeRoot(name.replace(/\/root$/, '')) : words.namespace(name)
}

function describeLink(state: NetworkState, link: Link, words: NetworkWords): string {
  const addresses = link.addresses.filter((address) => !isMinorAddress(address)).map(addressWords)
  const kind = link.kind === 'veth' ? null : link.kind === 'other' ? link.type : link.kind
  const facts: string[] = []
  if (addresses.length > 0) facts.push(words.addresses(addresses))
  // A port or a bridge needs no address, and lo has its own: its absence is no news.
  else if (link.master === null && link.kind !== 'bridge' && link.kind !== 'loopback') facts.push(words.noAddress)
  if (link.kind === 'bridge') facts.push(portWords(state, link, words))
  if (link.kind === 'veth') facts.push(peerWords(state, link, words))
  if (link.master !== null) facts.push(words.portOf(link.master))
  return words.link(link.name, kind, words.state(linkStateIn(state, link)), facts)
}

function portWords(state: NetworkState, bridge: Extract<Link, { kind: 'bridge' }>, words: NetworkWords): string {
  const ports = portsOf(state, bridge).map(({ name }) => name)
  if (ports.length > mostSpaces) return words.manyPorts(ports.length, ports[0] ?? '', ports.at(-1) ?? '')
  return ports.length === 0 ? words.noPorts : words.ports(ports)
}

function peerWords(state: NetworkState, link: Link, words: NetworkWords): string {
  const peer = peerOf(state, link)
  if (peer === undefined) return words.peerUnnamed
  return peer.namespace === link.namespace ? words.peerHere(peer.name) : words.peer(peer.name, peer.namespace)
}

function describeRoutes(space: NetworkNamespace, words: NetworkWords): string[] {
  const routes = space.routes
    .filter((route) => !isMinorRoute(route))
    .map((route) => `${routeWords(route)}${route.table === 'main' ? '' : words.table(route.table)}`)
  const rules = space.rules.filter((rule) => !isDefaultRule(rule)).map(ruleWords)
  return [...(routes.length === 0 ? [] : [words.routes(routes)]), ...(rules.length === 0 ? [] : [words.rules(rules)])]
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
