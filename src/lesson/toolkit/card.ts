import { escapeMarkup, mime, type MimeBundle } from '../../display/index.js'
import { palette } from '../../views/index.js'
import { currentLanguage } from './text/language.js'

/** What the toolkit shows: a sign, a heading, and lines below it; the same in words and in plain HTML. */
export interface Card {
  mood: 'ask' | 'right' | 'differs' | 'open' | 'wrong' | 'note'
  title: string
  /** A list is shown as a list, code as lines of code. */
  lines: readonly (string | { code: string })[]
}

const signs = { ask: '?', right: '✓', differs: '≠', open: '○', wrong: '✗', note: '·' } as const
const colours = {
  ask: palette.changed,
  right: palette.up,
  differs: palette.waiting,
  open: palette.waiting,
  wrong: palette.lost,
  note: palette.unused,
} as const

/** A card with what else it carries, by MIME type. Colour and sign stand for nothing that the words do not say. */
export function cardBundle(card: Card, data: Readonly<Record<string, unknown>> = {}): MimeBundle {
  return { [mime.text]: cardText(card), [mime.html]: cardHtml(card), ...data }
}

export function cardText({ mood, title, lines }: Card): string {
  const indented = lines.flatMap((line) =>
    typeof line === 'string' ? [`  ${line}`] : line.code.split('\n').map((each) => `      ${each}`),
  )
  return [`${signs[mood]} ${title}`, ...indented].join('\n')
}

function cardHtml({ mood, title, lines }: Card): string {
  const body = lines.map((line) =>
    typeof line === 'string'
      ? `<div>${escapeMarkup(line)}</div>`
      : `<pre style="margin:4px 0;padding-left:12px;white-space:pre-wrap">${escapeMarkup(line.code)}</pre>`,
  )
  return (
    `<div lang="${currentLanguage()}" style="margin:6px 0 6px 5px;padding:2px 0 2px 12px;border-left:4px solid ${colours[mood]};max-width:44em">` +
    `<div style="font-weight:600"><span aria-hidden="true">${signs[mood]}</span> ${escapeMarkup(title)}</div>` +
    `${body.join('')}</div>`
  )
}
