import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeMarkup } from '../../src/display/escape.js'
import { unescape } from '../views/support/svg-parts.js'

describe('escapeMarkup', () => {
  it('leaves nothing that opens a tag, an entity or a quote', () => {
    expect(escapeMarkup(`<img src=x onerror="alert('1')"> & co`)).toBe(
      '&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; co',
    )
  })

  it('replaces what XML does not allow, so that one name cannot break a whole picture', () => {
    expect(escapeMarkup('a\u0000b\u001bc\ud800d\uffffe')).toBe('a\ufffdb\ufffdc\ufffdd\ufffde')
    expect(escapeMarkup('tab\tand\nline')).toBe('tab\tand\nline')
    expect(escapeMarkup('pair \u{1f600}')).toBe('pair \u{1f600}')
  })

  it('can be read back', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(escapeMarkup(text)).not.toMatch(/[<>"']/)
        expect(unescape(escapeMarkup(text))).toBe(text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '\ufffd'))
      }),
    )
  })
})
