/** Two faults at once: the explanation names one of them, and remedy after remedy leads to a packet that arrives. */
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { CommandError, openLab, type Lab } from '../../../src/lab/index.js'
import type { FaultCase } from '../../../src/lesson/faults/fault-case.js'
import { apply, inject, setUp } from '../../../src/lesson/faults/set-up.js'
import { faultCases } from '../../../src/lesson/faults/table.js'
import { recordShown } from '../../lab/recording-sink.js'
import { placed } from './placed.js'

const tried = Number(process.env['VETHBOOK_FAULT_PAIRS'] ?? 240)
const seed = Number(process.env['VETHBOOK_SEED'] ?? 20_261_127)

let lab: Lab
beforeAll(async () => {
  recordShown()
  lab = await openLab({ name: 'pairs' })
})
beforeEach(() => lab.reset())
afterAll(() => lab.dispose())

type Pair = readonly [FaultCase, FaultCase]

/** Both are faults that have a remedy, of one network and one question. */
const pairs = faultCases.flatMap((one) => faultCases.map((other): Pair => [one, other])).filter(isPair)

function isPair([one, other]: Pair): boolean {
  const question = ({ base, from, to, options }: FaultCase) => JSON.stringify([base, from, to, options])
  const isFault = (each: FaultCase) => each.isHopeless !== true && each.fault !== 'true'
  return one !== other && isFault(one) && isFault(other) && question(one) === question(other)
}

const [chosen = []] = fc.sample(fc.shuffledSubarray(pairs, { minLength: tried, maxLength: tried }), {
  numRuns: 1,
  seed,
})

/** The second may find what it works on gone by the first. */
async function unlessRefused(done: Promise<void>): Promise<void> {
  await done.catch((error: unknown) => {
    if (!(error instanceof CommandError)) throw error
  })
}

test.each(chosen.map(([one, other]) => [`${one.base}: ${one.fault} AND ${other.fault}`, one, other] as const))(
  '%s',
  async (_, one, other) => {
    await setUp(lab, one.base)
    for (const each of [one, other]) await unlessRefused(inject(lab, each))
    const explain = () => lab.explain(one.from, one.to, { ...one.options, prove: false })
    const first = await explain()
    // Each may hide the other: what one breaks the other may not need.
    if (first.cause === 'ok') return
    const isNamed = [one, other].some(({ causes, at }) => causes.includes(first.cause) && at.includes(placed(first.at)))
    expect(isNamed, `neither is named: ${JSON.stringify(first, null, 1)}`).toBe(true)
    const given: string[] = []
    for (let now = first; now.cause !== 'ok'; now = await explain()) {
      const [remedy] = now.remedy
      const story = `${given.join('\n')}\n=> ${JSON.stringify(now, null, 1)}`
      if (remedy === undefined) expect.fail(`no remedy after\n${story}`)
      expect(given.length, `not mended after\n${story}`).toBeLessThan(8)
      given.push(remedy.command)
      await unlessRefused(apply(lab, remedy))
    }
  },
)
