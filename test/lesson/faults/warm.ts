import { expect } from 'vitest'
import type { Lab } from '../../../src/lab/index.js'
import type { FaultCase } from '../../../src/lesson/faults/fault-case.js'
import { inject, setUp } from '../../../src/lesson/faults/set-up.js'
import { explained, mended, told } from './mended.js'

/**
 * A fault put into a network in which all has been going well: neighbours are known, bridges have learnt, flows are tracked.
 * What only keeps from finding each other out does not stop anything yet: then a ping arrives, and that is told.
 */
export async function toldAfterTraffic(lab: Lab, each: FaultCase): Promise<void> {
  await setUp(lab, each.base)
  const ping = () => lab.ping(each.from, each.to, { count: 1 })
  await ping()
  await inject(lab, each)
  const found = await explained(lab, each)
  const hasNotStopped = found.cause === 'ok' && !each.causes.includes('ok')
  if (hasNotStopped) expect((await ping()).stats.received).toBe(1)
  else told(each, found)
  if (each.isHopeless !== true) await mended(lab, each, hasNotStopped ? await explained(lab, each) : found)
}
