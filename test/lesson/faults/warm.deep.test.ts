import { afterAll, beforeAll, beforeEach, describe, test } from 'vitest'
import { openLab, type Lab } from '../../../src/lab/index.js'
import { faultCases } from '../../../src/lesson/faults/table.js'
import { recordShown } from '../../lab/recording-sink.js'
import { toldAfterTraffic } from './warm.js'

let lab: Lab
beforeAll(async () => {
  recordShown()
  lab = await openLab({ name: 'warm' })
})
beforeEach(() => lab.reset())
afterAll(() => lab.dispose())

describe('every fault that comes after packets have arrived is told, too, and mended', () => {
  test.each(faultCases.map((each) => [`${each.base}: ${each.fault} (${each.to})`, each] as const))('%s', (_, each) =>
    toldAfterTraffic(lab, each),
  )
})
