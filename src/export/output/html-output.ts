import { cleanHtml } from './clean/clean-html.js'
import { en, type PageWords } from '../words/en.js'
import { bundleText, bundleWords, type Bundle } from './bundle.js'
import { nothing, notShown } from './not-shown.js'
import { stripTags } from './words.js'
import type { OutputContext, RenderedOutput } from './types.js'

/** A page of its own, and longer than anyone reads. Characters. */
const largest = 2_000_000

/** HTML of an output, cleaned, in a box that scrolls; what was drawn by its scripts alone is named. */
export function htmlOutput(value: unknown, bundle: Bundle, context: OutputContext): RenderedOutput | undefined {
  const { prefix, words = en } = context
  const source = bundleText(value)
  if (source.trim() === '') return undefined
  if (source.length > largest) return notShown(bundle, words.output.largeHtml(Math.round(source.length / 1e6)), words)
  const cleaned = withoutHeadings(cleanHtml(source, { prefix }))
  if (!isVisible(cleaned)) {
    if (needsScript(source)) return notShown(bundle, words.output.drawn, words)
    return bundleWords(bundle) === '' ? nothing : undefined
  }
  return { kind: 'html', text: bundleWords(bundle) || stripTags(cleaned), html: wrap(cleaned, words) }
}

/** A table is named and can be scrolled by keyboard: it may be wider than the page. */
function wrap(cleaned: string, { output }: PageWords): string {
  const isTable = cleaned.includes('<table')
  return `<div class="o-html"${isTable ? ` role="group" aria-label="${output.table}" tabindex="0"` : ''}>${cleaned}</div>`
}

/** An output's headings are not the page's: its contents and its order of levels are the notebook's own. */
function withoutHeadings(html: string): string {
  return html.replace(/<h[1-6](?=[\s>])/g, '<div').replace(/<\/h[1-6]>/g, '</div>')
}

function isVisible(html: string): boolean {
  return /<(img|svg|hr|table|math)\b/.test(html) || stripTags(html) !== ''
}

function needsScript(source: string): boolean {
  return /<(script|iframe|canvas|video|audio|object|embed)\b/i.test(source)
}
