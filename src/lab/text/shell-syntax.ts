/**
 * A light reader of bash's grammar: enough to tell whether a command is complete at the end of a line, and what
 * quoting a character stands in. It never judges a script; bash does.
 *
 * Grammar: bash(1), "QUOTING", "Compound Commands", "Here Documents".
 */

/** What a character stands in, for those who put a value there or look for words. */
export type Quoting =
  | 'plain'
  | 'single'
  | 'double'
  | 'ansi-c'
  | 'comment'
  | 'heredoc'
  | 'quoted-heredoc'
  | 'heredoc-delimiter'
  | 'arithmetic'
  | 'parameter'
  | 'backtick'

export interface Heredoc {
  delimiter: string
  /** `<<-`: leading tabs are no part of the lines. */
  stripsTabs: boolean
  /** `<<'EOF'`: nothing is expanded in the body. */
  isQuoted: boolean
}

type Frame =
  | { kind: 'single' | 'double' | 'ansi-c' | 'backtick' | 'arithmetic' | 'parameter' }
  | { kind: 'group'; isArray: boolean; isCommand: boolean }
  | { kind: 'compound'; closer: 'fi' | 'done' | 'esac' | '}' }

const openers: Readonly<Record<string, 'fi' | 'done' | 'esac' | '}'>> = {
  if: 'fi',
  for: 'done',
  while: 'done',
  until: 'done',
  select: 'done',
  case: 'esac',
  '{': '}',
}
/** After these the next word is a command again. */
const leaders = new Set(['then', 'do', 'else', 'elif', 'time', '!', 'if', 'while', 'until', '{', 'coproc'])

export class ShellSyntax {
  #stack: Frame[] = []
  #announced: Heredoc[] = []
  #open: Heredoc[] = []
  #isContinued = false
  #endsInOperator = false
  #atCommand = true
  #afterFunction = false
  #word = ''

  /** No quote, here-document, compound command or continuation is open: the next line starts a command. */
  get isComplete(): boolean {
    return !this.#isContinued && !this.#endsInOperator && this.#stack.length === 0 && this.#open.length === 0
  }

  /** The here-document whose body the next line belongs to. */
  get heredoc(): Heredoc | undefined {
    return this.#open[0]
  }

  /** Reads one line, without its newline; `visit` is told what each character stands in. */
  line(text: string, visit?: (index: number, quoting: Quoting) => void): void {
    const body = this.#open[0]
    if (body) {
      const isEnd = (body.stripsTabs ? text.replace(/^\t+/, '') : text) === body.delimiter
      if (isEnd) this.#open.shift()
      else if (visit) for (let i = 0; i < text.length; i++) visit(i, body.isQuoted ? 'quoted-heredoc' : 'heredoc')
      return
    }
    this.#isContinued = false
    for (let i = 0; i < text.length;) i = this.#step(text, i, visit)
    this.#endLine()
  }

  #endLine(): void {
    if (this.#isContinued) return
    const inside = this.#top?.kind
    if (inside === 'single' || inside === 'double' || inside === 'ansi-c' || inside === 'parameter') return
    this.#endWord()
    if (!this.#endsInOperator) this.#atCommand = !(this.#top?.kind === 'group' && this.#top.isArray)
    this.#open.push(...this.#announced.splice(0))
  }

  get #top(): Frame | undefined {
    return this.#stack.at(-1)
  }

  /** Reads what begins at `i`; the index behind it. */
  #step(text: string, i: number, visit?: (index: number, quoting: Quoting) => void): number {
    const top = this.#top?.kind
    const char = text[i] as string
    visit?.(i, quotingOf(top))
    if (top === 'single') {
      if (char === "'") this.#stack.pop()
      return i + 1
    }
    if (char === '\\') {
      if (i === text.length - 1) this.#isContinued = true
      else {
        visit?.(i + 1, quotingOf(top))
        this.#append('\\')
      }
      return i + 2
    }
    if (top === 'ansi-c') {
      if (char === "'") this.#stack.pop()
      return i + 1
    }
    if (char === '`') {
      if (top === 'backtick') this.#stack.pop()
      else this.#stack.push({ kind: 'backtick' })
      this.#append('`')
      this.#atCommand = top !== 'backtick'
      return i + 1
    }
    if (char === '$') return this.#dollar(text, i, top)
    if (top === 'double') {
      if (char === '"') this.#stack.pop()
      return i + 1
    }
    if (char === '"') return this.#push({ kind: 'double' }, i + 1)
    if (top === 'arithmetic') {
      if (char === '(') return this.#push({ kind: 'group', isArray: true, isCommand: false }, i + 1)
      if (text.startsWith('))', i)) return this.#pop(i + 2)
      return i + 1
    }
    if (top === 'parameter') {
      if (char === "'" && !this.#stack.some((frame) => frame.kind === 'double'))
        return this.#push({ kind: 'single' }, i + 1)
      return char === '}' ? this.#pop(i + 1) : i + 1
    }
    if (char === "'") return this.#push({ kind: 'single' }, i + 1)
    return this.#plain(text, i, char, visit)
  }

  #dollar(text: string, i: number, top: Frame['kind'] | undefined): number {
    this.#append('$')
    if (text.startsWith('$((', i)) return this.#push({ kind: 'arithmetic' }, i + 3)
    if (text.startsWith('$(', i)) {
      this.#stack.push({ kind: 'group', isArray: false, isCommand: false })
      this.#startCommand()
      return i + 2
    }
    if (text.startsWith('${', i)) return this.#push({ kind: 'parameter' }, i + 2)
    if (text.startsWith("$'", i) && top !== 'double') return this.#push({ kind: 'ansi-c' }, i + 2)
    return i + 1
  }

  #plain(text: string, i: number, char: string, visit?: (index: number, quoting: Quoting) => void): number {
    if (char === '#' && this.#word === '' && (i === 0 || /[\s;&|()]/.test(text[i - 1] as string))) {
      if (visit) for (let at = i; at < text.length; at++) visit(at, 'comment')
      return text.length
    }
    if (/\s/.test(char)) {
      this.#endWord()
      return i + 1
    }
    if (text.startsWith('<<<', i)) return this.#operator(i + 3, false)
    if (text.startsWith('<<', i)) {
      const isShift = this.#stack.some((frame) => frame.kind === 'arithmetic')
      return isShift ? i + 2 : this.#announceHeredoc(text, i, visit)
    }
    if (char === '(') {
      const isArray = this.#word.endsWith('=')
      if (text[i + 1] === '(' && this.#word === '' && this.#atCommand) return this.#push({ kind: 'arithmetic' }, i + 2)
      const isCommand = this.#word === '' && this.#atCommand
      this.#stack.push({ kind: 'group', isArray, isCommand })
      this.#startCommand()
      this.#atCommand = !isArray
      return i + 1
    }
    if (char === ')') {
      this.#endWord()
      if (this.#top?.kind === 'group') this.#stack.pop()
      // Behind a function's `()` or a case's pattern stands a command.
      this.#atCommand = true
      return i + 1
    }
    if (char === ';' || char === '&' || char === '|') {
      this.#endWord()
      const isRedirection = char === '&' && (text[i - 1] === '>' || text[i - 1] === '<' || text[i + 1] === '>')
      if (isRedirection) return i + 1
      const isDouble = text[i + 1] === char || text.startsWith('|&', i)
      this.#startCommand()
      this.#endsInOperator = char === '|' || (char === '&' && isDouble)
      return i + (isDouble ? 2 : 1)
    }
    if (char === '<' || char === '>')
      return this.#operator(i + 1, (char === '<' || char === '>') && text[i + 1] === '(')
    this.#append(char)
    return i + 1
  }

  #operator(next: number, isProcessSubstitution: boolean): number {
    this.#endWord()
    if (!isProcessSubstitution) return next
    this.#stack.push({ kind: 'group', isArray: false, isCommand: false })
    this.#startCommand()
    return next + 1
  }

  #announceHeredoc(text: string, i: number, visit?: (index: number, quoting: Quoting) => void): number {
    this.#endWord()
    const found = /^<<(-?)\s*((?:'[^']*'|"[^"]*"|\\.|[^\s;&|<>()'"\\])+)/.exec(text.slice(i))
    if (!found) return i + 2
    const [whole, dash, word] = found as unknown as [string, string, string]
    if (visit) for (let at = i + whole.length - word.length; at < i + whole.length; at++) visit(at, 'heredoc-delimiter')
    const delimiter = word.replace(
      /'([^']*)'|"([^"]*)"|\\(.)/g,
      (_all, a?: string, b?: string, c?: string) => a ?? b ?? c ?? '',
    )
    this.#announced.push({ delimiter, stripsTabs: dash === '-', isQuoted: /['"\\]/.test(word) })
    return i + whole.length
  }

  #append(char: string): void {
    this.#word += char
    this.#endsInOperator = false
  }

  #push(frame: Frame, next: number): number {
    this.#append('"')
    this.#stack.push(frame)
    return next
  }

  #pop(next: number): number {
    this.#stack.pop()
    return next
  }

  #startCommand(): void {
    this.#word = ''
    this.#atCommand = true
    this.#endsInOperator = false
  }

  #endWord(): void {
    const word = this.#word
    this.#word = ''
    if (word === '') return
    if (this.#afterFunction) {
      this.#afterFunction = false
      this.#atCommand = true
      return
    }
    if (!this.#atCommand) return
    this.#atCommand = leaders.has(word)
    const top = this.#top
    if (top?.kind === 'compound' && top.closer === word) {
      this.#stack.pop()
      return
    }
    const closer = Object.hasOwn(openers, word) ? openers[word] : undefined
    if (closer) this.#stack.push({ kind: 'compound', closer })
    else if (word === 'function') this.#afterFunction = true
  }
}

function quotingOf(kind: Frame['kind'] | undefined): Quoting {
  return kind === undefined || kind === 'group' || kind === 'compound' ? 'plain' : kind
}
