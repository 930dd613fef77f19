import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fillGaps, findGaps } from '../../../src/lesson/toolkit/gaps/find-gaps.js'
import { outOfOrder, readOrder, seedOf } from '../../../src/lesson/toolkit/order/arrange.js'
import { letterOf } from '../../../src/lesson/toolkit/predict/judge.js'
import { en } from '../../../src/lesson/toolkit/text/en.js'

test('gaps are found with their names, lines and numbers', () => {
  expect(findGaps('sudo ip link set ▢link ▢\nip link\n  ip -n ▢ns-1 link')).toEqual([
    { text: '▢link', number: 1, line: 'sudo ip link set ▢link ▢' },
    { text: '▢', number: 1, line: 'sudo ip link set ▢link ▢' },
    { text: '▢ns-1', number: 3, line: 'ip -n ▢ns-1 link' },
  ])
})

test('as many gaps are filled as there are words, from the left', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z0-9.]{1,6}$/), { maxLength: 6 }), fc.nat(6), (words, count) => {
      const commands = Array.from({ length: count }, (_, index) => `ip ${index} ▢what`).join('\n')
      const filled = fillGaps(commands, words)
      expect(findGaps(filled)).toHaveLength(Math.max(0, count - words.length))
      for (const word of words.slice(0, count)) expect(filled).toContain(word)
    }),
  )
})

const lists = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 2, maxLength: 12 })

test('lines are shuffled by their seed, into another order than theirs, and none is lost', () => {
  fc.assert(
    fc.property(lists, fc.integer(), (lines, seed) => {
      const mixed = outOfOrder(lines, seed)
      expect(mixed).toEqual(outOfOrder(lines, seed))
      expect([...mixed].sort()).toEqual([...lines].sort())
      expect(mixed).not.toEqual(lines)
    }),
  )
})

test('letters are read as the lines that they stand for, however they are set', () => {
  fc.assert(
    fc.property(lists, fc.integer(), fc.constantFrom(' ', '', ', ', ' → '), (lines, seed, between) => {
      const mixed = outOfOrder(lines, seed)
      const said = lines.map((line) => letterOf(mixed.indexOf(line))).join(between)
      expect(readOrder(said.toUpperCase(), mixed, en.order)).toEqual(lines)
    }),
  )
})

test('a letter that is none, or stands there twice, is named', () => {
  expect(() => readOrder('a b z', ['1', '2'], en.order)).toThrow('There is no line z. The lines are a, b.')
  expect(() => readOrder('a a', ['1', '2'], en.order)).toThrow('The line a stands there twice.')
})

test('each text has a seed of its own', () => {
  expect(seedOf('ns1 reaches ns2')).toBe(seedOf('ns1 reaches ns2'))
  expect(seedOf('ns1 reaches ns2')).not.toBe(seedOf('ns2 reaches ns1'))
})
