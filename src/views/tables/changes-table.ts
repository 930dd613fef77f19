import { mime, type MimeBundle } from '../../display/index.js'
import { describeChange, notableChanges, type Change } from '../../network/index.js'
import { escapeMarkup } from '../escape.js'
import { counted } from '../numbers.js'
import { shownRows } from './html-table.js'

/** What a command changed, one sentence a line. What the kernel did by itself is only counted. */
export function changesTable(changes: readonly Change[]): MimeBundle {
  const notable = notableChanges(changes)
  const minor = changes.length - notable.length
  const sentences = notable.map(describeChange)
  const title =
    sentences.length === 0
      ? `Nothing changed${minor === 0 ? '' : ` but what the kernel does by itself (${counted(minor, 'change')})`}.`
      : `${counted(sentences.length, 'change')}:`
  const rest = sentences.length - shownRows
  const shown = sentences.slice(0, shownRows)
  const item = (sentence: string) => `<li>${escapeMarkup(sentence)}</li>`
  const list = (items: readonly string[]) => `<ul style="margin:0">${items.map(item).join('')}</ul>`
  return {
    [mime.text]: [
      title,
      ...shown.map((sentence) => `  ${sentence}`),
      ...(rest > 0 ? [`  and ${counted(rest, 'more change')}`] : []),
    ].join('\n'),
    [mime.html]:
      `<div>${escapeMarkup(title)}${shown.length === 0 ? '' : list(shown)}` +
      (rest <= 0
        ? ''
        : `<details><summary>${counted(rest, 'more change')}</summary>${list(sentences.slice(shownRows))}</details>`) +
      '</div>',
  }
}
