import type { MarkdownIt } from 'markdown-it'
import temml from 'temml'
import type { Holes } from './holes.js'

/**
 * TeX between `$…$` and `$$…$$`, `\\(…\\)` and `\\[…\\]`, and `\begin{…}…\end{…}`, as Jupyter's front ends take it. A dollar
 * before a space or after one, or before a digit, is money (pandoc's rule).
 */
export function mathsPlugin(md: MarkdownIt, holes: () => Holes): void {
  md.inline.ruler.before('escape', 'maths', (state, silent) => {
    const found = inlineMaths(state.src, state.pos)
    if (found === undefined) return false
    if (!silent) state.push('maths', '', 0).content = holes().put(toMathml(found.tex, found.isDisplayed))
    state.pos = found.end
    return true
  })
  // A displayed formula may hold lines that Markdown would take for headings or lists.
  md.block.ruler.before(
    'fence',
    'maths_block',
    (state, startLine, endLine, silent) => {
      const begin = (state.bMarks[startLine] ?? 0) + (state.tShift[startLine] ?? 0)
      const rest = state.src.slice(begin, state.eMarks[endLine - 1])
      const found = /^(?:\$\$|\\\\\[|\\begin\{)/.test(rest) ? inlineMaths(rest, 0) : undefined
      if (found === undefined || !/^[^\S\n]*(?:\n|$)/.test(rest.slice(found.end))) return false
      if (silent) return true
      const lines = rest.slice(0, found.end).split('\n').length
      state.push('maths_block', '', 0).content = `${holes().put(toMathml(found.tex, true))}\n`
      state.line = startLine + lines
      return true
    },
    { alt: ['paragraph', 'blockquote', 'list'] },
  )
  const show = (tokens: readonly { content: string }[], index: number): string => tokens[index]?.content ?? ''
  md.renderer.rules['maths'] = show
  md.renderer.rules['maths_block'] = show
}

/** Nothing in TeX can link, load or style beyond what Temml draws itself: `trust` is off. */
export function toMathml(tex: string, isDisplayed: boolean): string {
  return temml.renderToString(tex, {
    displayMode: isDisplayed,
    throwOnError: false,
    trust: false,
    errorColor: 'currentcolor',
  })
}

interface Found {
  tex: string
  isDisplayed: boolean
  end: number
}

function inlineMaths(source: string, at: number): Found | undefined {
  const found = (pattern: RegExp, isDisplayed: boolean): Found | undefined => {
    pattern.lastIndex = at
    const match = pattern.exec(source)
    return match ? { tex: match[1] ?? '', isDisplayed, end: pattern.lastIndex } : undefined
  }
  if (source.startsWith('$$', at)) return found(/\$\$((?:[^$\\]|\\[^])+)\$\$/y, true)
  if (source[at] === '$') return found(/\$(?!\s)((?:[^$\\]|\\[^])*[^\s$\\]|[^\s$\\])\$(?!\d)/y, false)
  if (source.startsWith('\\\\(', at)) return found(/\\\\\(([^]+?)\\\\\)/y, false)
  if (source.startsWith('\\\\[', at)) return found(/\\\\\[([^]+?)\\\\\]/y, true)
  if (source.startsWith('\\begin{', at)) return found(/(\\begin\{([a-zA-Z]+\*?)\}[^]*?\\end\{\2\})/y, true)
  return undefined
}
