import { ansiHtml, stripAnsi } from './ansi.js'
import { en, type PageWords } from '../words/en.js'
import { foldText, isWide } from './fold.js'

export interface TextLook {
  /** Of the `pre`: what kind of text it is. */
  className: string
  words?: PageWords | undefined
}

/** Text of a program, in its own lines: scrolls in its box where it is wide, folds where it is long. */
export function textHtml(text: string, { className, words = en }: TextLook): string {
  const { head, rest, count, dropped } = foldText(text)
  const [first, others] = ansiHtml(head, rest)
  const pre = (html: string, source: string) =>
    `<pre class="${className}"${scrollable(stripAnsi(source))}>${html}</pre>`
  const fold =
    rest === ''
      ? ''
      : `<details class="o-fold"><summary>${words.output.moreLines(count)}</summary>${pre(others, rest)}</details>`
  return pre(first, head) + fold + leftOut(dropped, words)
}

/** A box that scrolls must be reachable by keyboard. */
export function scrollable(text: string): string {
  return isWide(text) ? ' tabindex="0"' : ''
}

export function leftOut(lines: number, { output }: PageWords): string {
  return lines === 0 ? '' : `<p class="o-note">${output.leftOut(lines)}</p>`
}
