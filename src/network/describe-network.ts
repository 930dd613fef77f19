import { stateWords } from './describe.js'
import { linkStateIn } from './link-state.js'
import { isMinorAddress, isMinorRoute, isDefaultRule } from './minor.js'
import { peerOf, portsOf, vethPairs } from './relations.js'
import type { Link, NetworkNamespace, NetworkState } from './state.js'
import { countWords, listWords, namespaceWords, routeWords, ruleWords } from './words.js'

const width = 80

/**
 * The whole network in sentences: the text form of a picture. First what there is in all, then a paragraph a namespace;
 * lines of at most 80 columns.
 */
export function describeNetwork(state: NetworkState): string {
  return [wrap(overview(state), ''), ...state.namespaces.map((space) => describeNamespace(state, space))].join('\n\n')
}

function overview(state: NetworkState): string {
  const links = state.namespaces.flatMap((space) => space.links)
  const counts = [
    countWords(state.namespaces.length, 'network namespace'),
    countWords(vethPairs(state).length, 'veth pair'),
    countWords(links.filter(({ kind }) => kind === 'bridge').length, 'bridge'),
  ]
  const others = links.filter(({ kind }) => kind === 'other').length
  if (others > 0) counts.push(countWords(others, 'other link'))
  return `${listWords(counts.filter((count) => !count.startsWith('0 ')))}.`
}

function describeNamespace(state: NetworkState, space: NetworkNamespace): string {
  const several = new Set(state.namespaces.map(({ node }) => node)).size > 1
  const heading = space.name === 'root' ? 'The root namespace' : `Namespace ${space.name}`
  return [
    `${heading}${several ? ` of ${space.node}` : ''}:`,
    ...[...space.links.map((link) => describeLink(state, link)), ...describeRoutes(space)].map((line) =>
      wrap(line, '  '),
    ),
  ].join('\n')
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
