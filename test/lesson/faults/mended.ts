import { expect } from 'vitest'
import type { Lab } from '../../../src/lab/index.js'
import type { FaultCase } from '../../../src/lesson/faults/fault-case.js'
import { apply } from '../../../src/lesson/faults/set-up.js'
import { placed } from './placed.js'

/** What is explained of a case, now. */
export async function explained(lab: Lab, { from, to, options }: FaultCase) {
  return lab.explain(from, to, { ...options, prove: false })
}

/** It is told by its cause and its place. */
export function told({ causes, at }: FaultCase, found: Awaited<ReturnType<typeof explained>>): void {
  expect(causes, JSON.stringify(found, null, 1)).toContain(found.cause)
  expect(at, JSON.stringify(found, null, 1)).toContain(placed(found.at))
}

/** The remedy of what was explained mends it; where one mends only the first of what a fault has undone, the next does. */
export async function mended(lab: Lab, each: FaultCase, found: Awaited<ReturnType<typeof explained>>): Promise<void> {
  let now = found
  for (let turn = 0; turn < 4 && now.cause !== 'ok'; turn++) {
    const [remedy] = now.remedy
    if (remedy === undefined) expect.fail(`no remedy: ${JSON.stringify(now, null, 1)}`)
    await apply(lab, remedy)
    now = await explained(lab, each)
  }
  expect(now.cause).toBe('ok')
}
