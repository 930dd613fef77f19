import fc from 'fast-check'
import { expect, test } from 'vitest'
import { randomNumbers, shuffled, shuffledByWeight } from '../../src/lesson/random.js'

const seeds = fc.integer()
const lists = fc.array(fc.integer(), { maxLength: 40 })
const sorted = (items: readonly number[]) => [...items].sort((one, other) => one - other)

test('numbers of a seed are in [0, 1), and the same each time', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const [one, other] = [randomNumbers(seed), randomNumbers(seed)]
      for (let turn = 0; turn < 50; turn++) {
        const number = one()
        expect(number).toBe(other())
        expect(number >= 0 && number < 1).toBe(true)
      }
    }),
  )
})

test('a shuffle has the same items, the same for one seed', () => {
  fc.assert(
    fc.property(lists, seeds, (list, seed) => {
      const result = shuffled(list, randomNumbers(seed))
      expect(sorted(result)).toEqual(sorted(list))
      expect(shuffled(list, randomNumbers(seed))).toEqual(result)
    }),
  )
})

test('every order of three comes up', () => {
  const orders = new Set(Array.from({ length: 200 }, (_, seed) => shuffled([1, 2, 3], randomNumbers(seed)).join('')))
  expect([...orders].sort()).toEqual(['123', '132', '213', '231', '312', '321'])
})

test('what weighs more comes first more often, and nothing is lost', () => {
  fc.assert(
    fc.property(lists, seeds, (list, seed) => {
      expect(sorted(shuffledByWeight(list, () => 2, randomNumbers(seed)))).toEqual(sorted(list))
    }),
  )
  const firsts = Array.from(
    { length: 600 },
    (_, seed) => shuffledByWeight(['a', 'b'], (item) => (item === 'a' ? 3 : 1), randomNumbers(seed))[0],
  )
  const share = firsts.filter((item) => item === 'a').length / firsts.length
  expect(share).toBeGreaterThan(0.65)
  expect(share).toBeLessThan(0.85)
})
