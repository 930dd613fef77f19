import { isIP } from 'node:net'
import type { Explanation, PingResult } from '../../../../network/index.js'
import { NotInTime, type Finding, type Look } from '../look.js'
import type { Predicate } from '../predicate.js'
import { failed, noSuchSpace, passed, spaceNamed } from './places.js'

/** Goals about packets that arrive or do not. */

export async function findReaching(look: Look, goal: Extract<Predicate, { is: 'reaching' }>): Promise<Finding> {
  const { words } = look
  const { from, to, port } = goal
  const wanted = words.wanted.reaching(from, to, port)
  const missing = [from, ...(isIP(to) === 0 ? [to] : [])].find((name) => spaceNamed(look, name) === undefined)
  if (missing !== undefined) return noSuchSpace(look, missing, wanted)
  if (port !== undefined) {
    if (look.isHasty) throw new NotInTime()
    const explanation = await look.explain(from, to, { protocol: 'tcp', port })
    if (explanation.reachable) return passed(words.saw.portOpen(explanation.probe.to, port), wanted)
    return failed(words.saw.portShut(to, port), wanted, ...hintsOf(look, explanation))
  }
  const isAddressed = isIP(to) !== 0 || hasAddress(look, to)
  const reply = isAddressed ? await look.ping(from, to) : undefined
  if (reply !== undefined && reply.stats.received > 0) {
    return passed(words.saw.answered(reply.to, reply.replies[0]?.rttMs ?? 0), wanted)
  }
  const saw = reply === undefined ? words.saw.hasAddress(undefined, to, []) : unanswered(look, reply)
  if (look.isHasty) return failed(saw, wanted)
  const explanation = await look.explain(from, to)
  // The first packet may come too early: a new IPv6 address is tried for a second or two.
  if (explanation.reachable) return passed(words.saw.answeredLater(explanation.probe.to), wanted)
  return failed(saw, wanted, ...hintsOf(look, explanation))
}

export async function findIsolated(
  look: Look,
  { one, other }: Extract<Predicate, { is: 'isolated' }>,
): Promise<Finding> {
  const { words } = look
  const wanted = words.wanted.isolated(one, other)
  const missing = [one, other].find((name) => spaceNamed(look, name) === undefined)
  if (missing !== undefined) return noSuchSpace(look, missing, wanted)
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    if (!hasAddress(look, to)) continue
    const reply = await look.ping(from, to)
    if (reply.stats.received === 0) continue
    const saw = words.saw.reached(from, to, reply.to)
    if (look.isHasty) return failed(saw, wanted)
    const hints = async (): Promise<string[]> => {
      const { hops } = await look.explain(from, to)
      const way = hops
        .filter(({ direction }) => direction === 'forward')
        .flatMap((hop) =>
          [hop.in, hop.out].flatMap((link) => (link === null ? [] : [words.place(link, hop.namespace)])),
        )
      return [words.hints.someWay, ...(way.length === 0 ? [] : [words.hints.thisWay(way)])]
    }
    return { passed: false, saw, wanted, hints }
  }
  return passed(words.saw.isolated(one, other), wanted)
}

/** By the cause that explain finds: first where to look, then what is wrong there. */
function hintsOf({ words }: Look, { cause, at, remedy }: Explanation): string[] {
  const place = at.link === undefined ? words.space(at.namespace) : words.place(at.link, at.namespace)
  const { look, is } = words.causes[cause](place)
  const command = remedy[0]?.command.split(/[\s;]+/).filter((word) => !/^(?:sudo|-\S*)$/.test(word))
  const [program, ...rest] = command ?? []
  // The kind of command, and not yet the command: that is for the reader to write.
  const tool =
    program === 'ip' || program === 'bridge'
      ? `${program} ${rest.find((word) => objects.test(word)) ?? ''}`.trim()
      : program
  return [look, is, ...(tool === undefined ? [] : [words.hints.tool(tool)])]
}

const objects = /^(?:link|addr|address|route|neigh|neighbour|rule|fdb|vlan|netns)$/

function hasAddress(look: Look, name: string): boolean {
  return (
    spaceNamed(look, name)?.links.some(({ addresses }) => addresses.some(({ scope }) => scope === 'global')) === true
  )
}

function unanswered({ words, timeoutMs }: Look, { to, errors }: PingResult): string {
  const [error] = errors
  return error === undefined ? words.saw.silent(to, timeoutMs) : words.saw.refused(to, error.reason, error.from)
}
