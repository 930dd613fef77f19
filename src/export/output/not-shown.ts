import { escapeMarkup } from '../../display/index.js'
import { bundleWords, type Bundle } from './bundle.js'
import { textHtml } from './text-html.js'
import type { RenderedOutput } from './types.js'
import { cutWords } from './words.js'

/** What only a script can draw, and what people call it. */
const live: readonly [type: RegExp, name: string][] = [
  [/^application\/vnd\.jupyter\.widget-view\+json$/, 'A widget'],
  [/^application\/vnd\.plotly\./, 'A Plotly chart'],
  [/^application\/vnd\.(bokehjs_exec|holoviews_exec)/, 'A Bokeh chart'],
  [/^(application\/(x-)?|text\/)javascript$/, 'A script'],
]

/** Scripts that load a library for the cells that follow: nobody saw anything of them. */
const silent = /^application\/vnd\.(bokehjs_load|holoviews_load)/

export const nothing: RenderedOutput = { kind: 'nothing', text: '', html: '' }

/** The name of what the bundle needs a script for; undefined where it needs none. */
export function liveType(bundle: Bundle): string | undefined {
  const types = Object.keys(bundle)
  return live.find(([type]) => types.some((name) => type.test(name)))?.[1]
}

/** One line that says what is missing and where to see it, with the words that came along. */
export function notShown(bundle: Bundle, name: string | undefined): RenderedOutput {
  // Data of our own beside what is shown, or empty text: nothing to name.
  const types = Object.keys(bundle).filter((type) => !/^application\/vnd\.vethbook\.|^text\/|^image\//.test(type))
  if (types.some((type) => silent.test(type)) || (name === undefined && types.length === 0)) return nothing
  const what = name ?? `An output of type ${cutWords(types.join(', '), 80)}`
  const line = `${what} is not shown here, since it runs only in a notebook.`
  const drawn = plotlyWords(bundle)
  const words = bundleWords(bundle) || drawn
  const text = words === drawn ? note(words) : textHtml(words, { className: 'o-text' })
  return {
    kind: 'not shown',
    text: [line, words].filter(Boolean).join('\n'),
    html: `${note(line)}${text}`,
  }
}

function note(words: string): string {
  return words === '' ? '' : `<p class="o-note">${escapeMarkup(words)}</p>`
}

/** Titles of the chart and its axes, and the names of what it draws. */
function plotlyWords(bundle: Bundle): string {
  const figure = at(bundle, 'application/vnd.plotly.v1+json')
  const layout = at(figure, 'layout')
  const traces = at(figure, 'data')
  const words = [layout, at(layout, 'xaxis'), at(layout, 'yaxis')].map((part) => {
    const title = at(part, 'title')
    return typeof title === 'string' ? title : at(title, 'text')
  })
  const names = Array.isArray(traces)
    ? traces.slice(0, 20).flatMap((trace) => [at(trace, 'name'), at(trace, 'type')])
    : []
  return cutWords([...words, ...names].filter((word) => typeof word === 'string').join(', '), 500)
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined
}
