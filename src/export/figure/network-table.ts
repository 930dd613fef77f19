import { linkStateIn, stateWords } from '../../network/index.js'
import { en, type PageWords } from '../words/en.js'
import { unfolding } from './data-table.js'
import { readNetwork } from './read-network.js'

/**
 * A network's links as a table: what its picture shows, for who reads or listens.
 *
 * @param value of an output of the type `mime.topology`, from a file of anybody's; '' where it holds no network
 */
export function networkTable(value: unknown, words: PageWords = en): string {
  const state = readNetwork(value)
  const rows = state.namespaces.flatMap(({ node, name, links }) =>
    links.map((link) => [
      node === 'host' ? name : `${node}/${name}`,
      link.name,
      stateWords(linkStateIn(state, link)),
      link.addresses.map(({ address, prefixLength }) => `${address}/${prefixLength}`).join(', '),
      link.master ?? '',
    ]),
  )
  return unfolding([{ columns: words.data.network, bodies: [{ rows }] }], words)
}
