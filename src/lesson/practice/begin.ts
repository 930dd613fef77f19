import { bases } from '../faults/bases.js'
import { changeUnseen, runLines, stoppable, type Lab } from '../../lab/index.js'
import { FIRST_NODE, type NetworkSnapshot } from '../../network/index.js'
import { LessonError, lessonLab } from '../toolkit/context.js'
import { setChallenge, stillBroken, type Challenge } from './challenge.js'
import { chooseFaults, type Choice } from './choose.js'
import type { Level } from './fault.js'
import { isLevel, levels } from './levels.js'
import { answers, breaking, type Proven } from './prove.js'

/** Options of lesson.break. */
export interface BreakOptions {
  /**
   * How hard: 1 links and addresses, 2 also bridges, 3 also routes and routers, 4 also what those do not show (filters,
   * neighbours, queues, settings of the kernel) and what is gone (cables, rules of NAT, ends of tunnels), 5 two faults at once. 1 by default. A lab without a network gets one of the
   * level: a pair, a bridge, a router, or a chain of routers.
   */
  level?: Level
  /** A whole number: the same one breaks the same network in the same way. Chosen by chance where none is given. */
  seed?: number
}

/**
 * Breaks a network that works, so that one ping of it does not: proven on a copy first. The lab's log and pictures tell
 * nothing of it. It takes a second or a few, of which `tell` is told.
 *
 * @throws LessonError where an option is none, no ping works, or nothing fits
 */
export async function begin(
  lab: Lab,
  { level = 1, seed = Math.floor(Math.random() * 1_000_000) }: BreakOptions,
  tell: (words: string) => void,
): Promise<{ challenge: Challenge; wasBuilt: boolean }> {
  if (!isLevel(level)) throw new LessonError(`There is no level ${String(level)}. There are 1, 2, 3, 4 and 5.`)
  if (!Number.isSafeInteger(seed)) throw new LessonError(`A seed is a whole number, not ${String(seed)}.`)
  const quiet = lessonLab(lab)
  // The call may be run again: it begins with the network that works. What the learner has changed meanwhile may be in the way.
  const former = stillBroken(quiet)
  if (former.length > 0) await mendUnseen(lab, former)
  setChallenge(undefined)
  const prepared = await stoppable(async (signal) => {
    let snapshot: NetworkSnapshot = await lab.snapshot()
    const wasBuilt = isEmpty(snapshot)
    if (wasBuilt) {
      await runLines(lab, bases[levels[level].base] ?? '', { quiet: true })
      snapshot = await lab.snapshot()
    }
    tell('Trying on a copy of the network what can be broken and mended.')
    const choice = await chooseFaults(snapshot, { level, seed, signal }, (each) => putInto(lab, each, signal))
    return { choice, wasBuilt }
  })
  const { choice, wasBuilt } = prepared
  const first = 1 + quiet.events.filter(({ kind }) => kind === 'fault-injected').length
  const numbers = choice.faults.map((_, index) => first + index)
  for (const fault of numbers) quiet.emit({ kind: 'fault-injected', fault })
  const challenge: Challenge = {
    ...{ lab: quiet, machine: quiet.machine(), level, seed, choice, numbers },
    ...{ found: [], attempts: 0, hints: 0, gaveUp: false, repaired: null },
    ...{ startedAt: performance.now(), eventsBefore: quiet.events.length },
  }
  setChallenge(challenge)
  return { challenge, wasBuilt }
}

/** Takes faults back, where somebody may have taken back a part of them already. */
export async function mendUnseen(lab: Lab, faults: readonly Proven[]): Promise<void> {
  await changeUnseen(lab, `set +e\n${mending(faults)}\ntrue`)
}

/** Takes faults back, the last one first. */
function mending(faults: readonly Proven[]): string {
  return faults
    .map(({ fault }) => fault.mends)
    .reverse()
    .join('\n')
}

/** Nothing but what a fresh machine has. */
function isEmpty({ state: { namespaces } }: NetworkSnapshot): boolean {
  const [root, ...others] = namespaces.filter(({ node }) => node === FIRST_NODE)
  return others.length === 0 && (root?.links.every(({ kind }) => kind === 'loopback') ?? true)
}

/** Breaks the lab itself; false, and as it was before, where that does not stop the ping there. */
async function putInto(lab: Lab, { scene, faults }: Choice, signal: AbortSignal): Promise<boolean> {
  const mend = (): Promise<void> => changeUnseen(lab, mending(faults))
  try {
    await changeUnseen(lab, breaking(scene, ...faults.map(({ fault }) => fault)))
    if (!(await answers(lessonLab(lab), scene.ends, signal))) return true
  } catch (error) {
    await mend()
    throw error
  }
  await mend()
  return false
}
