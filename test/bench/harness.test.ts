import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { benchmarkNames, findHarness, root } from '../../bench/harness.js'

describe('the harness', () => {
  it('is where the variable says', () => {
    expect(findHarness('kernel', { VETHBOOK_HARNESS: '/elsewhere' }, () => true)).toBe('/elsewhere/kernel')
  })

  it('is otherwise beside the checkout', () => {
    expect(findHarness('kernel', {}, () => true)).toBe(resolve(root, '../shared/harness/kernel'))
  })

  it('that is not there is named in one line', () => {
    expect(() => findHarness('kernel', { VETHBOOK_HARNESS: '/elsewhere' }, () => false)).toThrow(
      'There is no harness at /elsewhere/kernel: set VETHBOOK_HARNESS to a folder that holds kernel/.',
    )
  })

  it('has a benchmark for kernels', () => {
    expect(benchmarkNames()).toContain('kernel')
  })
})
