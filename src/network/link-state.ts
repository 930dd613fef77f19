import type { LinkStateName } from './change.js'
import { peerOf } from './relations.js'
import type { Link, NetworkState } from './state.js'

/** What decides a link's state; a whole Link fits, and so does what a monitor's notice tells. */
export type LinkCondition = Pick<Link, 'up' | 'carrier' | 'operState'>

/**
 * The state of a link, the first that holds: absent; admin down (nobody brought it up, or somebody brought it down);
 * lower layer down (no carrier, and the reason is known: the other end is admin down, or the kernel says so); no carrier; up.
 *
 * What the kernel says is no guide to where the peer is: for a peer in the same namespace it says LOWERLAYERDOWN, for
 * one elsewhere mostly DOWN, but a link that was moved before it ever had carrier keeps LOWERLAYERDOWN. So the peer's
 * own state decides where it is known.
 */
export function linkState(link: LinkCondition | undefined, peer?: Pick<Link, 'up'>): LinkStateName {
  if (link === undefined) return 'absent'
  if (!link.up) return 'admin down'
  if (link.carrier) return 'up'
  if (peer?.up === false || link.operState === 'LOWERLAYERDOWN') return 'lower layer down'
  return 'no carrier'
}

/** The state of a link within a network, its peer looked up. */
export function linkStateIn(state: NetworkState, link: Link): LinkStateName {
  return linkState(link, peerOf(state, link))
}
