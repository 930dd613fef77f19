import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openLab, type Lab } from '../../../src/lab/index.js'
import { apply, inject, setUp } from '../../../src/lesson/faults/set-up.js'
import { faultCases } from '../../../src/lesson/faults/table.js'
import { recordShown } from '../../lab/recording-sink.js'

let lab: Lab
beforeAll(async () => {
  recordShown()
  lab = await openLab({ name: 'proofs' })
})
beforeEach(() => lab.reset())
afterAll(() => lab.dispose())

const curable = faultCases.filter(({ isHopeless }) => isHopeless !== true)

// Where a fault has undone more than one thing, a remedy at a time mends it.
test.each(curable.map((each) => [`${each.base}: ${each.fault} (${each.options?.protocol ?? 'ping'})`, each] as const))(
  'the remedy is proven on a copy: %s',
  async (_, each) => {
    await setUp(lab, each.base)
    await inject(lab, each)
    for (let turn = 0; turn < 4; turn++) {
      const { remedy, cause } = await lab.explain(each.from, each.to, each.options ?? {})
      if (cause === 'ok' && turn > 0) break
      const [first] = remedy
      expect(first?.proof, JSON.stringify(remedy)).toMatch(/^tried on a copy: (?:the |it helps, but not alone)/)
      if (first?.proven === true) return
      if (first !== undefined) await apply(lab, first)
    }
    expect.fail('no remedy was proven')
  },
)
