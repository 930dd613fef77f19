import { expect, it } from 'vitest'
import type { PingMatrix } from '../../../src/network/index.js'
import { heatMap } from '../../../src/views/index.js'

/** So many hosts; `lost(from, to)` of three pings, by numbers from 1. */
function matrix(count: number, lost: (from: number, to: number) => number = () => 0): PingMatrix {
  const numbers = Array.from({ length: count }, (_, index) => index + 1)
  return {
    names: numbers.map((number) => `h${number}`),
    results: numbers.map((from) =>
      numbers.map((to) => {
        const received = 3 - lost(from, to)
        return from === to ? null : { sent: 3, received, rttMs: received === 0 ? null : 0.05 * to }
      }),
    ),
  }
}

const svgOf = (data: PingMatrix): string => heatMap(data, { png: false })['image/svg+xml'] as string
const textOf = (data: PingMatrix): string => heatMap(data, { png: false })['text/plain'] as string
/** Long titles stand in several lines, each a tag of its own. */
const allWords = (svg: string): string => svg.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
const wordsIn = (svg: string): string[] => [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, words = '']) => words)

it('has every form a front end may know', () => {
  expect(Object.keys(heatMap(matrix(3)))).toEqual([
    'text/plain',
    'image/png',
    'image/svg+xml',
    'application/vnd.vegalite.v5+json',
  ])
})

it('says in a sentence and a table that all is well', () => {
  expect(textOf(matrix(3))).toBe(
    [
      'All 6 ways between 3 namespaces work.',
      '',
      'from \\ to     h1    h2    h3',
      'h1             –  0.10  0.15',
      'h2         0.050     –  0.15',
      'h3         0.050  0.10     –',
      '(median round-trip times in ms)',
    ].join('\n'),
  )
})

it('tells loss, some loss and what is not alike the other way round, by word and by shape', () => {
  const data = matrix(4, (from, to) => (from === 1 && to === 2 ? 3 : from === 3 && to === 4 ? 1 : 0))
  const text = textOf(data)
  expect(text).toContain('2 of 12 ways between 4 namespaces lose pings, 2 pairs not alike in both directions.')
  expect(text).toMatch(/^h1 +– +\* lost/m)
  expect(text).toMatch(/^h2 +\* 0\.050 +–/m)
  expect(text).toMatch(/^h3 .*\* 33% lost$/m)
  const svg = svgOf(data)
  const marks = (colour: string) => svg.split(new RegExp(`(?:fill|stroke)="${colour}"`)).length - 1
  // A cross, a triangle, and a frame for each of the four cells concerned.
  expect([marks('#b8009d'), marks('#f75e13'), marks('#8d1afb')]).toEqual([1, 1, 4])
  expect(allWords(svg)).toMatch(/cross: all lost; frame: not alike/)
})

it('writes the times into large cells, and names every row and column of sixty', () => {
  expect(wordsIn(svgOf(matrix(4)))).toContain('0.20')
  const words = wordsIn(svgOf(matrix(60)))
  expect(words).not.toContain('0.20')
  expect(words.filter((word) => /^h\d+$/.test(word))).toHaveLength(120)
})

it('of more than sixty shows those that lose something, and says so', () => {
  const data = matrix(100, (from, to) => (from === 70 && to <= 3 ? 3 : 0))
  const svg = svgOf(data)
  const words = wordsIn(svg)
  expect(words.filter((word) => /^h\d+$/.test(word)).sort()).toEqual(['h1', 'h1', 'h2', 'h2', 'h3', 'h3', 'h70', 'h70'])
  expect(allWords(svg)).toMatch(/96 more namespaces are left out; those shown are where/)
  expect(textOf(data)).toContain('  h70 → h1: all lost (not alike the other way round)')
})

it('tells a sender that reaches nobody in one line', () => {
  expect(textOf(matrix(30, (from) => (from === 4 ? 3 : 0)))).toBe(
    '29 of 870 ways between 30 namespaces lose pings, 29 pairs not alike in both directions.\n' +
      '  h4 → h1, h2, h3 … h30 (29 targets): all lost',
  )
})

it('nothing asked is said', () => {
  expect(textOf(matrix(1))).toBe('Nothing was asked between 1 namespace.')
})
