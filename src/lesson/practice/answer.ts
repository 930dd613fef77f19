import { findNamespace, type Cause, type Explanation, type NetworkState } from '../../network/index.js'
import { LessonError } from '../toolkit/context.js'
import type { Catalogue } from '../toolkit/text/en.js'
import type { Answer } from './fault.js'
import type { Proven } from './prove.js'

/** Pure: what somebody means by a diagnosis, and how right it is. */

/** `wrong`: neither; a right cause somewhere else is none. */
export type Verdict = 'right' | 'right-place' | 'wrong'

/**
 * `Link down`, `link_down` → `link-down`.
 *
 * @throws LessonError naming those that a level has
 */
export function readCause(text: unknown, known: readonly Cause[], { found }: Catalogue['practice']): Cause {
  const words = String(text)
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, '-')
  const cause = known.find((each) => each === words)
  if (cause !== undefined) return cause
  throw new LessonError(found.noCause(JSON.stringify(text), known.join(', ')))
}

/**
 * `ns1.veth1`, `ns1`, `veth1 in ns1`, or `veth1` where only one link has that name.
 *
 * @throws LessonError naming what there is
 */
export function readPlace(text: unknown, state: NetworkState, { found }: Catalogue['practice']): string {
  const said = String(text).trim()
  const [, inLink, inSpace] = /^(\S+) in (?:the )?(\S+)(?: namespace)?$/.exec(said) ?? []
  const words = inLink === undefined ? said : `${inSpace ?? ''}.${inLink}`
  const [name = '', ...rest] = words.split('.')
  const link = rest.join('.')
  const space = findNamespace(state, name)
  if (space !== undefined) {
    if (link === '' || space.links.some((each) => each.name === link)) return words
    const there = space.links.map((each) => `${name}.${each.name}`)
    throw new LessonError(found.noLink(link, name, there))
  }
  const homes = state.namespaces.filter(({ links }) => links.some((each) => each.name === words))
  if (homes.length === 1) return `${homes[0]?.name ?? ''}.${words}`
  if (homes.length > 1) {
    const places = homes.map((each) => `${each.name}.${words}`)
    throw new LessonError(found.severalLinks(words, places))
  }
  const spaces = state.namespaces.map((each) => each.name)
  throw new LessonError(found.noPlace(JSON.stringify(text), spaces))
}

/** Right answers to a fault: its own, and what lab.explain says of it. */
export function answersTo({ fault, explanation }: Proven): readonly Answer[] {
  if (explanation.cause === 'ok' || explanation.cause === 'unknown') return fault.answers
  return [...fault.answers, { cause: explanation.cause, at: placeText(explanation.at) }]
}

/** The fault that is best met by a diagnosis, and how well; of none the first. */
export function judge(
  said: Answer,
  faults: readonly Proven[],
  state: NetworkState,
): { verdict: Verdict; fault: Proven | undefined } {
  const isPlace = (at: string): boolean => isOnePlace(at, said.at, state)
  const right = faults.find((each) => answersTo(each).some(({ cause, at }) => cause === said.cause && isPlace(at)))
  if (right !== undefined) return { verdict: 'right', fault: right }
  const placed = faults.find((each) => answersTo(each).some(({ at }) => isPlace(at)))
  return { verdict: placed === undefined ? 'wrong' : 'right-place', fault: placed }
}

/**
 * Whether a place that was said is the one that is meant. Of a whole namespace each of its links is a part; and a namespace
 * with one link beside lo stands for that.
 */
function isOnePlace(meant: string, said: string, state: NetworkState): boolean {
  if (meant === said) return true
  const [meantSpace = '', ...meantLink] = meant.split('.')
  const [saidSpace = '', ...saidLink] = said.split('.')
  if (meantSpace !== saidSpace) return false
  if (meantLink.length === 0) return true
  const links = findNamespace(state, saidSpace)?.links.filter(({ kind }) => kind !== 'loopback') ?? []
  return saidLink.length === 0 && links.length === 1
}

export function placeText({ namespace, link }: Explanation['at']): string {
  return link === undefined ? namespace : `${namespace}.${link}`
}
