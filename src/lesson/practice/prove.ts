import { setTimeout } from 'node:timers/promises'
import type { LabCopy, QuietLab } from '../../lab/index.js'
import type { Explanation } from '../../network/index.js'
import type { Ends } from './candidates.js'
import type { Fault } from './fault.js'
import { forgetNeighbours, type Scene } from './scene.js'

/** A fault that was tried: alone it stops the ping, and without it the ping comes back. */
export interface Proven {
  fault: Fault
  /** What lab.explain says where nothing else is broken. */
  explanation: Explanation
}

/** The copy is not as it was: what was broken there could not be mended. */
export class SpoiltCopy extends Error {
  override readonly name = 'SpoiltCopy'
}

/** A reply takes a fraction of a millisecond; so long it may take on a machine that has other things to do. */
const PATIENCE_MS = 700
/** Carriers, neighbours and bridge ports need a moment until packets pass. */
const TRIES = 8

/** Whether a ping is answered now. A RangeError of a name that is gone is an answer, too: no. */
export async function answers(lab: QuietLab, { from, to }: Ends, signal: AbortSignal): Promise<boolean> {
  try {
    return (await lab.ping({ from, to, count: 1, timeoutMs: PATIENCE_MS }, signal)).stats.received > 0
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  } finally {
    signal.throwIfAborted()
  }
}

/** Whether a ping is answered soon. */
export async function comesBack(lab: QuietLab, ends: Ends, signal: AbortSignal, tries = TRIES): Promise<boolean> {
  for (let left = tries; left > 0; left--) {
    if (await answers(lab, ends, signal)) return true
    await setTimeout(50, undefined, { signal })
  }
  return false
}

/** Lines that break it. What neighbours had learnt by then is forgotten: it would hide the fault for half a minute. */
export function breaking(scene: Scene, ...faults: readonly Fault[]): string {
  // A link that is gone has none.
  const forgotten = forgetNeighbours(scene).map((line) => `${line} 2> /dev/null || true`)
  return [...faults.map(({ breaks }) => breaks), ...forgotten].join('\n')
}

/**
 * Tries a fault on a copy in which the ping works: it must stop it, be explained, and be mended by what takes it back.
 *
 * @returns null where it is no such fault
 * @throws SpoiltCopy
 */
export async function prove(copy: LabCopy, scene: Scene, fault: Fault, signal: AbortSignal): Promise<Proven | null> {
  const { ends } = scene
  const { failures } = await copy.run(breaking(scene, fault))
  const explanation = failures.length > 0 ? null : await copy.explain({ ...ends }, signal)
  const isBroken = explanation?.reachable === false && !(await answers(copy, ends, signal))
  await copy.run(fault.mends)
  if (!(await comesBack(copy, ends, signal))) throw new SpoiltCopy(fault.kind)
  return isBroken ? { fault, explanation } : null
}

/**
 * Whether two proven faults are two to find: with the first mended the ping still fails, with both it works.
 *
 * @throws SpoiltCopy
 */
export async function areBothNeeded(
  copy: LabCopy,
  scene: Scene,
  [one, other]: readonly [Fault, Fault],
  signal: AbortSignal,
): Promise<boolean> {
  const { ends } = scene
  await copy.run(breaking(scene, one, other))
  await copy.run(one.mends)
  const isStillBroken = !(await answers(copy, ends, signal))
  await copy.run(other.mends)
  if (!(await comesBack(copy, ends, signal))) throw new SpoiltCopy(`${one.kind} and ${other.kind}`)
  return isStillBroken
}
