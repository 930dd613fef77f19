import { escapeAnsi, escapeInHeredoc, quoteInDouble, quoteInSingle, quoteWord } from './quote.js'
import { ShellSyntax, type Quoting } from './shell-syntax.js'
import { readTranscript, type Transcript } from './transcript.js'

/** What may stand in a `${…}` of lab.sh: one word of the shell each; a list stands for its items, one word each. */
export type ShellValue = ShellWord | readonly ShellWord[]
export type ShellWord = string | number | bigint | boolean

export interface ShellScript extends Transcript {
  /** The author's line behind a line of the script, both counted from 1. */
  authorLine(line: number): number
}

/** A script without values, as a `%%sh` cell has it. */
export function scriptFromText(text: string): ShellScript {
  return { ...readTranscript(text), authorLine: (line) => line }
}

/**
 * The text of a template as it stands in the source (`\` is bash's, not JavaScript's; only `` \` `` and `\${` are
 * undone, since JavaScript cannot write them otherwise), with each value quoted for the place where it stands.
 *
 * @throws TypeError naming the value that cannot be a word.
 */
export function scriptFromTemplate(strings: readonly string[], values: readonly unknown[]): ShellScript {
  const texts = strings.map((text) => text.replace(/\\(`|\$(?=\{))/g, '$1'))
  const block = texts.reduce((before, text, at) => before + markOf(at - 1) + text)
  const words = values.map((value, at) =>
    wordsOf(value, `value ${at + 1} of lab.sh (after ${lastWords(texts[at] ?? '')})`),
  )
  const transcript = readTranscript(block)
  const { lines, authorLines } = putIn(transcript.script, words)
  return { ...transcript, script: lines.join('\n'), authorLine: (line) => authorLines[line - 1] ?? line }
}

/** Stands for a value until it is known where it stands; noncharacters of Unicode, which no text has. */
const mark = /\uFDD0(\d+)\uFDD1/g
const markOf = (index: number): string => `\uFDD0${index}\uFDD1`

interface Words {
  words: string[]
  isList: boolean
  name: string
}

function putIn(script: string, values: readonly Words[]): { lines: string[]; authorLines: number[] } {
  const lines: string[] = []
  const authorLines: number[] = []
  const syntax = new ShellSyntax()
  for (const [at, line] of script.split('\n').entries()) {
    const heredoc = syntax.heredoc
    const quotings = new Map<number, Quoting>()
    syntax.line(line, (index, quoting) => quotings.set(index, quoting))
    const filled = line.replace(mark, (whole, index: string, offset: number) => {
      const value = values[Number(index)] as Words
      if (line[offset - 1] === '$')
        throw new TypeError(`${value.name} stands behind a $, which would make it a variable's name.`)
      return textFor(value, quotings.get(offset) ?? 'plain', line[offset + whole.length] ?? '')
    })
    const parts = filled.split('\n')
    if (heredoc && syntax.heredoc === heredoc && parts.some((part) => part.replace(/^\t+/, '') === heredoc.delimiter)) {
      throw new TypeError(
        `A value has a line ${heredoc.delimiter}, which would end the here-document that it stands in.`,
      )
    }
    lines.push(...parts)
    authorLines.push(...parts.map(() => at + 1))
  }
  return { lines, authorLines }
}

function textFor(value: Words, quoting: Quoting, next: string): string {
  if (value.isList && quoting !== 'plain') {
    throw new TypeError(
      `${value.name} is a list, and stands where only one value can: inside quotes or a here-document.`,
    )
  }
  const word = value.words[0] ?? ''
  switch (quoting) {
    case 'plain':
      // `${2}>file` would redirect descriptor 2.
      return value.words
        .map((each) => (/^\d+$/.test(each) && /[<>]/.test(next) ? `'${each}'` : quoteWord(each)))
        .join(' ')
    case 'double':
      return quoteInDouble(word)
    case 'single':
      return quoteInSingle(word)
    case 'ansi-c':
      return escapeAnsi(word)
    case 'heredoc':
      return escapeInHeredoc(word)
    case 'quoted-heredoc':
      return word
    case 'comment':
      return word.replace(/\s+/g, ' ')
    case 'arithmetic':
      if (/^-?\d+$/.test(word)) return word
      throw new TypeError(
        `${value.name} stands in an arithmetic expression and is no whole number: ${JSON.stringify(word)}.`,
      )
    case 'parameter':
    case 'backtick':
    case 'heredoc-delimiter':
      throw new TypeError(
        `${value.name} stands in ${places[quoting]}, where it cannot be quoted. Put it into a shell variable first.`,
      )
  }
}

const places = {
  parameter: 'a parameter expansion (${…})',
  backtick: 'backticks (write $(…) instead)',
  'heredoc-delimiter': "a here-document's delimiter",
} as const

function wordsOf(value: unknown, name: string): Words {
  if (Array.isArray(value))
    return { words: value.map((item) => wordOf(item, `An item of ${name}`)), isList: true, name: capital(name) }
  return { words: [wordOf(value, capital(name))], isList: false, name: capital(name) }
}

function wordOf(value: unknown, name: string): string {
  if (typeof value === 'string') {
    if (value.includes('\0')) throw new TypeError(`${name} has a NUL character, which no word of a shell can have.`)
    return value
  }
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value)
  if (value instanceof Promise) throw new TypeError(`${name} is a promise. Put await in front of it.`)
  const kind =
    value === null
      ? 'null'
      : value === undefined
        ? 'undefined'
        : `an ${typeof value}`.replace('an f', 'a f').replace('an s', 'a s')
  throw new TypeError(`${name} is ${kind}; a string, a number, a boolean or a list of them can be a word.`)
}

function lastWords(text: string): string {
  return JSON.stringify(text.trim().slice(-24))
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
