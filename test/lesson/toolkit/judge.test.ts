import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isRight, letterOf, meantChoice } from '../../../src/lesson/toolkit/predict/judge.js'

const choices = fc.uniqueArray(
  fc.string({ minLength: 2 }).filter((text) => text.trim() === text),
  {
    minLength: 2,
    maxLength: 26,
    selector: (text) => text.toLowerCase(),
  },
)

describe('the choice that is meant', () => {
  it('is found by its words and by its letter', () => {
    fc.assert(
      fc.property(choices, fc.nat(), (all, number) => {
        const index = number % all.length
        expect(meantChoice(all, all[index]!)).toBe(all[index])
        expect(meantChoice(all, letterOf(index).toUpperCase())).toBe(all[index])
      }),
    )
  })
  it('is its words before its letter, and nothing else is one', () => {
    expect(meantChoice(['b', 'a'], 'a')).toBe('a')
    expect(meantChoice([0, 1, 2], 2)).toBe('2')
    expect(meantChoice([0, 1, 2], 'd')).toBeUndefined()
  })
  it('of free text is the text', () => {
    expect(meantChoice([], ' both are gone ')).toBe('both are gone')
    expect(meantChoice([], '  ')).toBeUndefined()
  })
})

describe('whether it came true', () => {
  it('is yes or no of choices', () => {
    expect(isRight(['yes', 'no'], 'yes', 'yes')).toBe(true)
    expect(isRight([0, 1], '0', 1)).toBe(false)
  })
  it('of free text is said of numbers and equal words only', () => {
    expect(isRight([], '2.0', 2)).toBe(true)
    expect(isRight([], '3', 2)).toBe(false)
    expect(isRight([], 'None', 'none')).toBe(true)
    expect(isRight([], 'nothing is left', 'none')).toBeNull()
  })
})
