import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openLab, type Lab } from '../../src/lab/index.js'
import { bases, nodesBases } from '../../src/lesson/faults/bases.js'
import { setUp } from '../../src/lesson/faults/set-up.js'
import { richNetwork } from './random-network.js'
import { recordShown } from './recording-sink.js'
import { restoredAlike } from './restoring.js'

let lab: Lab
beforeAll(async () => {
  recordShown()
  lab = await openLab({ name: 'restore' })
})
afterAll(() => lab.dispose())

test.each([...Object.keys(bases), ...Object.keys(nodesBases)])('base %s comes back as it was', async (base) => {
  await lab.reset()
  await restoredAlike(lab, () => setUp(lab, base))
})

test('random networks with many settings come back as they were', async () => {
  await fc.assert(
    fc.asyncProperty(richNetwork, async (lines) => {
      await lab.reset()
      await restoredAlike(lab, lines)
    }),
    // Each takes seconds, and a smaller one that fails, too, is soon found by hand.
    { numRuns: 25, endOnFailure: true },
  )
  expect((await lab.state()).namespaces.length).toBeGreaterThan(0)
})
