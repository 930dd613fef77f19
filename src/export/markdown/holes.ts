import { createHash } from 'node:crypto'

/**
 * Keeps our own HTML apart from a text's while that is cleaned: the text goes through the sanitiser with marks in it, and
 * what they stand for is put in afterwards. A mark holds a hash of the whole text, so that no text can hold a mark of its
 * own; and the same text gives the same marks.
 */
export class Holes {
  readonly #pieces: string[] = []
  /** Of a piece that closes: the number of the one that opens. */
  readonly #opener = new Map<number, number>()
  readonly #key: string

  constructor(source: string) {
    this.#key = createHash('sha256').update(source).digest('hex').slice(0, 20)
  }

  /** @returns the mark that stands for this HTML, itself plain text */
  put(html: string): string {
    return `\uE000${this.#key}-${this.#pieces.push(html) - 1}\uE001`
  }

  /** @returns two marks, for what opens before a part of the text and for what closes behind it: both are filled, or none */
  pair(open: string, close: string): [string, string] {
    const marks: [string, string] = [this.put(open), this.put(close)]
    this.#opener.set(this.#pieces.length - 1, this.#pieces.length - 2)
    return marks
  }

  /** Marks that the sanitiser dropped are gone with what they stood for. */
  fill(html: string): string {
    const nested = this.#opener.size === 0 ? new Set<number>() : this.#wellNested(html)
    const openers = new Set(this.#opener.values())
    return html.replace(mark, (_, key: string, digits: string) => {
      const index = Number(digits)
      const isHalf = openers.has(index) || this.#opener.has(index)
      return key === this.#key && (!isHalf || nested.has(index)) ? (this.#pieces[index] ?? '') : ''
    })
  }

  /** The pairs between which the cleaned text opens what it closes: any other would close a part of the page. */
  #wellNested(html: string): ReadonlySet<number> {
    const found = new Set<number>()
    const open: (string | number)[] = []
    const openers = new Set(this.#opener.values())
    for (const [, digits, end, name = '', rest = ''] of html.matchAll(markOrTag)) {
      const index = Number(digits)
      if (digits === undefined) {
        if (end === '') {
          if (!rest.endsWith('/') && !empty.has(name)) open.push(name)
          continue
        }
        while (typeof open.at(-1) === 'number') open.pop()
        open.pop()
      } else if (openers.has(index)) open.push(index)
      else if (this.#opener.has(index) && open.at(-1) === this.#opener.get(index)) {
        found.add(index).add(open.pop() as number)
      }
    }
    return found
  }
}

const mark = /\uE000([0-9a-f]{20})-(\d+)\uE001/g
/** In cleaned HTML neither `<` nor `>` stands in a text or in an attribute. */
const markOrTag = /\uE000[0-9a-f]{20}-(\d+)\uE001|<(\/?)([a-zA-Z][^\s/>]*)([^>]*)>/g
const empty = new Set(['br', 'col', 'hr', 'img', 'wbr'])
