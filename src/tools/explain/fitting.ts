import type { Address, Link } from '../../network/index.js'
import { addressesOf, holds, type Family, type NetworkMap } from './map.js'
import type { Neighbourhood } from './paths.js'
import { isRouter } from './routers.js'

/**
 * An address for a link that has none, as `10.0.0.1/24`: the one that routes of its segment lead to and nobody owns; else a
 * free one of a neighbour's subnet, the nearest first; else one that would be beside the destination. Undefined where nothing
 * tells of any.
 */
export function fittingAddress(
  map: NetworkMap,
  near: Neighbourhood,
  link: Link,
  family: Family,
  destination: string | null,
): string | undefined {
  const neighbours = [...near.segment(link)].sort((one, other) => one.cost - other.cost).map(({ to }) => to)
  const present = neighbours.flatMap((to) => addressesOf(to, family))
  const asked = beside(map, family, destination)
  // What nobody owns and no router leads to was to be here.
  const isHere =
    destination !== null &&
    map.owners(destination).length === 0 &&
    !neighbours.some(({ namespace }) => isRouter(map, namespace, family))
  const models = isHere ? [...asked, ...present] : [...present, ...asked]
  const [model] = models
  if (model === undefined) return undefined
  const gateway = neighbours
    .flatMap(({ namespace }) => map.space(namespace).routes)
    .map(({ via }) => via)
    .find((via) => via !== null && isOf(family, via) && map.owners(via).length === 0)
  if (gateway !== undefined && gateway !== null) {
    const bits = models.find((each) => holds(each, gateway))?.prefixLength ?? model.prefixLength
    return `${gateway}/${bits}`
  }
  const free = freeBeside(map, model, destination)
  return free === undefined ? undefined : `${free}/${model.prefixLength}`
}

/** An address of a link's subnet that nobody has. */
export function freeAddress(map: NetworkMap, link: Link, family: Family): string {
  const [model] = addressesOf(link, family)
  return (model === undefined ? undefined : freeBeside(map, model, null)) ?? ''
}

function freeBeside(map: NetworkMap, model: Address, taken: string | null): string | undefined {
  const isFree = (address: string): boolean =>
    address !== taken && address !== model.address && holds(model, address) && map.owners(address).length === 0
  if (model.family === 'inet6') return [model.address.replace(/[0-9a-f]*$/, 'f1')].find(isFree)
  const start = model.address.split('.').slice(0, 3).join('.')
  for (let last = 1; last < 255; last++) if (isFree(`${start}.${last}`)) return `${start}.${last}`
  return undefined
}

/** The destination as its owner has it, or in a subnet of the usual size. */
function beside(map: NetworkMap, family: Family, destination: string | null): Address[] {
  if (destination === null || !isOf(family, destination)) return []
  const owned = map
    .owners(destination)
    .flatMap(({ addresses }) => addresses.filter(({ address }) => address === destination))
  const prefixLength = family === 'inet' ? 24 : 64
  return [...owned, { family, address: destination, prefixLength, scope: 'global', flags: [] }]
}

function isOf(family: Family, address: string): boolean {
  return address.includes(':') === (family === 'inet6')
}
