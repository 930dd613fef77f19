import { escapeMarkup } from '../../display/index.js'
import { en, type PageWords } from '../words/en.js'
import { bundleWords, type Bundle } from './bundle.js'
import { textHtml } from './text-html.js'
import type { RenderedOutput } from './types.js'
import { cutWords } from './words.js'

/** What only a script can draw, and what people call it. */
const live: readonly [type: RegExp, name: 'widget' | 'plotly' | 'bokeh' | 'script'][] = [
  [/^application\/vnd\.jupyter\.widget-view\+json$/, 'widget'],
  [/^application\/vnd\.plotly\./, 'plotly'],
  [/^application\/vnd\.(bokehjs_exec|holoviews_exec)/, 'bokeh'],
  [/^(application\/(x-)?|text\/)javascript$/, 'script'],
]

/** Scripts that load a library for the cells that follow: nobody saw anything of them. */
const silent = /^application\/vnd\.(bokehjs_load|holoviews_load)/

export const nothing: RenderedOutput = { kind: 'nothing', text: '', html: '' }

/** The name of what the bundle needs a script for; undefined where it needs none. */
export function liveType(bundle: Bundle, { output }: PageWords = en): string | undefined {
  const types = Object.keys(bundle)
  const found = live.find(([type]) => types.some((name) => type.test(name)))
  return found && output[found[1]]
}

/** One line that says what is missing and where to see it, with the words that came along. */
export function notShown(bundle: Bundle, name: string | undefined, words: PageWords = en): RenderedOutput {
  // Data of our own beside what is shown, or empty text: nothing to name.
  const types = Object.keys(bundle).filter((type) => !/^application\/vnd\.vethbook\.|^text\/|^image\//.test(type))
  if (types.some((type) => silent.test(type)) || (name === undefined && types.length === 0)) return nothing
  const what = name ?? words.output.ofType(cutWords(types.join(', '), 80))
  const line = words.output.notShown(what)
  const drawn = plotlyWords(bundle)
  const said = bundleWords(bundle) || drawn
  const text = said === drawn ? note(said) : textHtml(said, { className: 'o-text', words })
  return {
    kind: 'not shown',
    text: [line, said].filter(Boolean).join('\n'),
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
