import type { Link, NetworkNamespace } from '../../../../network/index.js'
import type { Finding, Look } from '../look.js'

/** What all goals ask first: is the place there of which they speak. */

/** `'ns1'`, `'root'`, `'node1/ns1'`, or a node's name for its root namespace. The state has full names. */
export function spaceNamed({ state }: Pick<Look, 'state'>, name: string): NetworkNamespace | undefined {
  const called = (wanted: string): NetworkNamespace | undefined => state.namespaces.find((each) => each.name === wanted)
  return called(name) ?? called(`${name}/root`)
}

/** Every link of that name, wherever it is. */
export function linksNamed({ state }: Pick<Look, 'state'>, name: string): Link[] {
  return state.namespaces.flatMap(({ links }) => links.filter((link) => link.name === name))
}

export function failed(saw: string, wanted: string, ...hints: string[]): Finding {
  return { passed: false, saw, wanted, hints: () => hints }
}

export function passed(saw: string, wanted: string): Finding {
  return { passed: true, saw, wanted, hints: () => [] }
}

export function noSuchSpace({ state, words }: Look, name: string, wanted: string): Finding {
  const names = state.namespaces.map((space) => space.name).filter((each) => each !== 'root')
  return failed(words.saw.noSpace(name, names), wanted, words.hints.lookForSpaces, words.hints.addSpace(name))
}

/** The link that is meant, or what is to be said of its absence: it may be elsewhere. */
export function linkOr(look: Look, name: string, where: string, wanted: string): { link: Link } | { missing: Finding } {
  const { words } = look
  const space = spaceNamed(look, where)
  if (space === undefined) return { missing: noSuchSpace(look, where, wanted) }
  const link = space.links.find((each) => each.name === name)
  if (link !== undefined) return { link }
  const elsewhere = linksNamed(look, name)[0]
  if (elsewhere === undefined) {
    const there = space.links.map((each) => each.name)
    return {
      missing: failed(
        words.saw.noLink(name, where, there),
        wanted,
        words.hints.lookForLinks,
        words.hints.addLink(name),
      ),
    }
  }
  return {
    missing: failed(
      words.saw.elsewhere(name, elsewhere.namespace, where),
      wanted,
      words.hints.oneNamespace(name),
      words.hints.move(name, elsewhere.namespace, where),
    ),
  }
}
