import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { renderMarkdown } from '../../src/export/markdown/render.js'

const render = (source: string): string => renderMarkdown(source, { prefix: 'x-' })

describe('Markdown', () => {
  test('formulas become MathML, and money stays money', () => {
    expect(render('The $\\frac{a}{b}$ of it')).toMatch(/<math><mfrac>/)
    expect(render('$$\nx\n= y\n$$')).toMatch(/<math display="block"/)
    expect(render('\\begin{align}\na &= b\n\\end{align}')).toMatch(/<math display="block"/)
    expect(render('It costs $5 or $6, or $ 7 $.')).not.toContain('<math')
    expect(render('`$x$`')).toBe('<p><code>$x$</code></p>\n')
  })

  test('an answer below a prediction belongs to it, whole', () => {
    const html = render('**Predict.** Does it?\n\n<details><summary>Answer</summary>\n\nNo.\n\n</details>\n\nAfter.')
    const [callout = '', rest = ''] = html.split('</details>')
    expect(callout).toContain('<div class="callout predict" role="note"><p class="kind">Predict</p>')
    expect(callout).toContain('<p>Does it?</p>')
    expect(callout).toContain('<p>No.</p>')
    expect(rest.replace(/\s/g, '')).toBe('</div><p>After.</p>')
  })

  test("GitHub's alerts are callouts", () => {
    expect(render('> [!WARNING]\n> Mind the gap.')).toMatch(/class="callout warning"[^]*<p>Mind the gap.<\/p>/)
  })

  test('code blocks are coloured by their language, and plain where it is unknown', () => {
    expect(render('```ts\nconst a = 1\n```')).toContain('<span class="k">const</span>')
    expect(render('```nonsense\n<b>\n```')).toContain('&lt;b&gt;')
  })

  test('what stands for our own HTML cannot be forged', () => {
    const forged = ['\uE0000-0\uE001', '&#xE000;0-0&#xE001;', '<a title="&#xE000;00000000000000000000-0&#xE001;">x</a>']
    for (const text of forged)
      expect(render(`\`\`\`js\n" onmouseover="alert(1)\n\`\`\`\n\n${text}`).match(/<pre/g)).toHaveLength(1)
  })

  test('no text breaks it', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'$`*_#<>[]()!|~\\\n &;:-+1a"\'='.split('')) }), (text) => {
        expect(render(text)).not.toMatch(/[\uE000\uE001]|<script/)
      }),
      { numRuns: 300, seed: 9 },
    )
  })
})
