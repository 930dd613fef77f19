import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { pair } from '../support/network.js'
import { pingOf, quick } from '../support/ping.js'

const compiled: string[] = []

vi.mock('node:vm', async (original) => {
  const vm = await original<typeof import('node:vm')>()
  return {
    ...vm,
    compileFunction: (...args: Parameters<typeof vm.compileFunction>) => {
      compiled.push(String(args[2]?.filename).split('/').at(-1) ?? '')
      return vm.compileFunction(...args)
    },
  }
})

describe('vega', () => {
  // Files of a room share modules (scripts/test/unit.mjs): others may have loaded it.
  beforeEach(() => vi.resetModules())
  afterEach(() => vi.resetModules())

  it('is loaded when the first chart is drawn, once, and not for tables and topologies', async () => {
    const views = await import('../../../src/views/index.js')
    views.stateTable(pair().state())
    views.pingSummary(pingOf({ times: quick() }))
    await views.topologyPicture(pair().state())
    expect(compiled).toEqual([])
    views.rttPlot([pingOf({ times: quick() })])
    views.rttPlot([pingOf({ times: quick() })])
    expect(compiled).toEqual(['vega.min.js', 'vega-lite.min.js'])
  })
})
