import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Cell } from '../../src/lesson/nbformat.js'
import { cellOrder } from '../../src/lesson/sections.js'

const text = (source: string): Cell => ({ cell_type: 'markdown', id: source, metadata: {}, source })
const code = (source: string): Cell => ({
  cell_type: 'code',
  id: source,
  metadata: {},
  source,
  execution_count: null,
  outputs: [],
})

const cells = [
  text('# Title'),
  code('import'),
  ...['A', 'B', 'C', 'D', 'E', 'F'].flatMap((name) => [
    text(`## ${name}`),
    code(`${name}1`),
    text(`### part`),
    code(`${name}2`),
  ]),
]
const sources = (order: number[]) =>
  order.map((index) => cells[index]?.source).filter((source) => !source?.startsWith('#'))

describe('the order in which cells run', () => {
  test('is that of the file', () => {
    expect(cellOrder(cells, 'top-to-bottom')).toEqual(cells.map((_, index) => index))
  })

  test('of a seed: sections shuffled, each whole, the beginning first', () => {
    const order = sources(cellOrder(cells, { seed: 7 }))
    expect(order[0]).toBe('import')
    const pairs = order
      .slice(1)
      .join(' ')
      .match(/\w\w \w\w/g)
    expect(pairs).toHaveLength(6)
    expect(pairs?.every((pair) => /^(\w)1 \1[2]$/.test(pair))).toBe(true)
    expect(order).not.toEqual(sources(cells.map((_, index) => index)))
  })

  test('of a seed is the same each time, and every cell runs once', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const order = cellOrder(cells, { seed })
        expect(order).toEqual(cellOrder(cells, { seed }))
        expect([...order].sort((a, b) => a - b)).toEqual(cells.map((_, index) => index))
      }),
    )
  })

  test('a heading of level 2 counts wherever in its cell it stands; one in code does not', () => {
    const some = [text('intro'), text('text\n\n## A'), code('a'), code('## not a heading'), text('## B'), code('b')]
    const orders = new Set(Array.from({ length: 20 }, (_, seed) => cellOrder(some, { seed }).join('')))
    expect(orders).toEqual(new Set(['012345', '045123']))
  })
})
