import { invocationOf } from '../notebook/completion/invocation.js'
import { promptLength } from './prompts.js'
import { ShellSyntax } from './shell-syntax.js'

/** One simple command of a script. */
export interface ShellCommand {
  /** Where it begins in the script, from 1. */
  line: number
  /** Its words without their quotes; redirections and what they lead to are left out. */
  words: string[]
  /** From the program that really works on: without `sudo`, `ip netns exec ns1`, `timeout 5` and their like. */
  program: string[]
}

/** The simple commands of a script in their order, also those inside `$(…)`, loops and functions; here-documents are data. */
export function commandsIn(script: string): ShellCommand[] {
  const reader = new CommandReader()
  const syntax = new ShellSyntax()
  for (const [index, text] of script.split('\n').entries()) {
    const line = syntax.isComplete ? text.slice(promptLength(text)) : text
    reader.line = index + 1
    let [last, isPlain] = [-1, true]
    syntax.line(line, (at, quoting) => {
      // Of an operator only the first character is told: the parenthesis of `$(` begins a command.
      if (line.slice(last + 1, at).includes('(')) reader.take('(', 'plain', '')
      if (at > last) reader.take(line[at] ?? '', quoting, line[at - 1] ?? '')
      last = at
      isPlain = quoting === 'plain' && line[at] !== '\\'
    })
    // A line of a loop ends its command; one that ends in a quote or a backslash does not.
    if (syntax.isComplete || (last >= 0 && isPlain)) reader.take('\n', 'plain', '')
  }
  reader.take('\n', 'plain', '')
  return reader.commands
}

const quotes: Partial<Record<string, string>> = { single: "'", double: '"' }
const outside = new Set(['comment', 'heredoc', 'quoted-heredoc', 'heredoc-delimiter'])

class CommandReader {
  readonly commands: ShellCommand[] = []
  line = 1
  #words: string[] = []
  #begun = 1
  #word = ''
  #isRedirected = false

  take(char: string, quoting: string, before: string): void {
    if (outside.has(quoting)) return
    if (quoting !== 'plain' && quoting !== 'backtick') {
      if (char !== quotes[quoting]) this.#word += char
    } else if (char === '#' && this.#word === '') {
      return // the rest of the line is a comment, as it is told from here on
    } else if (char === '&' && this.#isRedirected && this.#word === '') {
      return // of `2>&1`
    } else if (/[;|&()`\n]/.test(char)) {
      this.#endWord()
      this.#endCommand()
    } else if (/\s/.test(char)) this.#endWord()
    else if (char === '<' || char === '>') {
      if (/^\d*$/.test(this.#word)) this.#word = ''
      else this.#endWord()
      this.#isRedirected = true
    } else if (char === '\\') return
    else if ((char === '"' || char === "'") && before !== '\\') return
    else this.#word += char
  }

  #endWord(): void {
    if (this.#word === '') return
    if (this.#isRedirected) this.#isRedirected = false
    else {
      if (this.#words.length === 0) this.#begun = this.line
      this.#words.push(this.#word)
    }
    this.#word = ''
  }

  #endCommand(): void {
    if (this.#words.length > 0) this.#push()
    this.#words = []
    this.#isRedirected = false
  }

  #push(): void {
    const { words } = invocationOf(this.#words)
    this.commands.push({ line: this.#begun, words: this.#words, program: words })
  }
}
