import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, test } from 'vitest'
import { openLab, type Lab } from '../../../src/lab/index.js'
import { faultCases } from '../../../src/lesson/faults/table.js'
import { recordShown } from '../../lab/recording-sink.js'
import { toldAfterTraffic } from './warm.js'

const seed = Number(process.env['VETHBOOK_SEED'] ?? 20_261_127)

let lab: Lab
beforeAll(async () => {
  recordShown()
  lab = await openLab({ name: 'warm' })
})
beforeEach(() => lab.reset())
afterAll(() => lab.dispose())

// A share of them, as root; all are in warm.deep.test.ts.
const [some = []] = fc.sample(fc.shuffledSubarray([...faultCases], { minLength: 8, maxLength: 8 }), {
  numRuns: 1,
  seed,
})
/** The sender still knows the MAC address of who has lost the address, and is heard there. */
const remembered = faultCases.filter(({ fault }) => /^ip -n (ns2|b) (-6 )?addr flush/.test(fault))

describe('a fault that comes after packets have arrived is told, too, and mended', () => {
  test.each(
    [...new Set(process.getuid?.() === 0 ? [...remembered, ...some] : remembered.slice(0, 2))].map(
      (each) => [`${each.base}: ${each.fault} (${each.to})`, each] as const,
    ),
  )('%s', (_, each) => toldAfterTraffic(lab, each))
})
