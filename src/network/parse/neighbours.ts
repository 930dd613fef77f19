import type { FdbEntry, Neighbour } from '../state.js'
import { parseJsonList } from './json.js'

/**
 * Reads `ip -j neigh show nud all`.
 * Source of the format: iproute2's ip/ipneigh.c, print_neigh.
 * @throws UnreadableOutputError
 */
export function parseNeighbours(output: string, command = 'ip -j neigh show nud all'): Neighbour[] {
  return parseJsonList(command, output).map((record) => {
    const address = record.requiredText('dst')
    return {
      family: address.includes(':') ? 'inet6' : 'inet',
      address,
      link: record.requiredText('dev'),
      // Where a link has no link layer, ip prints a byte that nobody wrote.
      mac: record.text('lladdr')?.match(/[:.]/)?.input ?? null,
      state: record.words('state')[0] ?? 'NONE',
    }
  })
}

/**
 * Reads `bridge -j fdb show`. Releases before 4.18 call the link `dev`.
 * Source of the format: iproute2's bridge/fdb.c, print_fdb.
 * @throws UnreadableOutputError
 */
export function parseFdb(output: string, command = 'bridge -j fdb show'): FdbEntry[] {
  return parseJsonList(command, output).map((record) => ({
    mac: record.requiredText('mac'),
    link: record.text('dev') ?? record.requiredText('ifname'),
    master: record.text('master'),
    vlan: record.number('vlan'),
    state: record.text('state') ?? '',
    flags: record.words('flags'),
  }))
}

/**
 * Reads `ip -j netns list-id`: how one namespace numbers the others. A number whose namespace has no name in
 * /run/netns (the root namespace, say) has null.
 * Source of the format: iproute2's ip/ipnetns.c, print_nsid.
 * @throws UnreadableOutputError
 */
export function parseNamespaceIds(output: string, command = 'ip -j netns list-id'): Map<number, string | null> {
  return new Map(parseJsonList(command, output).map((record) => [record.requiredNumber('nsid'), record.text('name')]))
}
