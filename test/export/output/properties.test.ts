import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ansiHtml, stripAnsi } from '../../../src/export/output/ansi.js'
import { cleanHtml } from '../../../src/export/output/index.js'
import { foldTerminal } from '../../../src/export/output/terminal.js'
import { unsafeParts } from '../safety.js'

const prefix = 'o3-'
const seed = 20_26

const names = (
  'a b p div table tr td caption li ol select option form button svg g path title desc foreignObject style script math ' +
  'mi mtext mglyph malignmark annotation-xml template textarea noscript xmp iframe image img h2 pre br body html ' +
  'frameset plaintext details summary font nobr use linearGradient'
).split(' ')
const attributes = [
  'onload=pwned()',
  'href="javascript:pwned()"',
  'xlink:href="#a"',
  'src=x',
  'style="fill:url(#a);position:fixed;background:url(//x)"',
  'id=a',
  'fill="url(https://canary.invalid/)"',
  'title="</style><img src=x onerror=pwned()>"',
  'definitionurl=x',
  'color=red face=x size=7',
  'encoding="text/html"',
]
const tag = fc.constantFrom(...names)
const piece = fc.oneof(
  fc
    .tuple(tag, fc.array(fc.constantFrom(...attributes), { maxLength: 3 }))
    .map(([name, given]) => `<${name} ${given.join(' ')}>`),
  tag.map((name) => `<${name}/>`),
  tag.map((name) => `</${name}>`),
  fc.constantFrom(
    '<!--',
    '-->',
    '--!>',
    '<![CDATA[',
    ']]>',
    '<',
    '>',
    '"',
    "'",
    '&lt;',
    '&#60;',
    '=',
    '/',
    '\0',
    'x',
    ' ',
  ),
  fc.string({ maxLength: 5 }),
)
const soup = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''))

describe('whatever the tags', () => {
  test('nothing beyond the allow-list comes out, and what came out stays as it is', () => {
    fc.assert(
      fc.property(soup, (html) => {
        const cleaned = cleanHtml(html, { prefix })
        expect(unsafeParts(cleaned, prefix)).toEqual([])
        expect(cleanHtml(cleaned, { prefix })).toBe(cleaned)
      }),
      { seed, numRuns: 1500 },
    )
  })

  test('no angle bracket stands in an attribute', () => {
    fc.assert(
      fc.property(soup, (html) => {
        for (const [, inner = ''] of cleanHtml(html, { prefix }).matchAll(/<([^>]*)>/g))
          expect(inner).not.toContain('<')
      }),
      { seed, numRuns: 500 },
    )
  })
})

const terminal = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '\u001b[31m',
        '\u001b[0m',
        '\u001b[1;4m',
        '\u001b[38;5;200m',
        '\u001b[48;2;1;2;3m',
        '\u001b[K',
        '\u001b[2A',
        '\u001b]0;x\u0007',
        '\r',
        '\n',
        '\b',
        '<b>',
        '&',
      ),
      fc.string({ maxLength: 6 }),
    ),
  )
  .map((parts) => parts.join(''))

describe('whatever a terminal gets', () => {
  test('only spans come out, with all that is printed and nothing else', () => {
    fc.assert(
      fc.property(terminal, (text) => {
        const [html] = ansiHtml(foldTerminal(text))
        expect(html.replace(/<\/?span[^<>]*>/g, '')).not.toMatch(/[<>\u001b\r\b]/)
        expect(unsafeParts(html, prefix).filter((part) => !part.startsWith('<span'))).toEqual([])
      }),
      { seed, numRuns: 1000 },
    )
  })

  test('text without controls stays as it is', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(text))
        expect(foldTerminal(text)).toBe(text)
        expect(stripAnsi(text)).toBe(text)
      }),
      { seed },
    )
  })
})
