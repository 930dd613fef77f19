import { promptLength } from '../../text/prompts.js'
import { ShellSyntax, type Quoting } from '../../text/shell-syntax.js'

/** What the cursor stands in, in lines of the shell: the words of its command up to there. */
export interface ShellCursor {
  /** The words before, without their quotes. */
  words: string[]
  /** What of the word at the cursor stands before it, without quotes; a variable's name without its `$`. */
  typed: string
  /** UTF-16 offset of what is to be replaced up to the cursor. */
  start: number
  expects: 'word' | 'file' | 'variable'
  /** The quotation mark that the word has been opened with. */
  quote: '' | "'" | '"'
}

/** Undefined: in a comment, a here-document, an expression, or in quotes that begin in the middle of a word. */
export function shellCursorAt(script: string, cursor: number): ShellCursor | undefined {
  const text = script.slice(0, cursor)
  const quotings = quotingsOf(text)
  const last = quotings[text.length - 1]
  const variable = /\$\{?(\w*)$/.exec(text)
  if (variable && last && expanding.has(last)) {
    const typed = variable[1] ?? ''
    return { words: [], typed, start: cursor - typed.length, expects: 'variable', quote: '' }
  }
  const reader = new WordReader(text, quotings)
  return reader.read()
}

/** Where the word that the cursor stands in, or at the end of, ends: there it is known whole. */
export function wordEnd(script: string, cursor: number): number {
  return cursor + (/^[^\s;|&()<>'"`$]*/.exec(script.slice(cursor))?.[0].length ?? 0)
}

const expanding = new Set<Quoting>(['plain', 'double', 'heredoc', 'parameter', 'arithmetic', 'backtick'])

/** A prompt in front of a command, as tutorials print it, counts as blank: null. */
type Mark = Quoting | null | undefined

/** What each character stands in; undefined for the later ones of an operator, and line breaks between commands. */
function quotingsOf(text: string): Mark[] {
  const quotings: Mark[] = new Array<Mark>(text.length)
  const syntax = new ShellSyntax()
  let at = 0
  for (const line of text.split('\n')) {
    const prompt = syntax.isComplete ? promptLength(line) : 0
    quotings.fill(null, at, at + prompt)
    syntax.line(line.slice(prompt), (index, quoting) => (quotings[at + prompt + index] = quoting))
    const end = at + line.length
    // A line that goes on: its break is a part of what is open.
    if (end < text.length && !syntax.isComplete) quotings[end] = quotings[end - 1] ?? null
    at = end + 1
  }
  return quotings
}

/** The words of one command, and the ones around it while `$(…)` is read. */
interface Frame {
  words: string[]
  word: string | undefined
  start: number
  /** How the word begins, and the quotes that are open now. */
  quote: ShellCursor['quote']
  open: ShellCursor['quote']
  /** Behind `<` or `>`. */
  isFile: boolean
}

const newFrame = (): Frame => ({ words: [], word: undefined, start: 0, quote: '', open: '', isFile: false })

class WordReader {
  readonly #text: string
  readonly #quotings: readonly Mark[]
  readonly #outer: Frame[] = []
  #frame = newFrame()

  constructor(text: string, quotings: readonly Mark[]) {
    this.#text = text
    this.#quotings = quotings
  }

  read(): ShellCursor | undefined {
    const text = this.#text
    for (let at = 0; at < text.length;) at = this.#step(at)
    const last = text.length === 0 ? 'plain' : this.#quotings[text.length - 1]
    if (last === 'comment' || last === 'heredoc' || last === 'quoted-heredoc' || last === 'heredoc-delimiter')
      return undefined
    if (last === 'arithmetic' || last === 'parameter') return undefined
    const { words, word, start, quote, open, isFile } = this.#frame
    // Quotes that begin in the middle: what stands there is a part of a word only.
    if (quote !== open) return undefined
    const from = word === undefined ? text.length : start + open.length
    return { words, typed: word ?? '', start: from, expects: isFile ? 'file' : 'word', quote: open }
  }

  #step(at: number): number {
    const text = this.#text
    const char = text[at] as string
    const quoting = this.#quotings[at]
    if (quoting === null) return this.#blank(at)
    if (char === '\n') return this.#lineEnd(at)
    if (quoting === undefined) return this.#unvisited(char, at)
    if (quoting === 'single' || quoting === 'ansi-c') {
      if (char !== "'") this.#append(char, at)
      else this.#frame.open = ''
      return at + 1
    }
    if (char === '\\' && at + 1 < text.length) {
      const next = text[at + 1] as string
      // A line that goes on.
      if (next !== '\n') this.#append(next, at)
      else if (this.#frame.open === '') this.#endWord()
      return at + 2
    }
    if (text.startsWith('$((', at)) {
      this.#append('$((', at)
      return at + 3
    }
    if (text.startsWith('$(', at)) {
      this.#append('', at)
      this.#enter()
      return at + 2
    }
    if (quoting === 'double') {
      if (char !== '"') this.#append(char, at)
      else this.#frame.open = ''
      return at + 1
    }
    if (quoting === 'comment') return at + 1
    if (quoting === 'plain' || quoting === 'backtick') return this.#plain(char, at)
    this.#append(char, at)
    return at + 1
  }

  #plain(char: string, at: number): number {
    const text = this.#text
    if (char === "'" || char === '"') {
      if (this.#frame.word === undefined) this.#frame.quote = char
      this.#append('', at)
      this.#frame.open = char
      return at + 1
    }
    if (/\s/.test(char)) return this.#blank(at)
    if (char === '`') this.#frame = newFrame()
    else if (char === '(') this.#enter()
    else if (char === ')') this.#frame = this.#outer.pop() ?? newFrame()
    else if (char === ';' || char === '|' || char === '&') {
      const isRedirection = char === '&' && (text[at - 1] === '>' || text[at - 1] === '<' || text[at + 1] === '>')
      if (!isRedirection) this.#frame = newFrame()
    } else if (char === '<' || char === '>') {
      // `2>`: the number is no word.
      if (/^\d+$/.test(this.#frame.word ?? '')) this.#frame.word = undefined
      this.#endWord()
      this.#frame.isFile = true
    } else this.#append(char, at)
    return at + 1
  }

  /** The rest of an operator; of these only `<(` begins a command, and only `))` is a part of a word. */
  #unvisited(char: string, at: number): number {
    if (char === '(') this.#enter()
    if (char === ')') this.#append(char, at)
    return at + 1
  }

  #lineEnd(at: number): number {
    if (this.#frame.open === '') this.#frame = newFrame()
    else this.#append('\n', at)
    return at + 1
  }

  #enter(): void {
    this.#outer.push(this.#frame)
    this.#frame = newFrame()
  }

  #blank(at: number): number {
    this.#endWord()
    return at + 1
  }

  #append(char: string, at: number): void {
    const frame = this.#frame
    if (frame.word === undefined) {
      frame.start = at
      if (char !== '') frame.quote = ''
    }
    frame.word = (frame.word ?? '') + char
  }

  #endWord(): void {
    const frame = this.#frame
    if (frame.word === undefined) return
    if (!frame.isFile) frame.words.push(frame.word)
    frame.isFile = false
    frame.word = undefined
    frame.quote = ''
  }
}
