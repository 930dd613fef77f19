import { peerOf, type FdbEntry, type Link } from '../../../../network/index.js'
import type { Finding, Look } from '../look.js'
import type { Predicate } from '../predicate.js'
import { failed, linkOr, passed, spaceNamed } from './places.js'

/** Goals about bridges: their ports, and what they have learned. */

export function findPort(look: Look, { link: name, bridge, in: where }: Extract<Predicate, { is: 'port' }>): Finding {
  const { words, state } = look
  const wanted = words.wanted.port(name, bridge)
  const there = bridgeOr(look, bridge, where, wanted)
  if ('missing' in there) return there.missing
  const space = spaceNamed(look, where)
  const link = space?.links.find((each) => each.name === name)
  const ends = link === undefined ? otherEnd(look, name, where) : undefined
  if (ends !== undefined) {
    // The end that was to stay has moved, and the other one is here.
    const saw = words.saw.wrongEnd(name, ends.moved.namespace, ends.here.name, where)
    return failed(saw, wanted, words.hints.portsAreHere(bridge), words.hints.wrongEnd(name, ends.here.name))
  }
  const found = linkOr(look, name, where, wanted)
  if ('missing' in found) return found.missing
  const { master } = found.link
  if (master === bridge) return passed(words.saw.port(name, bridge), wanted)
  if (master !== null) {
    return failed(
      words.saw.port(name, master),
      wanted,
      words.hints.otherBridge(name),
      words.hints.setMaster(name, bridge),
    )
  }
  const peer = peerOf(state, found.link)
  const saw = words.saw.noPort(name)
  if (peer?.master === bridge) {
    return failed(
      words.saw.peerIsPort(name, peer.name, bridge),
      wanted,
      words.hints.twoEnds,
      words.hints.setMaster(name, bridge),
    )
  }
  return failed(saw, wanted, words.hints.notPlugged(name, bridge), words.hints.setMaster(name, bridge))
}

export function findLearned(look: Look, goal: Extract<Predicate, { is: 'learned' }>): Finding {
  const { words } = look
  const { on, behind, in: where } = goal
  const wanted = words.wanted.learned(goal.mac, on, behind)
  const there = bridgeOr(look, on, where, wanted)
  if ('missing' in there) return there.missing
  const mac = macOf(look, goal.mac)
  if (mac === undefined) return failed(words.saw.noMac(goal.mac), wanted, words.hints.lookForLinks)
  const table = (spaceNamed(look, where)?.fdb ?? []).filter((entry) => isLearned(entry, on))
  const entry = table.find((each) => each.mac === mac)
  if (entry === undefined) {
    const seen = table.map(({ mac: each, link }) => words.saw.entry(each, link))
    return failed(
      words.saw.notLearned(goal.mac, on, seen),
      wanted,
      words.hints.learning,
      words.hints.sendSomething(goal.mac, on),
    )
  }
  const saw = words.saw.learned(goal.mac, on, entry.link)
  if (behind === undefined || entry.link === behind) return passed(saw, wanted)
  return failed(saw, wanted, words.hints.otherPort(entry.link, behind))
}

/** An entry that came of a frame: not the ports' own addresses, nor what somebody wrote there. */
function isLearned({ master, state }: FdbEntry, bridge: string): boolean {
  return master === bridge && state === ''
}

function macOf({ state }: Look, text: string): string | undefined {
  if (/^[\da-f]{2}(:[\da-f]{2}){5}$/i.test(text)) return text.toLowerCase()
  const dot = text.indexOf('.')
  const space = state.namespaces.find(({ name }) => name === text.slice(0, dot))
  return space?.links.find(({ name }) => name === text.slice(dot + 1))?.mac ?? undefined
}

function bridgeOr(look: Look, bridge: string, where: string, wanted: string): { bridge: Link } | { missing: Finding } {
  const found = linkOr(look, bridge, where, wanted)
  if ('missing' in found) return found
  if (found.link.kind === 'bridge') return { bridge: found.link }
  const { words } = look
  return {
    missing: failed(words.saw.noBridge(bridge), wanted, words.hints.bridgeIsALink, words.hints.addBridge(bridge)),
  }
}

/** The link is in another namespace, and its other end here where it was to be. */
function otherEnd({ state }: Look, name: string, where: string): { moved: Link; here: Link } | undefined {
  for (const link of state.namespaces.flatMap(({ links }) => links)) {
    if (link.name !== name || link.namespace === where) continue
    const peer = peerOf(state, link)
    if (peer?.namespace === where) return { moved: link, here: peer }
  }
  return undefined
}
