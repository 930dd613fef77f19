import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { ansiHtml } from '../../../src/export/output/ansi.js'
import { contrast, type Rgb } from '../../../src/export/output/colour.js'
import { foldTerminal } from '../../../src/export/output/terminal.js'

const css = readFileSync(new URL('../../../src/export/page/output.css', import.meta.url), 'utf8')
const grounds = { light: '#ffffff', dark: '#111111' }

function rgb(hex: string): Rgb {
  const long = hex.length === 4 ? hex.replace(/[0-9a-f]/g, '$&$&') : hex
  return [1, 3, 5].map((at) => Number.parseInt(long.slice(at, at + 2), 16)) as Rgb
}

describe('colours of terminal text', () => {
  test.each(Array.from({ length: 16 }, (_, index) => index))(
    'colour %i can be read on a light and on a dark page',
    (index) => {
      const [, rule = ''] = new RegExp(`\\.a-${index} \\{\\s*color: ([^;]+);`).exec(css) ?? []
      const [, light, dark] = /light-dark\((#\w+), (#\w+)\)/.exec(rule) ?? []
      if (rule === 'var(--ink)') return
      expect(contrast(rgb(light!), rgb(grounds.light))).toBeGreaterThanOrEqual(4.5)
      expect(contrast(rgb(dark!), rgb(grounds.dark))).toBeGreaterThanOrEqual(4.5)
    },
  )

  test.each(Array.from({ length: 16 }, (_, index) => index))('ground %i has text that can be read', (index) => {
    const [, ground, ink] = new RegExp(`\\.a-b${index} \\{\\s*background: (#\\w+);\\s*color: (#\\w+);`).exec(css) ?? []
    expect(contrast(rgb(ground!), rgb(ink!))).toBeGreaterThanOrEqual(4.5)
  })

  test('any of 256 and of all others is moved until it can be read', () => {
    for (let index = 16; index < 256; index++) {
      const [html] = ansiHtml(`\u001b[38;5;${index}mx`)
      const [, light, dark] = /light-dark\((#\w+),(#\w+)\)/.exec(html) ?? []
      expect(contrast(rgb(light!), rgb(grounds.light))).toBeGreaterThanOrEqual(4.5)
      expect(contrast(rgb(dark!), rgb(grounds.dark))).toBeGreaterThanOrEqual(4.5)
    }
  })

  test('are kept across what is folded, and end where they end', () => {
    expect(ansiHtml('\u001b[31ma', 'b\u001b[0mc')).toEqual([
      '<span class="a-1">a</span>',
      '<span class="a-1">b</span>c',
    ])
    expect(ansiHtml('\u001b[7minverse\u001b[27m \u001b[3;9mx')).toEqual([
      '<span class="a-bink">inverse</span> <span class="a-italic a-strike">x</span>',
    ])
  })
})

describe('what a terminal would show', () => {
  test.each([
    ['10%\r50%\r100%\n', '100%\n'],
    ['long line\rab', 'abng line'],
    ['long line\r\u001b[Kab', 'ab'],
    ['a\r\nb\r\n', 'a\nb\n'],
    ['a\nb\n\u001b[2Ax\n', 'x\nb\n'],
    ['ab\bc', 'ac'],
    ['\u001b[31mred\u001b[0m\rR', 'R\u001b[0m\u001b[31med\u001b[0m'],
  ])('%j is %j', (written, shown) => expect(foldTerminal(written)).toBe(shown))
})
