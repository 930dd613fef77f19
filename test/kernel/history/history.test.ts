import { expect, test } from 'vitest'
import { History } from '../../../src/kernel/history/index.js'

function history() {
  const kept = new History()
  for (const [at, source] of ['a = 1', 'b = 2', 'a = 1', 'c(3)'].entries())
    kept.setOutput(kept.add(at + 1, source), `out ${at}`)
  return kept
}

test('tail gives the last cells', () => {
  expect(history().ask({ hist_access_type: 'tail', n: 2 })).toEqual([
    [1, 3, 'a = 1'],
    [1, 4, 'c(3)'],
  ])
})

test('tail without a number gives all, with 0 none', () => {
  expect(history().ask({ hist_access_type: 'tail' })).toHaveLength(4)
  expect(history().ask({ hist_access_type: 'tail', n: 0 })).toEqual([])
})

test('outputs come in pairs with their sources', () => {
  expect(history().ask({ hist_access_type: 'tail', n: 1, output: true })).toEqual([[1, 4, ['c(3)', 'out 3']]])
})

test('a range excludes its stop; without an archive there is one session', () => {
  expect(history().ask({ hist_access_type: 'range', session: 0, start: 2, stop: 3 })).toEqual([[1, 2, 'b = 2']])
  expect(history().ask({ hist_access_type: 'range', session: 7, start: 2, stop: 3 })).toEqual([])
})

test('a search takes stars and question marks, and nothing else as special', () => {
  expect(history().ask({ hist_access_type: 'search', pattern: '? = *' })).toHaveLength(3)
  expect(history().ask({ hist_access_type: 'search', pattern: 'c(3)' })).toEqual([[1, 4, 'c(3)']])
  expect(history().ask({ hist_access_type: 'search', pattern: '[ab] = *' })).toEqual([])
})

test('a unique search gives the last of each', () => {
  expect(history().ask({ hist_access_type: 'search', pattern: 'a*', unique: true })).toEqual([[1, 3, 'a = 1']])
})
