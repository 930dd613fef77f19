import { afterAll, beforeAll, expect, it } from 'vitest'
import { displaySymbol, registerSink } from '../../src/display/index.js'
import { openLab, type Lab } from '../../src/lab/index.js'
import type { NetworkState } from '../../src/network/index.js'
import { recordingSink } from './recording-sink.js'

let lab: Lab

beforeAll(async () => {
  registerSink(recordingSink())
  lab = await openLab()
})
afterAll(() => lab.dispose())

it('two saved states are compared, as data and in words', async () => {
  const saved = JSON.stringify(await lab.state())
  await lab.sh({ quiet: true })`ip netns add ns1`
  const comparison = lab.compare(JSON.parse(saved) as NetworkState, await lab.state())
  expect(comparison.changes).toContainEqual({ kind: 'namespace-added', namespace: 'ns1' })
  expect(comparison.words).toEqual([expect.stringContaining('ns1')])
  expect(comparison[displaySymbol]()).toMatchObject({ 'text/plain': `1 change: ${comparison.words[0]}` })

  const state = await lab.state()
  expect(lab.compare(state, state)).toEqual({ changes: [], words: [] })
})
