import { escapeMarkup } from '../../display/index.js'
import { en, type PageWords } from '../words/en.js'
import type { Bundle } from './bundle.js'
import { foldText } from './fold.js'
import { leftOut, scrollable } from './text-html.js'
import type { OutputContext, RenderedOutput } from './types.js'

/** Data is behind a fold that says how much it is: it is there to be looked up. */
export function jsonHtml(value: unknown, _bundle: Bundle, { words = en }: OutputContext): RenderedOutput | undefined {
  const text = stringify(value)
  if (text === undefined) return undefined
  const { head, rest, dropped } = foldText(text)
  const shown = rest === '' ? head : `${head}\n${rest}`
  const pre = `<pre class="o-text"${scrollable(shown)}>${escapeMarkup(shown)}</pre>`
  return {
    kind: 'json',
    text,
    html: `<details class="o-fold"><summary>${size(value, words.output)}</summary>${pre}${leftOut(dropped, words)}</details>`,
  }
}

/** Undefined for what is nested too deeply to be written. */
function stringify(value: unknown): string | undefined {
  try {
    return JSON.stringify(value, null, 2)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function size(value: unknown, output: PageWords['output']): string {
  if (Array.isArray(value)) return output.items(value.length)
  if (typeof value === 'object' && value !== null) return output.fields(Object.keys(value).length)
  return output.value
}
