import type { Address, Link } from '../../network/index.js'
import type { Fault } from './fault.js'
import { addressesOf, holds, ipIn, linkWords, placeOf, type Family, type NetworkMap } from './map.js'
import type { Neighbourhood } from './paths.js'

/** Two ends of a segment whose prefixes do not hold each other; undefined where they do, or one has no address. */
export function subnetFault(
  map: NetworkMap,
  near: Neighbourhood,
  [one, other]: readonly [Link, Link],
  family: Family,
): Fault | undefined {
  const [mine, theirs] = [addressesOf(one, family), addressesOf(other, family)]
  if (mine.length === 0 || theirs.length === 0) return undefined
  if (mine.some((a) => theirs.some((b) => holds(a, b.address) && holds(b, a.address)))) return undefined
  const odd = oddOne(map, near, [one, other], family)
  const right = odd === one ? other : one
  return wrongSubnet(odd, right, family)
}

function oddOne(map: NetworkMap, near: Neighbourhood, [one, other]: readonly [Link, Link], family: Family): Link {
  const [mine, theirs] = [addressesOf(one, family), addressesOf(other, family)]
  const mineHolds = mine.some((a) => theirs.some((b) => holds(a, b.address)))
  const theirsHolds = theirs.some((b) => mine.some((a) => holds(b, a.address)))
  if (mineHolds !== theirsHolds) return mineHolds ? other : one
  // Neither holds the other: what do the rest of the segment and the routes of others say?
  const others = near
    .segment(one)
    .filter(({ cost, to }) => cost === 0 && to !== other)
    .flatMap(({ to }) => addressesOf(to, family))
  const votes = (addresses: readonly Address[]) =>
    others.filter((each) => addresses.some((address) => holds(address, each.address))).length +
    map.namespaces
      .flatMap(({ routes }) => routes)
      .filter(({ via }) => via !== null && addresses.some((address) => holds(address, via))).length
  return votes(theirs) >= votes(mine) && votes(theirs) > 0 ? one : other
}

/** The link whose prefix is odd, against one that is right. */
export function wrongSubnet(odd: Link, right: Link, family: Family): Fault {
  const [address] = addressesOf(odd, family)
  const [model] = addressesOf(right, family)
  const words = (each: Address | undefined) => (each === undefined ? '' : `${each.address}/${each.prefixLength}`)
  const ip = ipIn(odd.namespace)
  const target = address !== undefined && model !== undefined ? inSubnetOf(address, model) : undefined
  return {
    cause: 'wrong-subnet',
    at: placeOf(odd),
    evidence: [
      `${linkWords(odd)} has ${words(address)}, and ${linkWords(right)} has ${words(model)}: the prefix of one does not hold the other`,
    ],
    remedies:
      target === undefined || address === undefined
        ? []
        : [
            {
              command: `${ip} addr del ${words(address)} dev ${odd.name}\n${ip} addr add ${target} dev ${odd.name}${family === 'inet6' ? ' nodad' : ''}`,
              why: `it is then in the subnet of ${linkWords(right)}`,
            },
          ],
  }
}

/** The same host part in the other's subnet; the address stays where only its length is wrong. */
function inSubnetOf(address: Address, model: Address): string | undefined {
  if (holds(model, address.address)) return `${address.address}/${model.prefixLength}`
  if (address.family === 'inet6') return undefined
  const kept = Math.floor(model.prefixLength / 8)
  const parts = [...model.address.split('.').slice(0, kept), ...address.address.split('.').slice(kept)]
  const same = parts.join('.')
  if (same !== model.address) return `${same}/${model.prefixLength}`
  const last = Number(parts[3])
  return `${[...parts.slice(0, 3), String(last === 254 ? 253 : last + 1)].join('.')}/${model.prefixLength}`
}
