import { mime, type MimeBundle } from '../../display/index.js'
import { linkStateIn, peerOf, portsOf, withFullNames, type Link, type NetworkState } from '../../network/index.js'
import { counted } from '../numbers.js'
import { htmlTable, type Column } from './html-table.js'
import { textTable } from './text-table.js'

/** Each interface of a network with its state, its addresses, and what it is joined to. */
export function stateTable(observed: NetworkState): MimeBundle {
  const state = withFullNames(observed)
  const links = state.namespaces.flatMap((space) => space.links)
  const title = `${counted(state.namespaces.length, 'network namespace')}, ${counted(links.length, 'link')}.`
  const columns: Column[] = ['namespace', 'link', 'state', 'addresses', 'kind'].map((title) => ({ title }))
  const rows = links.map((link) => ({
    link,
    cells: (addresses: string) => [
      namespaceName(link.namespace),
      link.name,
      linkStateIn(state, link),
      addresses,
      kindWords(state, link),
    ],
  }))
  const inText = rows.map(({ link, cells }) => cells(firstAddress(link)))
  const inHtml = rows.map(({ link, cells }) => cells(addressesOf(link).join('\n')))
  return {
    [mime.text]: links.length === 0 ? title : `${title}\n\n${textTable(columns, inText, 'link')}`,
    [mime.html]: htmlTable(title, columns, inHtml, 'link'),
  }
}

/** A node's name stands for its root namespace. */
function namespaceName(name: string): string {
  return name.replace(/\/root$/, '')
}

function addressesOf(link: Link): string[] {
  return link.addresses
    .filter(({ scope }) => scope !== 'link')
    .map(({ address, prefixLength }) => `${address}/${prefixLength}`)
}

/** A terminal has eighty columns: the first address, and how many more. */
function firstAddress(link: Link): string {
  const [first = '', ...more] = addressesOf(link)
  return more.length === 0 ? first : `${first} +${more.length}`
}

/** `veth to ns1.veth3, port of br0`; `bridge, 2 ports`. */
function kindWords(state: NetworkState, link: Link): string {
  const words = [link.master === null ? '' : `port of ${link.master}`]
  if (link.kind === 'bridge') words.unshift('bridge', counted(portsOf(state, link).length, 'port'))
  else if (link.kind === 'veth') words.unshift(vethWords(link, peerOf(state, link)))
  else words.unshift(link.kind === 'other' ? link.type : link.kind)
  return words.filter((word) => word !== '').join(', ')
}

function vethWords(link: Link, peer: Link | undefined): string {
  if (peer === undefined) return 'veth'
  return `veth to ${peer.namespace === link.namespace ? peer.name : `${namespaceName(peer.namespace)}.${peer.name}`}`
}
