import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toCodePoints, toUtf16 } from '../../../src/kernel/routing/cursor.js'

test('a cursor behind an emoji', () => {
  expect(toUtf16('\u{1F600}ab', 2)).toBe(3)
  expect(toCodePoints('\u{1F600}ab', 3)).toBe(2)
})

test('there and back again, in any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(), (code, at) => {
      const points = Math.min(at, [...code].length)
      expect(toCodePoints(code, toUtf16(code, points))).toBe(points)
    }),
  )
})

test('a cursor beyond the end is at the end', () => {
  expect(toUtf16('ab', 99)).toBe(2)
})
