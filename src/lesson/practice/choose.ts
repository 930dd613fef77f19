import { onCopy, type LabCopy } from '../../lab/index.js'
import type { NetworkSnapshot } from '../../network/index.js'
import { LessonError } from '../toolkit/context.js'
import { areApart, faultsIn, pingsIn, type Ends } from './candidates.js'
import type { Fault, Level } from './fault.js'
import { levels } from './levels.js'
import { areBothNeeded, answers, comesBack, prove, SpoiltCopy, type Proven } from './prove.js'
import { randomNumbers } from '../random.js'
import { Scene } from './scene.js'

/** What is to be broken, and that it can be found and mended. */
export interface Choice {
  scene: Scene
  faults: readonly Proven[]
}

/** So many pings are tried until one works. */
const MOST_PINGS = 24
/** So many faults are tried until one is proven. */
const MOST_FAULTS = 24
/** So many are found to have no place beside them until one alone has to do, as in a small network. */
const MOST_LONE = 3

/**
 * Chooses faults for a network, by the seed alone, and proves them on a copy of it: the ping works there before, does not
 * with each of them alone, and works again when it is mended.
 *
 * @param accept is asked last; where it says no, the next choice is made
 * @throws LessonError where no ping works, or nothing that can be broken breaks one
 */
export async function chooseFaults(
  snapshot: NetworkSnapshot,
  { level, seed, signal }: { level: Level; seed: number; signal: AbortSignal },
  accept: (choice: Choice) => Promise<boolean>,
): Promise<Choice> {
  const random = randomNumbers(seed)
  const refused = new Set<string>()
  const lone: Choice[] = []
  const pings = pingsIn(snapshot.state, level, random).slice(0, MOST_PINGS)
  let order: Fault[] | undefined
  // A copy that could not be mended is thrown away; what spoilt it is not tried again.
  for (let copies = 0; copies <= MOST_FAULTS; copies++) {
    const choice = await onCopy(snapshot, async (copy) => {
      const scene = await workingScene(copy, snapshot, pings, signal)
      order ??= faultsIn(scene, level, random)
      return chooseOn(copy, scene, order, { level, signal, refused, lone, accept })
    })
    if (choice !== null) return choice
    if (lone.length >= MOST_LONE || refused.size >= Math.min(order?.length ?? 0, MOST_FAULTS)) break
  }
  for (const choice of lone) if (await accept(choice)) return choice
  throw new LessonError(
    `Nothing that could be broken at level ${level} would stop a ping in this network. Try another level, or a network ` +
      'of the level itself: await lab.reset() before lesson.break(lab, …)',
  )
}

async function workingScene(
  copy: LabCopy,
  snapshot: NetworkSnapshot,
  pings: readonly Ends[],
  signal: AbortSignal,
): Promise<Scene> {
  for (const [index, ends] of pings.entries()) {
    // The first one waits for carriers, which is then done for all.
    if (!(await (index === 0 ? comesBack : answers)(copy, ends, signal))) continue
    const explanation = await copy.explain({ ...ends }, signal)
    if (explanation.cause === 'ok' && explanation.hops.length > 0) return new Scene(snapshot, explanation)
  }
  throw new LessonError(
    'No ping works in this network, so that nothing in it can be broken. Make one work first, or let the level build a ' +
      'network of its own: await lab.reset() before lesson.break(lab, …)',
  )
}

interface Trying {
  level: Level
  signal: AbortSignal
  /** Faults that have been tried in vain, by their commands. */
  refused: Set<string>
  /** Beside which no second one has a place. */
  lone: Choice[]
  accept: (choice: Choice) => Promise<boolean>
}

/** Null: the copy is spoilt, or nothing is left to try. */
async function chooseOn(copy: LabCopy, scene: Scene, order: readonly Fault[], trying: Trying): Promise<Choice | null> {
  const { refused, lone, signal, accept, level } = trying
  const proven: Proven[] = []
  for (const fault of order) {
    if (refused.size >= MOST_FAULTS) return null
    if (refused.has(fault.breaks)) continue
    const [first] = proven
    if (first !== undefined && !areApart(first.fault, fault)) continue
    try {
      const tried = await prove(copy, scene, fault, signal)
      const isFit =
        tried !== null && (first === undefined || (await areBothNeeded(copy, scene, [first.fault, fault], signal)))
      if (!isFit) {
        refused.add(fault.breaks)
        continue
      }
      proven.push(tried)
    } catch (error) {
      if (!(error instanceof SpoiltCopy)) throw error
      refused.add(fault.breaks)
      return null
    }
    if (proven.length < levels[level].faults) continue
    const taken = proven.splice(0)
    if (await accept({ scene, faults: taken })) return { scene, faults: taken }
    for (const each of taken) refused.add(each.fault.breaks)
  }
  // Beside another one there may be a place.
  for (const each of proven) {
    refused.add(each.fault.breaks)
    lone.push({ scene, faults: [each] })
  }
  return null
}
