import { escapeMarkup, mime, type MimeBundle } from '../../display/index.js'
import { describeChange, notableChanges, type Change } from '../../network/index.js'
import { counted } from '../numbers.js'
import { shownRows, underText } from './html-table.js'

/** How changes are told, in one language. */
export interface ChangeWords {
  /** A sentence without a full stop. */
  change(change: Change): string
  /** Over a list, and before a single one. */
  title(count: number): string
  /** Of a long list, what is folded away, and what is left out: `3 more changes`, `and 3 more changes`. */
  more(count: number): string
  andMore(count: number): string
  /** Where there are none but such as the kernel makes by itself. */
  nothing(minor: number): string
}

export const englishChanges: ChangeWords = {
  change: describeChange,
  title: (count) => `${counted(count, 'change')}:`,
  more: (count) => counted(count, 'more change'),
  andMore: (count) => `and ${counted(count, 'more change')}`,
  nothing: (minor) =>
    `Nothing changed${minor === 0 ? '' : ` but what the kernel does by itself (${counted(minor, 'change')})`}.`,
}

/** What a command changed, one sentence a line; a single one on the line of its heading. What the kernel did by itself is only counted. */
export function changesTable(
  changes: readonly Change[],
  further: readonly string[] = [],
  words: ChangeWords = englishChanges,
): MimeBundle {
  const notable = notableChanges(changes)
  const minor = changes.length - notable.length
  const sentences = [...notable.map((change) => words.change(change)), ...further]
  const [first] = sentences
  if (first === undefined || sentences.length === 1) {
    const line = first === undefined ? words.nothing(minor) : `${words.title(1)} ${first}`
    return { [mime.text]: line, [mime.html]: `<div style="${underText}">${escapeMarkup(line)}</div>` }
  }
  const title = words.title(sentences.length)
  const rest = sentences.length - shownRows
  const item = (sentence: string) => `<li>${escapeMarkup(sentence)}</li>`
  const list = (items: readonly string[]) => `<ul style="margin:0">${items.map(item).join('')}</ul>`
  const shown = sentences.slice(0, shownRows)
  return {
    [mime.text]: [
      title,
      ...shown.map((sentence) => `  ${sentence}`),
      ...(rest > 0 ? [`  ${words.andMore(rest)}`] : []),
    ].join('\n'),
    [mime.html]:
      `<div style="${underText}">${escapeMarkup(title)}${list(shown)}` +
      (rest <= 0
        ? ''
        : `<details><summary>${escapeMarkup(words.more(rest))}</summary>${list(sentences.slice(shownRows))}</details>`) +
      '</div>',
  }
}
