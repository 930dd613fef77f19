import { hostIn, networkOf, type Address, type Link } from '../../network/index.js'
import type { Fault } from './fault.js'
import { freeAddress } from './fitting.js'
import { addressesOf, holds, ipIn, linkWords, placeOf, type Family, type NetworkMap } from './map.js'
import type { Neighbourhood } from './paths.js'
import { routesKept } from './routes-kept.js'

/**
 * Two ends of a segment whose prefixes do not hold each other; undefined where they do, or one has no address. Who has the
 * address `wanted` has it rightly.
 */
export function subnetFault(
  map: NetworkMap,
  near: Neighbourhood,
  [one, other]: readonly [Link, Link],
  family: Family,
  wanted: string | null = null,
): Fault | undefined {
  const [mine, theirs] = [addressesOf(one, family), addressesOf(other, family)]
  if (mine.length === 0 || theirs.length === 0) return undefined
  if (mine.some((a) => theirs.some((b) => holds(a, b.address) && holds(b, a.address)))) return undefined
  const isWanted = wanted !== null && theirs.some(({ address }) => address === wanted)
  const odd = isWanted && !isHeldByOne(mine, theirs) ? one : oddOne(map, near, [one, other], family)
  const right = odd === one ? other : one
  return wrongSubnet(map, odd, right, family)
}

/** One of the two prefixes holds an address of the other, and is so the wider: which one is odd shows by that. */
function isHeldByOne(mine: readonly Address[], theirs: readonly Address[]): boolean {
  return (
    mine.some((a) => theirs.some((b) => holds(a, b.address))) !==
    theirs.some((b) => mine.some((a) => holds(b, a.address)))
  )
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

/**
 * The link whose prefix is odd, against one that is right; `asked` is an address that it should have, `blamed` the one of its
 * addresses that is odd.
 */
export function wrongSubnet(
  map: NetworkMap,
  odd: Link,
  right: Link,
  family: Family,
  asked: string | null = null,
  blamed?: Address,
): Fault {
  const address = blamed ?? addressesOf(odd, family)[0]
  const [model] = addressesOf(right, family)
  const words = (each: Address | undefined) => (each === undefined ? '' : `${each.address}/${each.prefixLength}`)
  const ip = ipIn(odd.namespace)
  const fits = addressesOf(odd, family).some(
    (each) => each !== address && model !== undefined && holds(each, model.address),
  )
  const target =
    address !== undefined && model !== undefined ? inSubnetOf(map, address, right, model, asked) : undefined
  return {
    cause: 'wrong-subnet',
    at: placeOf(odd),
    evidence: [
      `${linkWords(odd)} has ${words(address)}, and ${linkWords(right)} has ${words(model)}: the prefix of one does not hold the other`,
    ],
    remedies:
      blamed !== undefined && fits
        ? [
            withoutAddress(
              odd,
              blamed,
              `${odd.name} has an address beside it that is in the subnet of ${linkWords(right)}`,
            ),
          ]
        : target === undefined || address === undefined
          ? []
          : [
              {
                command: `${ip} addr del ${words(address)} dev ${odd.name}\n${ip} addr add ${target} dev ${odd.name}${[family === 'inet6' ? ' nodad' : '', ...(model === undefined ? [] : routesKept(map, odd, model))].join('\n')}`,
                why: `it is then in the subnet of ${linkWords(right)}`,
              },
            ],
  }
}

function withoutAddress(
  { namespace, name }: Link,
  { address, prefixLength }: Address,
  why: string,
): Fault['remedies'][number] {
  return { command: `${ipIn(namespace)} addr del ${address}/${prefixLength} dev ${name}`, why }
}

/**
 * An address of the other's subnet: its own, where only its length is wrong; one that is asked for, or that routes lead to, and
 * nobody has; else the same host there, or a free one.
 */
function inSubnetOf(
  map: NetworkMap,
  own: Address,
  right: Link,
  model: Address,
  asked: string | null,
): string | undefined {
  const isFree = (address: string): boolean => holds(model, address) && map.owners(address).length === 0
  const routed = map.namespaces.flatMap(({ routes }) => routes.flatMap(({ via }) => (via === null ? [] : [via])))
  const network = networkOf(model.address, model.prefixLength).split('/')[0]
  const same = hostIn(own.address, model.address, model.prefixLength)
  const address = holds(model, own.address)
    ? own.address
    : ([asked, ...routed].find((each) => each !== null && isFree(each)) ??
      (isFree(same) && same !== network ? same : freeAddress(map, right, model.family)))
  return address === '' ? undefined : `${address}/${model.prefixLength}`
}

/** Who is on the segment and has this link's address in its prefix: the model for a prefix that is odd. */
export function companion(near: Neighbourhood, link: Link, family: Family): Link | undefined {
  return near
    .segment(link)
    .filter(({ cost }) => cost === 0)
    .map(({ to }) => to)
    .find((to) =>
      addressesOf(to, family).some((each) => addressesOf(link, family).some((own) => holds(each, own.address))),
    )
}

/** An address of a subnet that is elsewhere, beside one of those who are on the segment: undefined where it is no such. */
export function strayAddress(
  map: NetworkMap,
  near: Neighbourhood,
  link: Link,
  stray: Address,
  family: Family,
): Fault | undefined {
  const here = near.segment(link, family).filter(({ cost, to }) => cost === 0 && to.namespace !== link.namespace)
  const isShared = here.some(({ to }) => addressesOf(to, family).some((each) => holds(stray, each.address)))
  const others = addressesOf(link, family).filter((each) => each !== stray)
  const friend = here.find(({ to }) =>
    addressesOf(to, family).some((each) => others.some((own) => holds(own, each.address) && holds(each, own.address))),
  )
  if (isShared) return undefined
  if (friend !== undefined) return wrongSubnet(map, link, friend.to, family, null, stray)
  const { routes } = map.space(link.namespace)
  const gateway = routes.find(({ via }) => via !== null && others.some((own) => holds(own, via)))?.via
  if (gateway == null) return undefined
  const words = `${stray.address}/${stray.prefixLength}`
  return {
    cause: 'wrong-subnet',
    at: placeOf(link),
    evidence: [
      `${linkWords(link)} has ${words}, a subnet that is on another segment, beside the address from which it reaches its gateway ${gateway}`,
    ],
    remedies: [withoutAddress(link, stray, 'what is for that subnet then goes to the gateway')],
  }
}
