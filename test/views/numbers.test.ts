import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { counted, formatCount, formatMs, formatSeconds, quantile } from '../../src/views/numbers.js'

describe('numbers', () => {
  it.each([
    [0, '0'],
    [0.0531, '0.053'],
    [0.1, '0.10'],
    [1.234, '1.2'],
    [9.96, '10.0'],
    [12.34, '12.3'],
    [345.6, '346'],
    [0.0004, '0.000'],
  ])('%d ms is written %s', (value, words) => expect(formatMs(value)).toBe(words))

  it('keeps two significant digits below 10 ms', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 9.9, noNaN: true }), (value) => {
        expect(Math.abs(Number(formatMs(value)) - value) / value).toBeLessThanOrEqual(0.051)
      }),
    )
  })

  it('writes seconds, counts and plurals', () => {
    expect([350, 1240, 61_500, 250_000].map(formatSeconds)).toEqual(['0.35 s', '1.24 s', '61.5 s', '250 s'])
    expect([1, 999, 2000, 1_234_567].map(formatCount)).toEqual(['1', '999', '2,000', '1,234,567'])
    expect(counted(1, 'ping')).toBe('1 ping')
    expect(counted(2000, 'change of state', 'changes of state')).toBe('2,000 changes of state')
  })

  it('finds quantiles between neighbours', () => {
    expect(quantile([], 0.5)).toBeNull()
    expect(quantile([3], 0.95)).toBe(3)
    expect(quantile([1, 2], 0.5)).toBe(1.5)
    expect(quantile([1, 2, 3, 4, 5], 0.95)).toBeCloseTo(4.8)
  })
})
