import { linkStateIn, peerOf, portsOf } from '../../../../network/index.js'
import type { Finding, Look } from '../look.js'
import type { Predicate } from '../predicate.js'
import { failed, linkOr, linksNamed, noSuchSpace, passed, spaceNamed } from './places.js'

/** Goals about links and namespaces themselves. */

export function findUp(look: Look, { link: name, in: where }: Extract<Predicate, { is: 'up' }>): Finding {
  const { words, state } = look
  const wanted = words.wanted.up(name, where)
  const found = linkOr(look, name, where, wanted)
  if ('missing' in found) return found.missing
  const { link } = found
  const peer = peerOf(state, link)
  const condition = linkStateIn(state, link)
  const saw = words.saw.linkState(name, where, condition)
  if (condition === 'up') return passed(saw, wanted)
  if (condition === 'admin down') return failed(saw, wanted, words.hints.switchedOff, words.hints.switchOn(name, where))
  if (peer !== undefined && !peer.up) {
    const other = words.saw.otherEndDown(name, where, peer.name, peer.namespace)
    return failed(other, wanted, words.hints.twoEnds, words.hints.switchOn(peer.name, peer.namespace))
  }
  if (link.kind === 'bridge') {
    const ports = portsOf(state, link).map((port) => port.name)
    return failed(words.saw.bridgeWithoutCarrier(name, ports), wanted, words.hints.carrierOfBridge(name))
  }
  return failed(saw, wanted, words.hints.twoEnds)
}

export function findThere(look: Look, { name, in: where }: { name: string; in?: string }): Finding {
  const { words } = look
  if (where === undefined) {
    const wanted = words.wanted.space(name)
    return spaceNamed(look, name) === undefined
      ? noSuchSpace(look, name, wanted)
      : passed(words.saw.space(name), wanted)
  }
  const wanted = words.wanted.link(name, where)
  const found = linkOr(look, name, where, wanted)
  return 'missing' in found ? found.missing : passed(words.saw.link(name, where), wanted)
}

export function findAbsent(look: Look, { name, in: where }: { name: string; in?: string }): Finding {
  const { words } = look
  if (where === undefined) {
    const wanted = words.wanted.noSpace(name)
    if (spaceNamed(look, name) === undefined) return passed(words.saw.gone(name), wanted)
    return failed(words.saw.space(name), wanted, words.hints.deleteSpace)
  }
  const wanted = words.wanted.noLink(name, where)
  const link = spaceNamed(look, where)?.links.find((each) => each.name === name)
  if (link === undefined) {
    const others = linksNamed(look, name).map(({ namespace }) => namespace)
    return passed(words.saw.notHere(name, where, others), wanted)
  }
  return failed(words.saw.link(name, where), wanted, words.hints.whereLinksAre, words.hints.deleteLink(where))
}
