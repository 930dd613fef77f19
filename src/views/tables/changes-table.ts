import { escapeMarkup, mime, type MimeBundle } from '../../display/index.js'
import { describeChange, notableChanges, type Change } from '../../network/index.js'
import { counted } from '../numbers.js'
import { shownRows, underText } from './html-table.js'

/** What a command changed, one sentence a line; a single one on the line of its heading. What the kernel did by itself is only counted. */
export function changesTable(changes: readonly Change[], further: readonly string[] = []): MimeBundle {
  const notable = notableChanges(changes)
  const minor = changes.length - notable.length
  const sentences = [...notable.map(describeChange), ...further]
  const [first] = sentences
  if (first === undefined || sentences.length === 1) {
    const words = first === undefined ? nothingNotable(minor) : `1 change: ${first}`
    return { [mime.text]: words, [mime.html]: `<div style="${underText}">${escapeMarkup(words)}</div>` }
  }
  const title = `${counted(sentences.length, 'change')}:`
  const rest = sentences.length - shownRows
  const item = (sentence: string) => `<li>${escapeMarkup(sentence)}</li>`
  const list = (items: readonly string[]) => `<ul style="margin:0">${items.map(item).join('')}</ul>`
  const shown = sentences.slice(0, shownRows)
  return {
    [mime.text]: [
      title,
      ...shown.map((sentence) => `  ${sentence}`),
      ...(rest > 0 ? [`  and ${counted(rest, 'more change')}`] : []),
    ].join('\n'),
    [mime.html]:
      `<div style="${underText}">${escapeMarkup(title)}${list(shown)}` +
      (rest <= 0
        ? ''
        : `<details><summary>${counted(rest, 'more change')}</summary>${list(sentences.slice(shownRows))}</details>`) +
      '</div>',
  }
}

function nothingNotable(minor: number): string {
  return `Nothing changed${minor === 0 ? '' : ` but what the kernel does by itself (${counted(minor, 'change')})`}.`
}
