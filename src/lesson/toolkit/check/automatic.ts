import { setTimeout } from 'node:timers/promises'
import { currentSink, notebookSession, type DisplaySink } from '../../../display/index.js'
import { latestCell } from '../../../lab/index.js'
import { diff, notableChanges, type NetworkState } from '../../../network/index.js'
import { isSecret } from '../../practice/challenge.js'
import type { Catalogue } from '../text/en.js'
import { catalogue } from '../text/language.js'
import { newsBundle } from './cards.js'
import { commandsIn, examine, hasty } from './examine.js'
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

/**
 * What only reads the state is looked at at once; what sends packets while the reader reads on, after a change of the state, or
 * after a command that may have changed what is in no state: a rule of a firewall, a setting of the kernel, a program.
 */
async function lookAtAll(): Promise<void> {
  const cell = latestCell()?.number
  const goals = currentGoals().filter(
    ({ askedIn, lab }) => (askedIn === undefined || askedIn !== cell) && !isSecret(lab),
  )
  if (goals.length === 0) return
  const words = await catalogue()
  const sink = currentSink()
  for (const lab of new Set(goals.map((goal) => goal.lab))) {
    const state = await lab.state()
    for (const goal of goals.filter((each) => each.lab === lab)) {
      const when = occasion(goal.test)
      if (when === 'after every cell') tell(goal, await examine(goal, words, hasty, state), words, sink)
      if (when !== 'in the background') continue
      if (hasChanged(goal, state)) void lookBehind(goal, words, sink, cell)
      else if (hasRun(goal)) void lookBehind(goal, words, sink, cell, pauseMs)
    }
  }
}

function hasChanged({ standing, lab }: Goal, state: NetworkState): boolean {
  if (standing === undefined || standing.machine !== lab.machine()) return true
  return notableChanges(diff(standing.state, state)).length > 0
}

function hasRun({ standing, lab }: Goal): boolean {
  return standing?.commands !== commandsIn(lab).length
}

/**
 * A ping of 7 ms is cheaper than to read all that decides about packets (80 ms for six namespaces), but leaves traces in a
 * capture: where cells follow each other, as in a run of the whole notebook, it is not sent.
 */
const pauseMs = 60

/**
 * The kernel takes a moment to set a link going whose other end has just come up, and asks once a second who has an address:
 * a silence is listened to once more before it is believed.
 */
const secondLookMs = 1100

async function lookBehind(
  goal: Goal,
  words: Catalogue,
  sink: DisplaySink,
  cell: number | undefined,
  afterMs = 0,
): Promise<void> {
  const former = goal.standing
  // What another cell is doing meanwhile is looked at after that one.
  const isOver = (): boolean => latestCell()?.number !== cell || goal.standing !== former
  try {
    if (afterMs > 0) await setTimeout(afterMs, undefined, { ref: false })
    if (isOver()) return
    let standing = await examine(goal, words, hasty)
    if (standing.restsOnSilence) {
      await setTimeout(secondLookMs, undefined, { ref: false })
      if (isOver()) return
      standing = await examine(goal, words, hasty)
    }
    if (!isOver()) tell(goal, standing, words, sink)
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
  const commands = wasOnThisMachine ? commandsIn(goal.lab).slice(former.commands) : []
  sink.display(newsBundle(goal, finding, { changes, commands }, words))
}
