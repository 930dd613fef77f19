import { describe, expect, test } from 'vitest'
import { cleanHtml } from '../../../src/export/output/index.js'

const clean = (html: string) => cleanHtml(html, { prefix: 'o1-' })

describe('cleanHtml', () => {
  test('takes scripts, styles and handlers out and keeps the text', () => {
    expect(clean('<p onclick="x()">one <b>two<script>three()</script><style>p{}</style> &lt;i>')).toBe(
      '<p>one <b>two &lt;i></b></p>',
    )
  })

  test('keeps SVG in its case, and references within it', () => {
    const svg =
      '<svg viewBox="0 0 9 9"><defs><linearGradient id="a"><stop offset="0" stop-color="red"/></linearGradient></defs>' +
      '<path fill="url(#a)" stroke="url(https://x.example/y)" d="M0 0"/><use xlink:href="#a"/><use href="https://x.example/#a"/></svg>'
    expect(clean(svg)).toBe(
      '<svg viewBox="0 0 9 9"><defs><linearGradient id="o1-a"><stop offset="0" stop-color="red"/></linearGradient></defs>' +
        '<path fill="url(#o1-a)" d="M0 0"/><use href="#o1-a"/><use/></svg>',
    )
  })

  test('keeps MathML', () => {
    const maths =
      '<math display="block"><mfrac linethickness="0"><mi mathvariant="normal">x</mi><mn>2</mn></mfrac></math>'
    expect(clean(maths)).toBe(maths)
  })

  test('keeps links to the web, beside the page and in it', () => {
    expect(clean('<a href="https://a.example/">1</a><a href="b.html">2</a><a href="#c">3</a>')).toBe(
      '<a href="https://a.example/" rel="noopener noreferrer">1</a><a href="b.html" rel="noopener noreferrer">2</a><a href="#o1-c">3</a>',
    )
    expect(clean('<a href="java\nscript:x">1</a><a href="data:text/html,x">2</a><a href=" javascript:x">3</a>')).toBe(
      '<a>1</a><a>2</a><a>3</a>',
    )
  })

  test('shows as text what would multiply when it is read', () => {
    const flood =
      Array.from({ length: 3000 }, (_, index) => `<b class=${index}>`).join('') + '<p></p></div>'.repeat(3000)
    const html = `<div>${flood}`
    expect(clean(html).length).toBeLessThan(html.length * 10)
  })

  test('takes deep nesting', () => {
    expect(clean('<div>'.repeat(50_000) + 'deep')).toContain('deep</pre>')
  })
})
