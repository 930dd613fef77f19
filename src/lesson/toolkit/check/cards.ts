import { mime, type CheckData, type MimeBundle } from '../../../display/index.js'
import type { Change } from '../../../network/index.js'
import { cardBundle, type Card } from '../card.js'
import type { Catalogue } from '../text/en.js'
import type { Goal } from './goals.js'
import type { Finding } from './look.js'

/** A check that was asked for. */
export function checkBundle(goal: Goal, finding: Finding, hints: readonly string[], words: Catalogue): MimeBundle {
  const { check } = words
  const { passed, saw, wanted } = finding
  const [hint] = hints
  const lines = passed
    ? [check.saw(saw)]
    : [
        ...[check.saw(saw), check.wanted(wanted)],
        ...(hint === undefined ? [] : [check.hint(hint)]),
        ...(hints.length > 1 ? [check.moreHints] : []),
      ]
  const title = passed ? check.reached(goal.name) : check.notYet(goal.name)
  return withData({ mood: passed ? 'right' : 'open', title, lines }, goal, finding, hint ?? null)
}

/** A goal that is set for the reader. */
export function taskBundle(goal: Goal, finding: Finding, words: Catalogue): MimeBundle {
  const { check } = words
  if (finding.passed) return checkBundle(goal, finding, [], words)
  const lines = [check.howToTask, check.askHint]
  return withData({ mood: 'ask', title: check.task(goal.name), lines }, goal, finding, null)
}

/** What happened since a goal was looked at before. */
export interface Since {
  changes: readonly Change[]
  commands: readonly string[]
}

/** A goal that was just reached, or is no longer so, and by what: where nothing of the state has changed, what was run. */
export function newsBundle(goal: Goal, finding: Finding, since: Since, words: Catalogue): MimeBundle {
  const { check } = words
  const { passed, saw } = finding
  const shown = since.changes.slice(0, 3).map((change) => words.changes.change(change))
  const ran = since.commands.flatMap((lines) => lines.split('\n')).filter((line) => !/^\s*(?:#|$)/.test(line))
  const why = shown.length > 0 ? [check.since(shown)] : ran.length > 0 ? [check.ran(ran.slice(-3).join('; '))] : []
  const lines = [check.saw(saw), ...(passed ? [] : why)]
  const title = passed ? check.justReached(goal.name) : check.brokenAgain(goal.name)
  return withData({ mood: passed ? 'right' : 'wrong', title, lines }, goal, finding, null)
}

function withData(card: Card, { name, solution }: Goal, finding: Finding, hint: string | null): MimeBundle {
  const { passed, saw, wanted } = finding
  const data: CheckData = { goal: name, passed, saw, wanted, hint, solution }
  return cardBundle(card, { [mime.check]: data })
}
