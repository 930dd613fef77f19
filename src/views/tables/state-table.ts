import { mime, type MimeBundle } from '../../display/index.js'
import { linkStateIn, peerOf, type Link, type NetworkState } from '../../network/index.js'
import { counted } from '../numbers.js'
import { htmlTable, type Column } from './html-table.js'
import { textTable } from './text-table.js'

/** Each interface of a network with its state, addresses, and what it is joined to. */
export function stateTable(state: NetworkState): MimeBundle {
  const links = state.namespaces.flatMap((space) => space.links)
  const title = `${counted(state.namespaces.length, 'network namespace')}, ${counted(links.length, 'link')}.`
  const columns: Column[] = ['namespace', 'link', 'kind', 'state', 'addresses', 'joined to'].map((title) => ({ title }))
  const rows = links.map((link) => [
    link.namespace,
    link.name,
    link.kind === 'other' ? link.type : link.kind,
    linkStateIn(state, link),
    addresses(link),
    joinedTo(state, link),
  ])
  return {
    [mime.text]: links.length === 0 ? title : `${title}\n\n${textTable(columns, rows, 'link')}`,
    [mime.html]: htmlTable(title, columns, rows, 'link'),
  }
}

function addresses(link: Link): string {
  return link.addresses
    .filter(({ scope }) => scope !== 'link')
    .map(({ address, prefixLength }) => `${address}/${prefixLength}`)
    .join(', ')
}

function joinedTo(state: NetworkState, link: Link): string {
  const peer = peerOf(state, link)
  return [
    ...(peer ? [peer.namespace === link.namespace ? peer.name : `${peer.namespace}.${peer.name}`] : []),
    ...(link.master === null ? [] : [`port of ${link.master}`]),
  ].join(', ')
}
