import { escapeMarkup } from '../../display/index.js'
import { withoutLastLineEnds } from './fold.js'
import { ansiHtml, stripAnsi } from './ansi.js'
import { scrollable } from './text-html.js'
import { en } from '../words/en.js'
import type { OutputContext, RenderedOutput } from './types.js'

/** An error's name and message in sight, its stack trace behind a fold: the reader first wants to know what happened. */
export function errorHtml(
  name: string,
  value: string,
  traceback: readonly string[],
  { words = en }: Pick<OutputContext, 'words'> = {},
): RenderedOutput {
  const message = stripAnsi(value).trim()
  const title = [stripAnsi(name), message].filter((part) => part.trim() !== '').join(': ') || 'Error'
  const trace = withoutLastLineEnds(traceback.join('\n'))
  const summary = `<p class="o-error"><strong>${escapeMarkup(title)}</strong></p>`
  return {
    kind: 'error',
    text: title,
    html: `<div class="o-failed">${summary}${traceHtml(trace, title, words.output.trace)}</div>`,
  }
}

function traceHtml(trace: string, title: string, summary: string): string {
  const text = stripAnsi(trace)
  if (text.trim() === '' || text.trim() === title.trim()) return ''
  const [html] = ansiHtml(trace)
  return `<details class="o-fold"><summary>${summary}</summary><pre class="o-text"${scrollable(text)}>${html}</pre></details>`
}
