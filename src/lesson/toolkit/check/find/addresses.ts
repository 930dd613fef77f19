import type { Address, Link } from '../../../../network/index.js'
import type { Finding, Look } from '../look.js'
import type { Predicate } from '../predicate.js'
import { failed, linkOr, noSuchSpace, passed, spaceNamed } from './places.js'

/** A goal about an address, and the ways in which it lands at the wrong place. */
export function findAddress(look: Look, goal: Extract<Predicate, { is: 'addressed' }>): Finding {
  const { words, state } = look
  const { address, on, in: where } = goal
  const wanted = words.wanted.address(address, on, where)
  const candidates = linksOf(look, goal, wanted)
  if ('missing' in candidates) return candidates.missing
  const { links } = candidates
  const [bare = ''] = address.split('/')

  const held = holders(links, (each) => fits(each, address))[0]
  if (held !== undefined) return passed(words.saw.hasAddress(held.link.name, where, [full(held.address)]), wanted)

  const otherPrefix = holders(links, (each) => each.address === bare)[0]
  if (otherPrefix !== undefined) {
    const { link } = otherPrefix
    const seen = full(otherPrefix.address)
    const saw = words.saw.hasAddress(link.name, where, [seen])
    return failed(saw, wanted, words.hints.prefix, words.hints.wrongPrefix(seen, address))
  }
  const everywhere = state.namespaces.flatMap((space) => space.links)
  const misplaced = holders(everywhere, (each) => each.address === bare)[0]
  if (misplaced !== undefined) {
    const { link } = misplaced
    const saw = words.saw.hasAddress(link.name, link.namespace, [full(misplaced.address)])
    return failed(saw, wanted, words.hints.elsewhere, words.hints.addressElsewhere(address, link.name, link.namespace))
  }
  const seen = links.flatMap((link) => link.addresses.filter(({ scope }) => scope !== 'link').map(full))
  const saw = words.saw.hasAddress(on, where, seen)
  const lostByMove = movedAway(look, address, on)
  if (lostByMove) return failed(saw, wanted, words.hints.wasThere(address), words.hints.lostByMove(address))
  return failed(saw, wanted, words.hints.lookForAddresses(where), words.hints.addAddress(address))
}

function linksOf(
  look: Look,
  { on, in: where }: Extract<Predicate, { is: 'addressed' }>,
  wanted: string,
): { links: Link[] } | { missing: Finding } {
  if (on !== undefined) {
    const found = linkOr(look, on, where, wanted)
    return 'missing' in found ? found : { links: [found.link] }
  }
  const space = spaceNamed(look, where)
  return space === undefined ? { missing: noSuchSpace(look, where, wanted) } : { links: space.links }
}

function holders(links: readonly Link[], isMeant: (address: Address) => boolean): { link: Link; address: Address }[] {
  return links.flatMap((link) => link.addresses.filter(isMeant).map((address) => ({ link, address })))
}

/** With a prefix length that counts, too. */
function fits(held: Address, wanted: string): boolean {
  return wanted.includes('/') ? full(held) === wanted : held.address === wanted
}

function full({ address, prefixLength }: Address): string {
  return `${address}/${prefixLength}`
}

/** Whether a link had the address and lost it when it was moved: nothing else became of that link since. */
function movedAway({ events }: Look, address: string, on: string | undefined): boolean {
  const [bare] = address.split('/')
  const isMeant = (link: string): boolean => on === undefined || link === on
  const fates = events.flatMap((event) => {
    if (event.kind === 'link-changed') {
      return isMeant(event.link) && ['added', 'removed'].includes(event.change) ? [false] : []
    }
    if (event.kind !== 'network-changed') return []
    return event.changes.flatMap((change) =>
      change.kind === 'link-moved' && isMeant(change.link)
        ? [change.lostAddresses.some((lost) => lost.split('/')[0] === bare)]
        : [],
    )
  })
  return fates.at(-1) === true
}
