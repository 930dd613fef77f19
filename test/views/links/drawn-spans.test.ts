import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawnSpans } from '../../../src/views/links/drawn-spans.js'
import { flicker, track } from '../support/timeline.js'

describe('drawnSpans', () => {
  it('leaves what can be seen as it is', () => {
    const { spans } = track('ns1', 'veth1', [
      ['up', 20],
      ['admin down', 100],
    ])
    expect(drawnSpans({ spans }, 2)).toEqual([
      { state: 'up', fromMs: 0, toMs: 20, changes: 0 },
      { state: 'admin down', fromMs: 20, toMs: 100, changes: 0 },
    ])
  })

  it('draws one narrow state as itself, and several as one piece with the number of changes', () => {
    const one = track('ns1', 'veth1', [
      ['up', 20],
      ['no carrier', 20.5],
      ['up', 100],
    ])
    expect(drawnSpans(one, 2).map((span) => span.state)).toEqual(['up', 'no carrier', 'up'])
    const many = track('ns1', 'veth1', [...flicker(2000, 900), ['up', 1000]])
    expect(drawnSpans(many, 2)).toEqual([
      { state: 'several', fromMs: 0, toMs: 900, changes: 1999 },
      { state: 'up', fromMs: 900, toMs: 1000, changes: 0 },
    ])
  })

  it('covers the whole time without gaps, whatever changes when', () => {
    const states = fc.constantFrom('up', 'admin down', 'no carrier', 'lower layer down', 'absent')
    const pieces = fc.array(fc.tuple(states, fc.double({ min: 0.01, max: 30, noNaN: true })), { minLength: 1 })
    fc.assert(
      fc.property(pieces, (lengths) => {
        let end = 0
        const { spans } = track(
          'ns1',
          'veth1',
          lengths.map(([state, length]) => [state, (end += length)] as const),
        )
        const drawn = drawnSpans({ spans }, 2)
        expect(drawn[0]?.fromMs).toBe(0)
        expect(drawn.at(-1)?.toMs).toBe(end)
        for (const [index, span] of drawn.entries()) {
          if (index > 0) expect(span.fromMs).toBe(drawn[index - 1]?.toMs)
        }
      }),
    )
  })
})
