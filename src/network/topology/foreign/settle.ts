import { isIP } from 'node:net'
import { prefixHolds } from '../../prefix.js'
import type { LinkTopology, NamespaceTopology } from '../topology.js'
import type { ForeignSpace } from './plain.js'

/**
 * Takes out of a namespace what hangs in the air here: settings of links that nothing made, such as containerlab's eth0 to
 * its management network, and routes over them or to neighbours that no address reaches.
 */
export function settle(
  space: ForeignSpace,
  wired: ReadonlySet<string>,
): { space: NamespaceTopology; dropped: string[] } {
  const isThere = (name: string, link: LinkTopology): boolean =>
    wired.has(name) || name === 'lo' || link.kind !== undefined
  const links = Object.entries(space.links)
  const there = links.filter(([name, link]) => isThere(name, link))
  const held = there.flatMap(([, { addresses = [] }]) => (typeof addresses === 'string' ? [addresses] : addresses))
  const dropped = links
    .filter(([name, link]) => !isThere(name, link))
    .map(([name]) => `what is set on ${name}, which is no link here`)
  const routes = space.routes.filter(({ destination, via, link }) => {
    const why =
      link !== undefined && !there.some(([name]) => name === link)
        ? `over ${link}, which is no link here`
        : via !== undefined && !via.startsWith('fe80:') && !held.some((prefix) => reaches(prefix, via))
          ? `by ${via}, which no address there reaches`
          : undefined
    if (why !== undefined) dropped.push(`the route to ${destination} ${why}`)
    return why === undefined
  })
  const { sysctls } = space
  return {
    space: {
      links: Object.fromEntries(there),
      ...(routes.length > 0 && { routes }),
      ...(Object.keys(sysctls).length > 0 && { sysctls }),
    },
    dropped,
  }
}

/** False also of what is none: the check of the topology tells of a wrong address. */
function reaches(prefix: string, address: string): boolean {
  const [, length] = /^[\d.:a-f]+\/(\d{1,3})$/i.exec(prefix) ?? []
  return length !== undefined && Number(length) <= 128 && isIP(address) !== 0 && prefixHolds(prefix, address)
}
