import { Resvg } from '@resvg/resvg-js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeMarkup } from '../../../src/display/index.js'
import { fitText, fontFile, textWidth, type FontWeight } from '../../../src/views/font/text-width.js'
import { wrapText } from '../../../src/views/font/wrap-text.js'

/** How wide the renderer of our PNGs really draws a text: marks of known width stand at both of its ends. */
function drawnWidth(text: string, size: number, weight: FontWeight): number {
  const framed = `|${text}|`
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="2000" height="60"><text x="10" y="40" font-size="${size}" ` +
    `font-weight="${weight}">${escapeMarkup(framed)}</text></svg>`
  const font = {
    fontFiles: [fontFile('normal'), fontFile('bold')],
    loadSystemFonts: false,
    defaultFontFamily: 'DejaVu Sans',
  }
  const box = new Resvg(svg, { font }).getBBox()
  const bar = new Resvg(svg.replace(escapeMarkup(framed), '|'), { font }).getBBox()
  if (box === undefined || bar === undefined) throw new Error('nothing was drawn')
  // From the left edge of the first bar to the left edge of the last one: one bar's advance and the text's.
  return box.width - bar.width - textWidth('|', size, weight)
}

describe('textWidth', () => {
  it.each([
    ['veth1', 13, 'bold'],
    ['192.168.1.101/24', 11.5, 'normal'],
    ['lower layer down', 11.5, 'normal'],
    ['100 pings ns1 → 192.168.1.102: none lost, median 0.05 ms', 15, 'bold'],
    ['WWWWWWWWWWWWWWW', 13, 'bold'],
    ['größer ≥ Straße Ωμ', 13, 'normal'],
  ] as const)('measures "%s" at %d px (%s) as it is drawn', (text, size, weight) => {
    expect(Math.abs(textWidth(text, size, weight) - drawnWidth(text, size, weight))).toBeLessThan(text.length * 0.12)
  })

  it('gives a character that the font lacks the width of its box', () => {
    expect(textWidth('\u{1f9ff}', 10)).toBeGreaterThan(0)
  })
})

describe('fitText', () => {
  it('keeps what fits and cuts what does not', () => {
    expect(fitText('veth1', 100, 13)).toBe('veth1')
    expect(fitText('a-very-long-namespace-name', 80, 13)).toMatch(/^a-very-.*…$/)
  })

  it('is never wider than its room, unless not even an ellipsis fits', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40, unit: 'grapheme' }), fc.integer({ min: 15, max: 200 }), (text, room) => {
        expect(textWidth(fitText(text, room, 12), 12)).toBeLessThanOrEqual(room)
      }),
    )
  })
})

describe('wrapText', () => {
  it('keeps all words in order, in lines that fit', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z0-9.]{1,12}$/), { minLength: 1, maxLength: 20 }), (words) => {
        const lines = wrapText(words.join(' '), 200, 13)
        expect(lines.join(' ')).toBe(words.join(' '))
        for (const line of lines) expect(textWidth(line, 13)).toBeLessThanOrEqual(200)
      }),
    )
  })
})
