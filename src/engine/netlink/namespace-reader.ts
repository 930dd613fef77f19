/** The dumps of one namespace, put together. */
import type { ReadNamespace, Rule } from '../../network/index.js'
import { readAddress } from './addresses.js'
import { AF_BRIDGE, RTM_NEWADDR, RTM_NEWLINK, RTM_NEWNEIGH, RTM_NEWROUTE, RTM_NEWRULE } from './constants.js'
import { readLink, type LinkMessage } from './links.js'
import type { Message } from './message.js'
import type { NameTables } from './name-tables.js'
import { readFdbEntry, readNeighbour } from './neighbours.js'
import { readRoutes } from './routes.js'
import { readRule } from './rules.js'

/** `messages` are those of all dumps, that of the links first. */
export function readNamespace(
  name: string,
  namespaceIds: ReadonlyMap<number, string | null>,
  messages: Iterable<Message>,
  names: NameTables,
): ReadNamespace {
  const found = new Map<number, LinkMessage>()
  // As ip calls a link that went away between two dumps.
  const linkName = (index: number): string => found.get(index)?.link.name ?? `if${index}`
  const space: ReadNamespace = { name, namespaceIds, links: [], routes: [], rules: [], neighbours: [], fdb: [] }
  // They come in one list, of which ip shows IPv4 first.
  const rules6: Rule[] = []
  for (const message of messages) {
    switch (message.type) {
      case RTM_NEWLINK: {
        const link = readLink(message, name)
        found.set(link.index, link)
        break
      }
      case RTM_NEWADDR: {
        const read = readAddress(message, names)
        if (read !== null) found.get(read.linkIndex)?.link.addresses.push(read.address)
        break
      }
      case RTM_NEWROUTE:
        space.routes.push(...readRoutes(message, names, linkName))
        break
      case RTM_NEWRULE: {
        const rule = readRule(message, names)
        if (rule !== null) (rule.family === 'inet' ? space.rules : rules6).push(rule)
        break
      }
      case RTM_NEWNEIGH: {
        if (message.view.getUint8(message.start) === AF_BRIDGE) {
          space.fdb.push(readFdbEntry(message, linkName))
          break
        }
        const neighbour = readNeighbour(message, linkName)
        if (neighbour !== null) space.neighbours.push(neighbour)
      }
    }
  }
  for (const { link, masterIndex } of found.values()) {
    if (masterIndex !== null) link.master = linkName(masterIndex)
    space.links.push(link)
  }
  space.rules.push(...rules6)
  return space
}
