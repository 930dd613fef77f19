import type { MarkdownIt, Token } from 'markdown-it'
import type { PageWords } from '../words/en.js'
import type { Holes } from './holes.js'

interface Kind {
  /** How it looks. */
  kind: string
  word: keyof PageWords['callouts']
}

/** What a paragraph may begin with, in bold: `**Predict.** …`, `**预测。** …`. Each kind has its look on the page. */
const kinds: ReadonlyMap<string, Kind> = new Map([
  ['predict', { kind: 'predict', word: 'predict' }],
  ['prediction', { kind: 'predict', word: 'predict' }],
  ['look', { kind: 'look', word: 'look' }],
  ['check', { kind: 'check', word: 'check' }],
  ['hint', { kind: 'hint', word: 'hint' }],
  ['note', { kind: 'note', word: 'note' }],
  ['tip', { kind: 'hint', word: 'tip' }],
  ['important', { kind: 'look', word: 'important' }],
  ['warning', { kind: 'warning', word: 'warning' }],
  ['caution', { kind: 'warning', word: 'caution' }],
  ['预测', { kind: 'predict', word: 'predict' }],
  ['观察', { kind: 'look', word: 'look' }],
  ['看一看', { kind: 'look', word: 'look' }],
  ['检查', { kind: 'check', word: 'check' }],
  ['提示', { kind: 'hint', word: 'hint' }],
  ['说明', { kind: 'note', word: 'note' }],
  ['注意', { kind: 'warning', word: 'caution' }],
  ['警告', { kind: 'warning', word: 'warning' }],
])

/**
 * Callouts: a paragraph that begins with one of the words in bold, together with the answers (`<details>`) that follow it,
 * and GitHub's alerts (`> [!NOTE]`).
 */
export function calloutsPlugin(md: MarkdownIt, holes: () => Holes, words: () => PageWords): void {
  md.core.ruler.push('callouts', (state) => {
    const made: Token[] = []
    const marks = (kind: Kind): [Token, Token] => {
      const [open, close] = holes()
        .pair(opening(kind, words()), '</div>')
        .map((mark) => {
          const token = new state.Token('html_block', '', 0)
          token.content = `${mark}\n`
          return token
        })
      return [open as Token, close as Token]
    }
    const { tokens } = state
    for (let index = 0; index < tokens.length; index++) {
      const token = tokens[index] as Token
      const alert = token.type === 'blockquote_open' ? takeAlert(tokens, index) : undefined
      if (alert !== undefined) {
        const end = closing(tokens, index)
        const [open, close] = marks(alert)
        made.push(open, ...tokens.slice(alert.from, end), close)
        index = end
        continue
      }
      const kind = token.type === 'paragraph_open' && token.level === 0 ? takeWord(tokens[index + 1]) : undefined
      if (kind === undefined) {
        made.push(token)
        continue
      }
      const end = endOfDetails(tokens, index + 3)
      const [open, close] = marks(kind)
      made.push(open, ...tokens.slice(index, end), close)
      index = end - 1
    }
    state.tokens = made
  })
}

function opening({ kind, word }: Kind, { callouts }: PageWords): string {
  return `<div class="callout ${kind}" role="note"><p class="kind">${callouts[word]}</p>`
}

/** Takes the bold word away from a paragraph that begins with one; undefined where it does not. */
function takeWord(inline: Token | undefined): Kind | undefined {
  const children = inline?.children ?? []
  const start = children[0]?.type === 'text' && children[0].content === '' ? 1 : 0
  const [open, text, close, after] = children.slice(start, start + 4)
  if (open?.type !== 'strong_open' || text?.type !== 'text' || close?.type !== 'strong_close') return undefined
  const found = /^(\p{L}+)[.:。：]$/u.exec(text.content)?.[1]
  const kind = found === undefined ? undefined : kinds.get(found.toLowerCase())
  if (kind === undefined || inline === undefined) return undefined
  if (after?.type === 'text') after.content = after.content.trimStart()
  inline.children = children.slice(start + 3)
  return kind
}

function takeAlert(tokens: readonly Token[], index: number): (Kind & { from: number }) | undefined {
  const inline = tokens[index + 2]
  const first = inline?.children?.[0]
  const word = /^\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]$/.exec(first?.content ?? '')?.[1]
  const kind = word === undefined ? undefined : kinds.get(word.toLowerCase())
  if (kind === undefined || inline?.children == null) return undefined
  inline.children = inline.children.slice(2) // the word and the end of its line
  return { ...kind, from: inline.children.length === 0 ? index + 4 : index + 1 }
}

function closing(tokens: readonly Token[], index: number): number {
  const level = tokens[index]?.level
  return tokens.findIndex((each, at) => at > index && each.type === 'blockquote_close' && each.level === level)
}

/** Where the `<details>` that begin at this token have all ended; the token itself where none begin. */
function endOfDetails(tokens: readonly Token[], from: number): number {
  let [index, depth] = [from, 0]
  for (; index < tokens.length; index++) {
    const { type, content } = tokens[index] as Token
    const html = type === 'html_block' ? content : ''
    if (depth === 0 && !/^<details\b/i.test(html)) break
    depth += (html.match(/<details\b/gi)?.length ?? 0) - (html.match(/<\/details>/gi)?.length ?? 0)
  }
  return depth === 0 ? index : from
}
