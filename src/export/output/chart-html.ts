import { foreignChart } from '../../views/index.js'
import type { Bundle } from './bundle.js'
import { svgPicture } from './picture-html.js'
import type { OutputContext, RenderedOutput } from './types.js'

/** A spec that came without its picture, drawn now. Undefined where it cannot be. */
export async function chartHtml(
  value: unknown,
  bundle: Bundle,
  context: OutputContext,
): Promise<RenderedOutput | undefined> {
  if (typeof value !== 'object' || value === null) return undefined
  const isVega = Object.keys(bundle).some((type) => /^application\/vnd\.vega\.v\d/.test(type) && bundle[type] === value)
  const svg = await foreignChart(value, isVega ? 'vega' : 'vega-lite')
  const alt = wordsOf(value)
  return svg === undefined ? undefined : svgPicture(svg, bundle, { ...context, ...(alt !== '' && { alt }) })
}

/** What the spec says about itself: its description, else its title. */
function wordsOf(spec: object): string {
  const { description, title } = spec as { description?: unknown; title?: unknown }
  const text = typeof title === 'object' && title !== null ? (title as { text?: unknown }).text : title
  for (const words of [description, text]) if (typeof words === 'string') return words
  return ''
}
