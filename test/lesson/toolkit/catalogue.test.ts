import { describe, expect, it } from 'vitest'
import { en } from '../../../src/lesson/toolkit/text/en.js'
import { zh } from '../../../src/lesson/toolkit/text/zh.js'

interface Leaf {
  path: string
  value: unknown
}

/** All texts of a catalogue; changes of a network are not texts of ours alone. */
function leaves(value: unknown, path = ''): Leaf[] {
  if (typeof value !== 'object' || value === null) return path === '.changes.change' ? [] : [{ path, value }]
  return Object.entries(value).flatMap(([key, each]) => leaves(each, `${path}.${key}`))
}

const samples = ['veth1', 2, ['ns1', 'ns2'], [], null, undefined, 'up', { seed: 1, level: 1 }] as const

/** A text with what it is about filled in: the first combination of samples that fits its parameters. */
function said({ value, path }: Leaf): string {
  if (typeof value === 'string') return value
  const text = value as (...all: unknown[]) => string | object
  let combinations: unknown[][] = [[]]
  for (let left = text.length; left > 0; left--) {
    combinations = combinations.flatMap((each) => samples.map((sample) => [...each, sample]))
  }
  for (const each of combinations) {
    try {
      const result = text(...each)
      const words = typeof result === 'string' ? result : Object.values(result).join(' ')
      if (!/undefined|\[object/.test(words)) return words
    } catch {
      // Not what it is about: the next may be.
    }
  }
  throw new Error(`${path} says nothing sensible of any sample`)
}

describe('the catalogues', () => {
  it('say something everywhere', () => {
    for (const leaf of [...leaves(en), ...leaves(zh)]) expect(said(leaf), leaf.path).not.toBe('')
  })
  it('have the same texts', () => {
    expect(
      leaves(zh)
        .map(({ path }) => path)
        .sort(),
    ).toEqual(
      leaves(en)
        .map(({ path }) => path)
        .sort(),
    )
  })
  it('Chinese is Chinese', () => {
    const foreign = leaves(zh).filter((leaf) => !/\p{Script=Han}|、/u.test(said(leaf)))
    // A namespace's name is what it is in every language.
    expect(foreign.map(({ path }) => path)).toEqual(['.space'])
  })
})
