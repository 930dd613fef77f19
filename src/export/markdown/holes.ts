import { createHash } from 'node:crypto'

/**
 * Keeps our own HTML apart from a text's while that is cleaned: the text goes through the sanitiser with marks in it, and
 * what they stand for is put in afterwards. A mark holds a hash of the whole text, so that no text can hold a mark of its
 * own; and the same text gives the same marks.
 */
export class Holes {
  readonly #pieces: string[] = []
  readonly #key: string

  constructor(source: string) {
    this.#key = createHash('sha256').update(source).digest('hex').slice(0, 20)
  }

  /** @returns the mark that stands for this HTML, itself plain text */
  put(html: string): string {
    return `\uE000${this.#key}-${this.#pieces.push(html) - 1}\uE001`
  }

  /** Marks that the sanitiser dropped are gone with what they stood for. */
  fill(html: string): string {
    return html.replace(/\uE000([0-9a-f]{20})-(\d+)\uE001/g, (_, key: string, index: string) =>
      key === this.#key ? (this.#pieces[Number(index)] ?? '') : '',
    )
  }
}
