import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mime } from '../../../src/display/index.js'
import { cardBundle } from '../../../src/lesson/toolkit/card.js'
import { askedBundle, inWriting } from '../../../src/lesson/toolkit/predict/cards.js'
import { en } from '../../../src/lesson/toolkit/text/en.js'
import { chooseLanguage } from '../../../src/lesson/toolkit/text/language.js'

describe('a card', () => {
  it('says in HTML what it says in words, whatever an author or a reader has typed', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (title, line) => {
        const bundle = cardBundle({ mood: 'ask', title, lines: [line, { code: line }] })
        const html = String(bundle[mime.html])
        expect(html.match(/<(?!\/?(?:div|span|pre)\b)/g)).toBeNull()
        expect(bundle[mime.text]).toContain(title)
        expect(bundle[mime.text]).toContain(line.split('\n')[0])
      }),
    )
  })

  it('tells a screen reader in which language it speaks', async () => {
    const html = () => String(cardBundle({ mood: 'note', title: 't', lines: [] })[mime.html])
    await chooseLanguage('zh')
    expect(html()).toMatch(/^<div lang="zh" /)
    await chooseLanguage('en')
    expect(html()).toMatch(/^<div lang="en" /)
  })
})

describe('a question', () => {
  it('tells how to answer it in writing, with the choice that stands', () => {
    const asked = {
      question: 'Which?',
      choices: ['this', 'that'],
      answer: 'that',
      source: 'now',
      hasOptions: false,
    } as const
    expect(inWriting(asked, en)).toBe(
      "  a) this\n  b) that\n  To predict in writing, add { mine: 'b' } at the end of the call and run the cell again.",
    )
    expect(askedBundle(asked, en)[mime.text]).toBe('? Predict: Which?\n  Your prediction: that')
  })
})
