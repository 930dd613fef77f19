import { isUnattended } from '../context.js'
import { updateProgress } from '../progress/progress.js'
import type { Catalogue } from '../text/en.js'
import type { Goal, Standing } from './goals.js'

/** Notes how a goal stands now: with the goal, in the lab's log, and in the lesson's progress where that is news. */
export function settle(goal: Goal, standing: Standing, words: Catalogue): void {
  const { passed, saw, wanted } = standing.finding
  const isNews = goal.standing?.finding.passed !== passed || goal.standing.machine !== standing.machine
  goal.standing = standing
  if (!isNews) return
  goal.lab.emit(
    passed ? { kind: 'check-passed', check: goal.name, saw } : { kind: 'check-failed', check: goal.name, saw, wanted },
  )
  updateProgress(words, ({ checks }) => {
    const former = checks[goal.name]
    // A run without a person begins from the start and takes nothing back.
    if (isUnattended() && former?.passed === true) return
    checks[goal.name] = {
      ...{ hints: 0, ...former, passed },
      ...(passed && { reachedAt: former?.reachedAt ?? new Date().toISOString() }),
    }
  })
}
