import type { LinkStateName } from './change.js'
import { stateWords } from './describe.js'
import { countWords, listWords, namespaceWords } from './words.js'

/** How `describeNetwork` says it, in one language. */
export interface NetworkWords {
  nodes(count: number): string
  namespaces(count: number): string
  pairs(count: number): string
  bridges(count: number): string
  /** Links of other kinds. */
  others(count: number): string
  /** These counts as a sentence. */
  overview(counts: readonly string[]): string
  /** Before a paragraph: how many links, or namespaces, it tells of by its first one. */
  alike(first: string, last: string, count: number): string
  group(first: string, last: string, count: number): string
  root: string
  nodeRoot(node: string): string
  namespace(name: string): string
  /** All that is said of a link, as a sentence. @param kind null of an end of a veth pair */
  link(name: string, kind: string | null, state: string, facts: readonly string[]): string
  state(state: LinkStateName): string
  addresses(addresses: readonly string[]): string
  noAddress: string
  ports(names: readonly string[]): string
  manyPorts(count: number, first: string, last: string): string
  noPorts: string
  peer(name: string, namespace: string): string
  peerHere(name: string): string
  peerUnnamed: string
  portOf(bridge: string): string
  routes(routes: readonly string[]): string
  rules(rules: readonly string[]): string
  /** Behind a route of another table than `main`. */
  table(name: string): string
}

export const englishNetwork: NetworkWords = {
  nodes: (count) => countWords(count, 'node'),
  namespaces: (count) => countWords(count, 'network namespace'),
  pairs: (count) => countWords(count, 'veth pair'),
  bridges: (count) => countWords(count, 'bridge'),
  others: (count) => countWords(count, 'other link'),
  overview: (counts) => `${listWords(counts)}.`,
  alike: (first, last, count) => `${first} … ${last}, ${count} that are alike. `,
  group: (first, last, count) => `Namespaces ${first} … ${last}, ${count} that are alike. ${first}, for example:`,
  root: 'The root namespace:',
  nodeRoot: (node) => `Node ${node}, its root namespace:`,
  namespace: (name) => `Namespace ${name}:`,
  link: (name, kind, state, facts) =>
    `${[`${name}${kind === null ? '' : ` (${kind})`} is ${state}`, ...facts].join('; ')}.`,
  state: stateWords,
  addresses: (addresses) => `${addresses.length === 1 ? 'address' : 'addresses'} ${listWords(addresses)}`,
  noAddress: 'no address',
  ports: (names) => `${names.length === 1 ? 'port' : 'ports'} ${listWords(names)}`,
  manyPorts: (count, first, last) => `${count} ports from ${first} to ${last}`,
  noPorts: 'no ports',
  peer: (name, namespace) => `its other end is ${name} in ${namespaceWords(namespace)}`,
  peerHere: (name) => `its other end is ${name}, here too`,
  peerUnnamed: 'its other end is in an unnamed namespace',
  portOf: (bridge) => `it is a port of ${bridge}`,
  routes: (routes) => `${routes.length === 1 ? 'Route' : 'Routes'}: ${routes.join('; ')}.`,
  rules: (rules) => `${rules.length === 1 ? 'Rule' : 'Rules'}: ${rules.join('; ')}.`,
  table: (name) => ` (table ${name})`,
}
