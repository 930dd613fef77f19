import { cleanHtml } from './clean/clean-html.js'
import { pictureAddress } from './clean/address.js'
import { escapeMarkup } from '../../display/index.js'
import { stripAnsi } from './ansi.js'
import { textHtml } from './text-html.js'
import type { OutputContext, RenderedOutput } from './types.js'

/** A MIME bundle as nbformat keeps it. Values of other people's files may be of any type. */
export type Bundle = Record<string, unknown>

type Rendered = RenderedOutput | undefined
type Renderer = (value: unknown, bundle: Bundle, context: OutputContext) => Rendered | Promise<Rendered>

/** What a page can show, the best first: a drawing before pixels, pixels before markup, markup before text. */
const renderers: readonly [type: RegExp, render: Renderer][] = [
  [/^image\/(png|jpeg|gif|webp)$/, pixels],
  [/^text\/html$/, html],
  [/^text\/markdown$/, markdown],
  [/^text\/plain$/, plain],
]

/** The first type that can be shown as it is; a picture whose bytes are none is passed over for what stands beside it. */
export async function bundleHtml(bundle: Bundle, context: OutputContext): Promise<RenderedOutput> {
  for (const [type, render] of renderers) {
    for (const name of Object.keys(bundle)) {
      const rendered = type.test(name) ? await render(bundle[name], bundle, context) : undefined
      if (rendered) return rendered
    }
  }
  return { kind: 'nothing', text: '', html: '' }
}

/** Text of a bundle, which a file may hold as a string or as a list of lines. */
export function bundleText(value: unknown): string {
  if (Array.isArray(value)) return value.filter((part) => typeof part === 'string').join('')
  return typeof value === 'string' ? value : ''
}

function plain(value: unknown): RenderedOutput | undefined {
  const text = bundleText(value)
  return text === ''
    ? undefined
    : { kind: 'text', text: stripAnsi(text), html: textHtml(text, { className: 'o-text' }) }
}

function html(value: unknown, bundle: Bundle, { prefix }: OutputContext): RenderedOutput | undefined {
  const cleaned = cleanHtml(bundleText(value), { prefix })
  return cleaned.trim() === ''
    ? undefined
    : { kind: 'html', text: bundleText(bundle['text/plain']), html: `<div class="o-html">${cleaned}</div>` }
}

function markdown(value: unknown, _bundle: Bundle, context: OutputContext): RenderedOutput | undefined {
  const text = bundleText(value)
  return context.markdown && { kind: 'markdown', text, html: `<div class="o-markdown">${context.markdown(text)}</div>` }
}

function pixels(value: unknown, bundle: Bundle, context: OutputContext): RenderedOutput | undefined {
  const address = pictureAddress(bundleText(value))
  if (address === undefined) return undefined
  const words = bundleText(bundle['text/plain']).trim() || context.alt || 'Picture'
  return { kind: 'picture', text: words, html: `<img class="o-picture" src="${address}" alt="${escapeMarkup(words)}">` }
}
