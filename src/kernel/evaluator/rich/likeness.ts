import { types } from 'node:util'
import { mime, type MimeBundle } from '../../../display/index.js'
import { chartOf } from './chart.js'
import { imageOf } from './image.js'
import { sendable } from './sendable.js'
import { tableOf } from './table.js'

/**
 * How a value that does not know the display symbol can be shown beside its text: pictures by their first bytes,
 * arrays of records, `toMime()`, vega and vega-lite specifications (also by `toSpec()`), elements with `outerHTML`.
 */
export async function likenessOf(value: unknown): Promise<MimeBundle | undefined> {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return undefined
  try {
    if (types.isUint8Array(value)) return imageOf(value)
    if (Array.isArray(value)) return tableOf(value)
    const likeness = await duckOf(value)
    return sendable(likeness)?.data
  } catch {
    // A getter or method of a value that only resembles one of these: its text says what it is.
    return undefined
  }
}

interface Duck {
  toMime?: () => unknown
  toSpec?: () => unknown
  outerHTML?: unknown
}

async function duckOf(value: Duck): Promise<unknown> {
  if (typeof value.toMime === 'function') return value.toMime()
  const chart = chartOf(value) ?? (typeof value.toSpec === 'function' ? chartOf(await value.toSpec()) : undefined)
  if (chart) return chart
  const { outerHTML } = value
  if (typeof outerHTML !== 'string') return undefined
  return { [/^\s*<svg[\s>]/i.test(outerHTML) ? mime.svg : mime.html]: outerHTML }
}
