import MarkdownIt, { type Token } from 'markdown-it'
import { highlight } from '../code/highlight.js'
import { cleanHtml } from '../output/index.js'
import { en, type PageWords } from '../words/en.js'
import { calloutsPlugin } from './callouts.js'
import { Holes } from './holes.js'
import { mathsPlugin } from './maths.js'

export interface MarkdownOptions {
  /** Begins every id of the text's own; unlike every other text's on the page. */
  prefix: string
  /** A picture that is no data URI, as one: an attachment, or a file beside the notebook. */
  picture?: (source: string) => string | undefined
  /** Where a link leads in the exported page, whose neighbours are pages, too. */
  link?: (target: string) => string
  words?: PageWords
}

/** The holes of the text that is being rendered, and the page's words for it. */
let holes = new Holes('')
let current = en
const md = new MarkdownIt({ html: true, linkify: true, highlight: (code, name) => highlight(code, name) })
md.use(mathsPlugin, () => holes)
md.use(
  calloutsPlugin,
  () => holes,
  () => current,
)
md.renderer.rules['fence'] = (tokens, index) => {
  const { content = '', info = '' } = tokens[index] ?? {}
  return `${codeBlock(content, info.trim().split(/\s+/)[0] ?? '')}\n`
}
md.renderer.rules['code_block'] = (tokens, index) => `${codeBlock(tokens[index]?.content ?? '', '')}\n`

function codeBlock(code: string, language: string): string {
  const html = highlight(code.replace(/\n$/, ''), language === 'sh' ? 'bash' : language)
  return holes.put(`<pre class="scroll"><code>${html}</code></pre>`)
}

/** Markdown → safe HTML: what it holds of HTML goes through the sanitiser, what we make of it (code, formulas) beside it. */
export function renderMarkdown(
  source: string,
  { prefix, picture, link = (target) => target, words = en }: MarkdownOptions,
): string {
  holes = new Holes(source)
  current = words
  const tokens = md.parse(source, {})
  for (const [index, token] of tokens.entries()) tickBox(token, tokens[index - 2])
  for (const token of tokens.flatMap((each) => each.children ?? [])) {
    const target = token.type === 'link_open' ? token.attrGet('href') : null
    if (target !== null) token.attrSet('href', link(String(target)))
  }
  const html = cleanHtml(md.renderer.render(tokens, md.options, {}), { prefix, ...(picture && { picture }) })
  return holes.fill(inBoxes(html))
}

/** Tasks of a list, as GitHub writes them: `- [x] done`. */
function tickBox(token: Token, list: Token | undefined): void {
  const first = token.type === 'inline' && list?.type === 'list_item_open' ? token.children?.[0] : undefined
  if (first?.type !== 'text') return
  first.content = first.content.replace(/^\[([ xX])\] /, (_, sign: string) => (sign === ' ' ? '☐ ' : '☑ '))
}

/** Each table in a box that scrolls, those written in HTML, too. */
function inBoxes(html: string): string {
  let depth = 0
  return html.replace(/<(\/?)table\b[^>]*>/g, (tag, end: string) => {
    if (end === '') return depth++ === 0 ? `<div class="scroll">${tag}` : tag
    return --depth === 0 ? `${tag}</div>` : tag
  })
}
