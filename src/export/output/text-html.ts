import { ansiHtml, stripAnsi } from './ansi.js'
import { countWords, foldText, isWide } from './fold.js'

export interface TextLook {
  /** Of the `pre`: what kind of text it is. */
  className: string
  /** What a fold's count counts. */
  word?: string
}

/** Text of a program, in its own lines: scrolls in its box where it is wide, folds where it is long. */
export function textHtml(text: string, { className, word = 'more line' }: TextLook): string {
  const { head, rest, count, dropped } = foldText(text)
  const [first, others] = ansiHtml(head, rest)
  const pre = (html: string, source: string) =>
    `<pre class="${className}"${scrollable(stripAnsi(source))}>${html}</pre>`
  const fold =
    rest === ''
      ? ''
      : `<details class="o-fold"><summary>${countWords(count, word)}</summary>${pre(others, rest)}</details>`
  return pre(first, head) + fold + leftOut(dropped)
}

/** A box that scrolls must be reachable by keyboard. */
export function scrollable(text: string): string {
  return isWide(text) ? ' tabindex="0"' : ''
}

function leftOut(lines: number): string {
  return lines === 0
    ? ''
    : `<p class="o-note">${countWords(lines, 'line')} more ${lines === 1 ? 'is' : 'are'} in the notebook, not in this page.</p>`
}
