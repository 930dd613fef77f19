import { escapeMarkup } from '../../display/index.js'
import { countWords, foldText } from './fold.js'
import { scrollable } from './text-html.js'
import type { RenderedOutput } from './types.js'

/** Data is behind a fold that says how much it is: it is there to be looked up. */
export function jsonHtml(value: unknown): RenderedOutput | undefined {
  const text = stringify(value)
  if (text === undefined) return undefined
  const { head, rest, dropped } = foldText(text)
  const shown = rest === '' ? head : `${head}\n${rest}`
  const note =
    dropped > 0 ? `<p class="o-note">${countWords(dropped, 'line')} more in the notebook, not in this page.</p>` : ''
  const pre = `<pre class="o-text"${scrollable(shown)}>${escapeMarkup(shown)}</pre>`
  return {
    kind: 'json',
    text,
    html: `<details class="o-fold"><summary>JSON: ${size(value)}</summary>${pre}${note}</details>`,
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

function size(value: unknown): string {
  if (Array.isArray(value)) return countWords(value.length, 'item')
  if (typeof value === 'object' && value !== null) return countWords(Object.keys(value).length, 'field')
  return 'one value'
}
