/**
 * A page of the manual from its source, laid out as man(1) does it for a pipe: for images that have the pages and no
 * man. It knows the macros that pages of programs are written with; what it does not know it leaves out.
 *
 * Format: man(7), groff_man(7), groff(7). Pages in mdoc(7) are not read.
 */
export function renderRoff(source: string, width = 80): string | undefined {
  const lines = source.trimEnd().replace(/\\\n/g, '').split('\n')
  const title = lines.find((line) => line.startsWith('.TH'))
  if (title === undefined) return undefined
  const layout = new Layout(width)
  for (const line of lines) layout.read(line)
  const header = wordsOfLine(title).slice(1).join(' ')
  return [header, ...layout.end(), header, ''].join('\n')
}

/** Columns: of a section's text, of a heading within it, and how much further a tag's text stands. */
const margins = { text: 7, heading: 3, step: 7 }

/** Macros that set their words in two fonts in turn join them; the others set blanks between. */
const alternating = new Set(['BR', 'RB', 'BI', 'IB', 'IR', 'RI'])

class Layout {
  readonly #width: number
  readonly #lines: string[] = []
  readonly #outer: number[] = []
  #base = margins.text
  #indent = margins.text
  /** Of the next line alone. */
  #once: number | undefined
  #words: string[] = []
  #isFilling = true
  #isTagNext = false
  /** Inside `.TS` … `.TE`, a definition, or the other half of a condition. */
  #skipsUntil: RegExp | undefined

  constructor(width: number) {
    this.#width = width
  }

  read(line: string): void {
    if (this.#skipsUntil) {
      if (this.#skipsUntil.test(line)) this.#skipsUntil = undefined
      return
    }
    const [, macro = '', rest = ''] = /^[.']\s*(\\"|\w+|)\s*(.*)$/.exec(line) ?? []
    if (!/^[.']/.test(line)) this.#text(plainText(line))
    else if (macro !== '' && macro !== '\\"') this.#macro(macro, wordsOfLine(rest))
  }

  end(): string[] {
    this.#flush()
    return this.#lines
  }

  #macro(name: string, words: readonly string[]): void {
    if (alternating.has(name)) return this.#text(words.join(''))
    switch (name) {
      case 'SH':
        return this.#heading(words.join(' ').toUpperCase(), 0)
      case 'SS':
        return this.#heading(words.join(' '), margins.heading)
      case 'B':
      case 'I':
      case 'R':
      case 'SM':
      case 'SB':
        return this.#text(words.join(' '))
      case 'PP':
      case 'P':
      case 'LP':
        return this.#paragraph(this.#base)
      case 'HP':
        this.#paragraph(this.#base + margins.step)
        this.#once = this.#base
        return
      case 'TP':
        this.#paragraph(this.#base + margins.step)
        this.#isTagNext = true
        return
      case 'TQ':
        this.#flush()
        this.#isTagNext = true
        return
      case 'IP':
        this.#paragraph(this.#base + margins.step)
        if (words[0] !== undefined) this.#tag(words[0])
        return
      case 'RS':
        this.#flush()
        this.#outer.push(this.#base)
        this.#base += number(words[0]) ?? margins.step
        this.#indent = this.#base
        return
      case 'RE':
        this.#flush()
        this.#base = this.#outer.pop() ?? margins.text
        this.#indent = this.#base
        return
      case 'in':
        this.#flush()
        this.#indent = moved(this.#indent, words[0], this.#base)
        return
      case 'ti':
        this.#flush()
        this.#once = moved(this.#indent, words[0], this.#indent)
        return
      case 'br':
        return this.#flush()
      case 'sp':
        return this.#paragraph(this.#indent)
      case 'nf':
      case 'EX':
        this.#flush()
        this.#isFilling = false
        return
      case 'fi':
      case 'EE':
        this.#flush()
        this.#isFilling = true
        return
      case 'TS':
        this.#skipsUntil = /^\.TE/
        return
      case 'de':
      case 'ig':
        this.#skipsUntil = /^\.\./
        return
    }
  }

  #text(text: string): void {
    if (this.#isTagNext) {
      this.#isTagNext = false
      return this.#tag(text)
    }
    if (!this.#isFilling) return void this.#lines.push(`${' '.repeat(this.#indent)}${text}`.trimEnd())
    if (text.trim() === '') return this.#paragraph(this.#indent)
    this.#words.push(...text.split(' ').filter((word) => word !== ''))
  }

  #tag(text: string): void {
    this.#lines.push(`${' '.repeat(this.#base)}${text}`)
  }

  #heading(text: string, indent: number): void {
    this.#outer.length = 0
    this.#base = margins.text
    this.#paragraph(margins.text)
    this.#lines.push(`${' '.repeat(indent)}${text}`)
  }

  /** An empty line, and the text behind it at that column. */
  #paragraph(indent: number): void {
    this.#flush()
    if (this.#lines.at(-1) !== '') this.#lines.push('')
    this.#indent = indent
  }

  #flush(): void {
    let line = ''
    let indent = this.#once ?? this.#indent
    for (const word of this.#words) {
      if (line !== '' && indent + line.length + 1 + word.length > this.#width) {
        this.#lines.push(' '.repeat(indent) + line)
        line = ''
        indent = this.#indent
      }
      line += line === '' ? word : ` ${word}`
    }
    if (line !== '') this.#lines.push(' '.repeat(indent) + line)
    if (this.#words.length > 0) this.#once = undefined
    this.#words = []
  }
}

function number(text: string | undefined): number | undefined {
  const found = Number.parseInt(text ?? '', 10)
  return Number.isNaN(found) ? undefined : found
}

/** `+8`, `-8`, `8`; without a number where it was before. */
function moved(from: number, by: string | undefined, before: number): number {
  const columns = number(by)
  if (columns === undefined) return before
  return Math.max(0, /^[+-]/.test(by ?? '') ? from + columns : margins.text + columns)
}

/** A macro's words: in quotes they may have blanks, and `""` is one of them. */
function wordsOfLine(rest: string): string[] {
  const found = rest.match(/"(?:""|[^"])*"?|(?:\\.|[^\s"\\])(?:\\.|[^\s\\])*/g) ?? []
  return found
    .filter((word) => !word.startsWith('\\"'))
    .map((word) => plainText(word.startsWith('"') ? word.replace(/^"|"$/g, '').replaceAll('""', '"') : word))
}

const signs: Readonly<Record<string, string>> = { aq: "'", dq: '"', lq: '“', rq: '”', oq: '‘', cq: '’', em: '—', en: '–', bu: '•', co: '©', ha: '^', ti: '~', ga: '`', rs: '\\', lB: '[', rB: ']', bv: '|' } // prettier-ignore

/** Without fonts, sizes and comments; signs as they are shown. */
function plainText(text: string): string {
  return text
    .replace(/\\".*$/, '')
    .replace(/\\f(?:\[[^\]]*\]|\(..|.)/g, '')
    .replace(/\\s[+-]?\d+/g, '')
    .replace(/\\\*(?:\[[^\]]*\]|\(..|.)/g, '')
    .replace(/\\(?:\((..)|\[([^\]]*)\])/g, (_, two?: string, name?: string) => signs[two ?? name ?? ''] ?? '')
    .replace(
      /\\([-e ~0&|^'`:%/,.])/g,
      (_, sign: string) =>
        ({ e: '\\', '-': '-', ' ': ' ', '~': ' ', '0': ' ', "'": "'", '`': '`', '.': '.' })[sign] ?? '',
    ) // prettier-ignore
    .replace(/\\c$/, '')
}
