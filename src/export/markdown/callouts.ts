import type { MarkdownIt, Token } from 'markdown-it'
import type { Holes } from './holes.js'

/** What a paragraph may begin with, in bold: `**Predict.** …`. Each kind has its look on the page. */
const kinds: Record<string, { kind: string; word: string }> = {
  predict: { kind: 'predict', word: 'Predict' },
  prediction: { kind: 'predict', word: 'Predict' },
  look: { kind: 'look', word: 'Look' },
  check: { kind: 'check', word: 'Check' },
  hint: { kind: 'hint', word: 'Hint' },
  note: { kind: 'note', word: 'Note' },
  tip: { kind: 'hint', word: 'Tip' },
  important: { kind: 'look', word: 'Important' },
  warning: { kind: 'warning', word: 'Warning' },
  caution: { kind: 'warning', word: 'Caution' },
}

/**
 * Callouts: a paragraph that begins with one of the words in bold, together with the answers (`<details>`) that follow it,
 * and GitHub's alerts (`> [!NOTE]`).
 */
export function calloutsPlugin(md: MarkdownIt, holes: () => Holes): void {
  md.core.ruler.push('callouts', (state) => {
    const made: Token[] = []
    const marks = (kind: { kind: string; word: string }): [Token, Token] => {
      const [open, close] = holes()
        .pair(opening(kind), '</div>')
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

function opening({ kind, word }: { kind: string; word: string }): string {
  return `<div class="callout ${kind}" role="note"><p class="kind">${word}</p>`
}

/** Takes the bold word away from a paragraph that begins with one; undefined where it does not. */
function takeWord(inline: Token | undefined): { kind: string; word: string } | undefined {
  const children = inline?.children ?? []
  const start = children[0]?.type === 'text' && children[0].content === '' ? 1 : 0
  const [open, text, close, after] = children.slice(start, start + 4)
  if (open?.type !== 'strong_open' || text?.type !== 'text' || close?.type !== 'strong_close') return undefined
  const found = /^(\w+)[.:]$/.exec(text.content)?.[1]
  const kind = found === undefined ? undefined : kinds[found.toLowerCase()]
  if (kind === undefined || inline === undefined) return undefined
  if (after?.type === 'text') after.content = after.content.trimStart()
  inline.children = children.slice(start + 3)
  return kind
}

function takeAlert(tokens: readonly Token[], index: number): { kind: string; word: string; from: number } | undefined {
  const inline = tokens[index + 2]
  const first = inline?.children?.[0]
  const word = /^\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]$/.exec(first?.content ?? '')?.[1]
  const kind = word === undefined ? undefined : kinds[word.toLowerCase()]
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
