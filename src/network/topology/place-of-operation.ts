import type { Operation } from './operation.js'
import { shellCommand } from './shell-command.js'
import { spaceOf } from './places.js'
import type { WantedNetwork } from './wanted.js'

/** Where in the topology an operation comes from; null where it takes away what is not in it. */
export function placeOfOperation(wanted: WantedNetwork, operation: Operation): string | null {
  const at = 'at' in operation ? operation.at : operation
  const space = wanted.spaces.get(spaceOf(at))
  if (space === undefined) return null
  const link = 'at' in operation ? space.links.get(operation.at.link) : undefined
  if (operation.do === 'add-address' && link !== undefined) {
    return link.addresses.find(({ text }) => text === operation.address)?.place ?? link.place
  }
  if (operation.do === 'add-route') return `${space.place}.routes[${space.routes.indexOf(operation.route)}]`
  if (operation.do === 'add-rule') return `${space.place}.rules[${space.rules.indexOf(operation.rule)}]`
  if (operation.do === 'set-sysctl') return `${space.place}.sysctls['${operation.key}']`
  if (operation.do === 'load-nftables') return `${space.place}.nftables`
  return link?.place ?? space.place
}

/** An operation on one line, as one would type it. */
export function describeOperation(operation: Operation): string {
  if (operation.do === 'load-nftables') return `nft -f (in ${operation.namespace})`
  return shellCommand(operation).replaceAll(/\s+/g, ' ')
}
