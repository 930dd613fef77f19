import {
  linkStateIn,
  namespaceWords,
  peerOf,
  portsOf,
  routeWords,
  stateWords,
  type Link,
  type NetworkNamespace,
  type NetworkState,
} from '../../../network/index.js'
import type { Page } from './page.js'

/** A link: its state, addresses, and what it is joined to. */
export function linkPage(state: NetworkState, link: Link): Page {
  const peer = peerOf(state, link)
  const rows: [string, string][] = [
    ['state', stateWords(linkStateIn(state, link))],
    ['addresses', link.addresses.map(({ address, prefixLength }) => `${address}/${prefixLength}`).join(', ') || 'none'],
    ['peer', peer ? `${peer.name} in ${namespaceWords(peer.namespace)}, ${stateWords(linkStateIn(state, peer))}` : ''],
    ['port of', link.master ?? ''],
    ['ports', link.kind === 'bridge' ? portsOf(state, link).map(({ name }) => name).join(', ') || 'none' : ''], // prettier-ignore
    ['MAC', link.mac ?? ''],
    ['MTU', String(link.mtu)],
  ]
  return { title: link.name, summary: `${kindOf(link)} in ${namespaceWords(link.namespace)}`, blocks: [table(rows)] }
}

/** A namespace: its links with their states and addresses, and its routes. */
export function namespacePage(state: NetworkState, space: NetworkNamespace, title: string): Page {
  const links = space.links.map((link): [string, string] => {
    const addresses = link.addresses.map(({ address, prefixLength }) => `${address}/${prefixLength}`)
    return [link.name, [stateWords(linkStateIn(state, link)), ...addresses].join(', ')]
  })
  const routes = space.routes.filter(({ table, type }) => table === 'main' && type === 'unicast').map(routeWords)
  const summary = space.name === 'root' ? `root namespace of the machine ${space.node}` : 'network namespace'
  return { title, summary, blocks: [table(links), table(routes.map((route, at) => [at === 0 ? 'routes' : '', route]))] }
}

/** An address: every place that has it. */
export function addressPage(state: NetworkState, text: string): Page | undefined {
  const wanted = text.split('/')[0]
  const places = state.namespaces.flatMap(({ links }) =>
    links
      .filter(({ addresses }) => addresses.some(({ address }) => address === wanted))
      .map((link): [string, string] => [
        link.name,
        `in ${namespaceWords(link.namespace)}, ${stateWords(linkStateIn(state, link))}`,
      ]),
  )
  return places.length === 0 ? undefined : { title: wanted ?? '', summary: 'address', blocks: [table(places)] }
}

function kindOf(link: Link): string {
  switch (link.kind) {
    case 'veth':
      return 'end of a veth pair'
    case 'other':
      return link.type
    default:
      return link.kind
  }
}

/** Rows without a value are left out. */
function table(rows: readonly (readonly [string, string])[]): string {
  const shown = rows.filter(([, value]) => value !== '')
  const width = Math.max(0, ...shown.map(([name]) => name.length))
  return shown.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n')
}
