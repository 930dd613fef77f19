import { cleanHtml } from './clean/clean-html.js'
import { bundleText, type Bundle } from './bundle.js'
import type { OutputContext, RenderedOutput } from './types.js'

/** TeX longer than any formula is a document: it stands as its text. Characters. */
const longest = 20_000

/** A formula of TeX as MathML, which browsers draw without a font or a script. Undefined for TeX that is no formula. */
export async function mathsHtml(
  value: unknown,
  _bundle: Bundle,
  { prefix }: OutputContext,
): Promise<RenderedOutput | undefined> {
  const text = bundleText(value).trim()
  if (text === '' || text.length > longest) return undefined
  const { default: temml } = await import('temml')
  try {
    const maths = temml.renderToString(withoutDollars(text), { displayMode: true, throwOnError: true, trust: false })
    return { kind: 'maths', text, html: `<div class="o-maths" tabindex="0">${cleanHtml(maths, { prefix })}</div>` }
  } catch {
    // Tables and macros of LaTeX are more than formulas; another type of the bundle says the same.
    return undefined
  }
}

/** SymPy and others send `$\displaystyle …$`, `$$…$$` or `\[…\]`. */
function withoutDollars(text: string): string {
  return text.replace(/^\$\$?([^]*?)\$\$?$/, '$1').replace(/^\\\[([^]*)\\\]$/, '$1')
}
