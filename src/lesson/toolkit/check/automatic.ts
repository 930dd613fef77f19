import { currentSink, notebookSession, type DisplaySink } from '../../../display/index.js'
import { latestCell } from '../../../lab/index.js'
import { diff, notableChanges } from '../../../network/index.js'
import { isSecret } from '../../practice/challenge.js'
import type { Catalogue } from '../text/en.js'
import { catalogue } from '../text/language.js'
import { newsBundle } from './cards.js'
import { examine, hasty } from './examine.js'
import { currentGoals, type Goal, type Standing } from './goals.js'
import { NotInTime } from './look.js'
import { settle } from './settle.js'
import { occasion } from './test.js'

let isWatching = false

/** From now on the goals of the section are looked at after every cell. */
export function watchGoals(): void {
  if (isWatching) return
  isWatching = true
  notebookSession().hooks.push({ afterCell: lookAtAll })
}

/** What only reads the state is looked at at once; what sends packets after a change, while the reader reads on. */
async function lookAtAll(): Promise<void> {
  const cell = latestCell()?.number
  const goals = currentGoals().filter(
    ({ askedIn, lab }) => (askedIn === undefined || askedIn !== cell) && !isSecret(lab),
  )
  if (goals.length === 0) return
  const words = await catalogue()
  const sink = currentSink()
  for (const goal of goals.filter(({ test }) => occasion(test) === 'after every cell')) {
    tell(goal, await examine(goal, words, hasty), words, sink)
  }
  for (const goal of goals.filter(({ test }) => occasion(test) === 'in the background')) {
    void lookBehind(goal, words, sink, cell)
  }
}

async function lookBehind(goal: Goal, words: Catalogue, sink: DisplaySink, cell: number | undefined): Promise<void> {
  const former = goal.standing
  try {
    if (former !== undefined && former.machine === goal.lab.machine()) {
      const changes = diff(former.state, await goal.lab.state())
      if (notableChanges(changes).length === 0) return
    }
    const standing = await examine(goal, words, hasty)
    // What another cell is doing meanwhile is looked at after that one.
    if (latestCell()?.number === cell && goal.standing === former) tell(goal, standing, words, sink)
  } catch (error) {
    // It would take too long, or the lab went meanwhile.
    if (!(error instanceof NotInTime || goal.lab.isGone)) throw error
  }
}

/** Announces a goal that was just reached, and one that is no longer so. */
function tell(goal: Goal, standing: Standing, words: Catalogue, sink: DisplaySink): void {
  const former = goal.standing
  settle(goal, standing, words)
  const wasOnThisMachine = former !== undefined && former.machine === standing.machine
  const { finding } = standing
  if (former?.finding.passed === finding.passed) return
  // A machine as new has reached nothing, which is no news.
  if (!finding.passed && !wasOnThisMachine) return
  const changes = wasOnThisMachine ? notableChanges(diff(former.state, standing.state)) : []
  sink.display(newsBundle(goal, finding, changes, words))
}
