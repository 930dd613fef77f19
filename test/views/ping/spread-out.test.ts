import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { spreadOut } from '../../../src/views/ping/spread-out.js'
import { thinOut } from '../../../src/views/ping/thin-out.js'
import { ranges } from '../../../src/views/ping/ping-words.js'

describe('spreadOut', () => {
  it('moves nothing that has room', () => {
    expect(
      spreadOut(
        [
          { at: 50, size: 10 },
          { at: 20, size: 10 },
        ],
        100,
      ),
    ).toEqual([50, 20])
  })

  it('keeps labels apart, in order, and above the end', () => {
    const label = fc.record({ at: fc.double({ min: 0, max: 200, noNaN: true }), size: fc.integer({ min: 5, max: 40 }) })
    fc.assert(
      fc.property(fc.array(label, { maxLength: 8 }), (labels) => {
        const places = spreadOut(labels, 200)
        const sorted = places
          .map((place, index) => ({ place, size: labels[index]?.size ?? 0, at: labels[index]?.at ?? 0 }))
          .sort((a, b) => a.place - b.place)
        for (const [index, { place, size, at }] of sorted.entries()) {
          expect(place + size / 2).toBeLessThanOrEqual(200.001)
          const next = sorted[index + 1]
          if (next === undefined) continue
          expect(next.place - place).toBeGreaterThanOrEqual((size + next.size) / 2 - 0.001)
          expect(next.at).toBeGreaterThanOrEqual(at)
        }
      }),
    )
  })
})

describe('thinOut', () => {
  it('keeps the quickest, the slowest and the order, and no more than it should', () => {
    const replies = fc.array(fc.double({ min: 0, max: 10, noNaN: true }), { minLength: 1, maxLength: 500 })
    fc.assert(
      fc.property(replies, fc.integer({ min: 10, max: 100 }), (times, limit) => {
        const all = times.map((rttMs, seq) => ({ seq, rttMs }))
        const kept = thinOut(all, limit)
        expect(kept.length).toBeLessThanOrEqual(Math.max(limit, 1))
        expect(Math.min(...kept.map((each) => each.rttMs))).toBe(Math.min(...times))
        expect(Math.max(...kept.map((each) => each.rttMs))).toBe(Math.max(...times))
        expect(kept.map((each) => each.seq)).toEqual(kept.map((each) => each.seq).sort((a, b) => a - b))
      }),
    )
  })
})

describe('ranges', () => {
  it('joins neighbours and counts what is too much', () => {
    expect(ranges([4, 7, 8, 9])).toBe('4, 7–9')
    expect(ranges([9, 8, 8, 7])).toBe('7–9')
    expect(ranges([1, 3, 5, 7, 8], 2)).toBe('1, 3 and 3 more')
  })
})
