import type { Root } from 'hast'
import { sanitize } from 'hast-util-sanitize'
import { escapeMarkup } from '../../../display/index.js'
import type { CleanOptions } from '../types.js'
import { inlineStyles } from './inline-styles.js'
import { narrow } from './narrow.js'
import { parseHtml, UnreadableHtmlError } from './parse.js'
import { readable } from './readable.js'
import { limitReferences } from './references.js'
import { schema } from './schema.js'
import { writeHtml } from './write.js'

/** A cleaned text read again can differ from what was written (nested links, tables out of place); it settles at once or never. */
const rounds = 4

/**
 * Untrusted HTML, SVG and MathML → the part of it that is on the allow-list (schema.ts), with values narrowed
 * (narrow.ts). What is returned is a fixed point: a browser that reads it sees the very tree that was looked at here,
 * so that nothing hides in the difference between two readings. Where there is none, the text is shown as it is written.
 */
export function cleanHtml(html: string, options: CleanOptions): string {
  try {
    let current = cleanOnce(html, options)
    for (let round = 0; round < rounds; round++) {
      const again = cleanOnce(current, options)
      if (again === current) return current
      current = again
    }
  } catch (error) {
    // Made to be unreadable: it is shown as text. Anything else is a defect here.
    if (!(error instanceof UnreadableHtmlError)) throw error
  }
  return `<pre>${escapeMarkup(html)}</pre>`
}

function cleanOnce(html: string, options: CleanOptions): string {
  const cleaned = narrow(sanitize(inlineStyles(parseHtml(html)), schema) as Root, options)
  return writeHtml(limitReferences(readable(cleaned)))
}
