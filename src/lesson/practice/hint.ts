import type { Catalogue } from '../toolkit/text/en.js'
import { bestAnswer, complaint } from './attempt.js'
import { unfound, type Challenge } from './challenge.js'

/** From vague to plain: what ping says, where to look, what is wrong there. Null where there is no further one. */
export function nextHint(challenge: Challenge, words: Catalogue): string | null {
  const [fault] = unfound(challenge)
  const { hints } = words.practice
  if (fault === undefined) return hints.known
  const { cause, at } = bestAnswer(fault)
  const { look, is } = words.causes[cause](at)
  const all = [symptom(fault.explanation.probe.output, words), look, is]
  const hint = all[challenge.hints] ?? null
  if (hint !== null) challenge.hints++
  return hint
}

/** What ping's own words mean. */
function symptom(output: string, { practice: { hints } }: Catalogue): string {
  const said = complaint(output)
  if (said === '') return hints.silence
  const means = /network is unreachable|net unreachable/i.test(said)
    ? hints.unreachableNetwork
    : /prohibited|filtered|not permitted/i.test(said)
      ? hints.prohibited
      : /exceeded/i.test(said)
        ? hints.expired
        : hints.unreachableHost
  return `${hints.said(said)} ${means}`
}
