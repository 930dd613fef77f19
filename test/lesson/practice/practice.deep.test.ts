/**
 * Many seeds of every level: each gives faults that stop a ping, are explained, and are mended by what takes them back; the
 * explanation of nearly all names the fault itself.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openLab, type Lab } from '../../../src/lab/index.js'
import { placeText } from '../../../src/lesson/practice/answer.js'
import { chooseFaults, type Choice } from '../../../src/lesson/practice/choose.js'
import type { Level } from '../../../src/lesson/practice/fault.js'
import { levels } from '../../../src/lesson/practice/levels.js'
import { bases } from '../../../src/lesson/faults/bases.js'
import { recordShown } from '../../lab/recording-sink.js'

const seeds = Number(process.env['VETHBOOK_PRACTICE_SEEDS'] ?? 100)
/** Of all faults, those whose cause and place lab.explain says as the fault itself does; of the rest it says what follows. */
const NAMED = 0.9

let lab: Lab
beforeAll(async () => {
  recordShown()
  lab = await openLab({ name: 'practice-deep' })
})
afterAll(() => lab.dispose())

test.each([1, 2, 3, 4, 5] as const)('level %i', async (level: Level) => {
  await lab.reset()
  await lab.sh({ quiet: true })`sh -c ${bases[levels[level].base] ?? ''}`
  const snapshot = await lab.snapshot()
  const signal = new AbortController().signal
  const others: string[] = []
  let count = 0
  let spentMs = 0
  for (let seed = 1; seed <= seeds; seed++) {
    const startedMs = performance.now()
    const { faults }: Choice = await chooseFaults(snapshot, { level, seed, signal }, async () => true)
    spentMs += performance.now() - startedMs
    expect(faults.length, `seed ${seed}`).toBe(levels[level].faults)
    for (const { fault, explanation } of faults) {
      count++
      const told = { cause: explanation.cause, at: placeText(explanation.at) }
      const isNamed = fault.answers.some(({ cause, at }) => cause === told.cause && at === told.at)
      if (!isNamed) others.push(`seed ${seed}: ${fault.kind} (${fault.breaks}) is told as ${told.cause} at ${told.at}`)
    }
  }
  console.log(
    `level ${level}: ${count - others.length} of ${count} faults named, ${Math.round(spentMs / seeds)} ms a choice`,
    others,
  )
  expect(1 - others.length / count, others.join('\n')).toBeGreaterThanOrEqual(NAMED)
})
