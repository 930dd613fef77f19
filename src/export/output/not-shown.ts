import { escapeMarkup } from '../../display/index.js'
import { bundleText, type Bundle } from './bundle.js'
import { cutWords, stripTags } from './words.js'
import { textHtml } from './text-html.js'
import type { RenderedOutput } from './types.js'

/** What only a script can draw, and what people call it. */
const live: readonly [type: RegExp, name: string][] = [
  [/^application\/vnd\.jupyter\.widget-view\+json$/, 'A widget'],
  [/^application\/vnd\.plotly\./, 'A Plotly chart'],
  [/^application\/vnd\.(bokehjs_|holoviews_)/, 'A Bokeh chart'],
  [/^application\/(javascript|x-javascript)$|^text\/javascript$/, 'A script'],
]

/** The name of what the bundle needs a script for; undefined where it needs none. */
export function liveType(bundle: Bundle): string | undefined {
  const types = Object.keys(bundle)
  return live.find(([type]) => types.some((name) => type.test(name)))?.[1]
}

/** One line that says what is missing and where to see it, with the words that came along. */
export function notShown(bundle: Bundle, name: string | undefined): RenderedOutput {
  // Data of our own beside what is shown: nothing to name.
  const types = Object.keys(bundle).filter((type) => !type.startsWith('application/vnd.vethbook.'))
  if (types.length === 0) return { kind: 'nothing', text: '', html: '' }
  const what = name ?? `An output of type ${cutWords(types.filter((type) => type !== 'text/plain').join(', '), 80)}`
  if (name === undefined && types.every((type) => /^text\/|^image\//.test(type)) && isBlank(bundle)) {
    return { kind: 'nothing', text: '', html: '' }
  }
  const words = bundleText(bundle['text/plain']).trim() || cutWords(stripTags(bundleText(bundle['text/html'])), 500)
  const line = `${what} is not shown here, since it needs a script of its own. Run the notebook to see it.`
  const note = `<p class="o-note">${escapeMarkup(line)}</p>`
  const text = words === '' ? '' : textHtml(words, { className: 'o-text' })
  return { kind: 'not shown', text: [line, words].filter(Boolean).join('\n'), html: note + text }
}

function isBlank(bundle: Bundle): boolean {
  return Object.values(bundle).every((value) => bundleText(value).trim() === '')
}
