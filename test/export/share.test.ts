import { describe, expect, test } from 'vitest'
import { sharePictures } from '../../src/export/figure/share.js'
import { joinMarks } from '../../src/export/output/svg/join.js'
import { neutral } from '../../src/views/palette.js'

const picture = (content: string, id = 'o1-') =>
  `<div class="o-picture o-own"><svg width="9" aria-labelledby="${id}title"><title id="${id}title">T</title>${content}</svg></div>`

describe('what the pictures of a page have in common', () => {
  test.each(Object.entries(neutral))('the neutral colour %s turns with the page', (name, { light, dark }) => {
    const { html, css } = sharePictures(picture(`<rect x="1" fill="${light}" stroke="${light}"/>`))
    const turned = name === 'ground' ? 'var(--ground)' : `light-dark(${light},${dark})`
    expect(css).toBe(`.p0{fill:${turned};stroke:${turned}}`)
    expect(html).toContain('<rect x=1 class="p0"/>')
  })

  test('a look that many have is said once, whatever its order; one that few have stays', () => {
    const texts = '<text x="1" font-size="11.5" fill="#7783fd">a</text><text fill="#7783fd" font-size="11.5">b</text>'
    const { html, css } = sharePictures(picture(texts.repeat(4) + '<path fill="none" d="M1 1h2"/>'))
    expect(css).toBe('.p0{fill:#7783fd;font-size:11.5px}')
    expect(html).toContain('<text x=1 class=p0>a</text><text class=p0>b</text>')
    expect(html).toContain('<path d="M1 1h2" fill="none"/>')
  })

  test('a picture that is there already is drawn again, and its data are not told twice', () => {
    const content = '<rect x="1"/>'.repeat(40)
    const data = '<details class="data"><summary>Data, 1 row</summary></details>'
    const { html } = sharePictures(picture(content) + data + picture(content, 'o2-') + data)
    expect(html.match(/<rect/g)).toHaveLength(40)
    expect(html).toContain(
      '<title id="o2-title">T</title><use href="#picture-1"/></svg></div><p class="data"><a href="#picture-1">',
    )
    expect(html.match(/ id=picture-1>/g)).toHaveLength(1)
  })

  test('nothing but colours and sizes comes into the style sheet, and other pictures are left alone', () => {
    const hostile = '<rect fill="red}*{background:url(//canary.invalid)" stroke="url(#a)"/>'.repeat(9)
    expect(sharePictures(picture(hostile)).css).toBe('')
    const foreign = '<div class="o-picture o-paper"><svg><rect fill="#ffffff"/></svg></div>'
    expect(sharePictures(foreign)).toEqual({ html: foreign, css: '' })
  })
})

describe('marks that look alike', () => {
  test.each([
    ['<path fill="red" d="M1 2h0"/><path fill="red" d="M3 4h0"/>', '<path fill="red" d="M1 2h0M3 4h0"/>'],
    ['<path d="m34 48 5 9H29Z"/><path d="m.5.5-3-1"/>', '<path d="M34 48l5 9H29ZM.5 .5l-3-1"/>'],
    [
      '<path fill="a" d="M1 1h1"/><path fill="b" d="M1 1h1"/>',
      '<path fill="a" d="M1 1h1"/><path fill="b" d="M1 1h1"/>',
    ],
    ['<path d="M65.5 31.5"/><path display="none"/><path d="M1 1h1"/>', '<path d="M1 1h1"/>'],
    ['<g stroke="a"><path d="M1 1h1"/><path d="M2 2h1"/></g>', '<path stroke="a" d="M1 1h1M2 2h1"/>'],
    ['<g opacity=".5"><path d="M1 1h1"/></g>', '<g opacity=".5"><path d="M1 1h1"/></g>'],
  ])('%s is %s', (apart, joined) => expect(joinMarks(apart)).toBe(joined))
})
