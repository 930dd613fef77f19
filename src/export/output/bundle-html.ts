import { mathsHtml } from './maths-html.js'
import { htmlOutput } from './html-output.js'
import { chartHtml } from './chart-html.js'
import { jsonHtml } from './json-html.js'
import { liveType, notShown } from './not-shown.js'
import { pixelPicture, svgPicture } from './picture-html.js'
import { stripAnsi } from './ansi.js'
import { bundleText, type Bundle } from './bundle.js'
import { textHtml } from './text-html.js'
import { topologyHtml } from './topology-html.js'
import type { OutputContext, RenderedOutput } from './types.js'

type Rendered = RenderedOutput | undefined
type Renderer = (value: unknown, bundle: Bundle, context: OutputContext) => Rendered | Promise<Rendered>

/** What a page can show, the best first: a drawing before pixels, pixels before markup, markup before text. */
const renderers: readonly [type: RegExp, render: Renderer][] = [
  [/^image\/svg\+xml$/, svgPicture],
  [/^application\/vnd\.(vegalite|vega)\.v\d+\+json$/, chartHtml],
  [/^application\/vnd\.vethbook\.topology\.v1\+json$/, topologyHtml],
  [/^image\/(png|jpeg|jpg|gif|webp)$/, pixelPicture],
  [/^text\/html$/, htmlOutput],
  [/^text\/markdown$/, markdown],
  [/^text\/latex$/, mathsHtml],
  [/^application\/(geo\+|ld\+)?json$/, jsonHtml],
  [/^text\/plain$/, plain],
  // TeX that is no formula, and what only other programs know.
  [/^text\/(?!html$|javascript$)/, plain],
]

/** The first type that can be shown as it is; a picture whose bytes are none is passed over for what stands beside it. */
export async function bundleHtml(bundle: Bundle, context: OutputContext): Promise<RenderedOutput> {
  const live = liveType(bundle, context.words)
  const able = live === undefined ? renderers : renderers.slice(0, 4)
  for (const [type, render] of able) {
    for (const name of Object.keys(bundle)) {
      const rendered = type.test(name) ? await render(bundle[name], bundle, context) : undefined
      if (rendered) return rendered
    }
  }
  return notShown(bundle, live, context.words)
}

function plain(value: unknown, _bundle: Bundle, { words }: OutputContext): Rendered {
  const text = bundleText(value)
  return text.trim() === ''
    ? undefined
    : { kind: 'text', text: stripAnsi(text), html: textHtml(text, { className: 'o-text', words }) }
}

function markdown(value: unknown, _bundle: Bundle, context: OutputContext): Rendered {
  const text = bundleText(value)
  return context.markdown && { kind: 'markdown', text, html: `<div class="o-html">${context.markdown(text)}</div>` }
}
