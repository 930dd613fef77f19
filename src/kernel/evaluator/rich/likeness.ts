import { types } from 'node:util'
import { mime, type MimeBundle } from '../../../display/index.js'
import { imageOf } from './image.js'
import { tableOf } from './table.js'

/**
 * How a value that does not know the display symbol can be shown beside its text: pictures by their first bytes,
 * arrays of records, `toMime()`, vega and vega-lite specifications (also by `toSpec()`), elements with `outerHTML`.
 */
export function likenessOf(value: unknown): MimeBundle | undefined {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return undefined
  try {
    if (types.isUint8Array(value)) return imageOf(value)
    if (Array.isArray(value)) return tableOf(value)
    return duckOf(value)
  } catch {
    // A getter or method of a value that only resembles one of these: its text says what it is.
    return undefined
  }
}

interface Duck {
  toMime?: () => unknown
  toSpec?: () => unknown
  $schema?: unknown
  outerHTML?: unknown
}

function duckOf(value: Duck): MimeBundle | undefined {
  if (typeof value.toMime === 'function') {
    const bundle = value.toMime()
    return isBundle(bundle) ? bundle : undefined
  }
  const chart = chartOf(value) ?? (typeof value.toSpec === 'function' ? chartOf(value.toSpec()) : undefined)
  if (chart) return chart
  const { outerHTML } = value
  if (typeof outerHTML !== 'string') return undefined
  return { [/^\s*<svg[\s>]/i.test(outerHTML) ? mime.svg : mime.html]: outerHTML }
}

function isBundle(value: unknown): value is MimeBundle {
  return typeof value === 'object' && value !== null && Object.keys(value).every((type) => type.includes('/'))
}

/** By `$schema`, as in https://vega.github.io/schema/vega-lite/v5.json. What JSON cannot say is left to the text. */
function chartOf(value: unknown): MimeBundle | undefined {
  const schema = typeof value === 'object' && value !== null && (value as Duck).$schema
  if (typeof schema !== 'string') return undefined
  const kind = /\/schema\/(vega|vega-lite)\/v\d/.exec(schema)?.[1]
  if (!kind) return undefined
  const type = kind === 'vega' ? 'application/vnd.vega.v5+json' : mime.vegaLite
  return { [type]: JSON.parse(JSON.stringify(value)) as unknown }
}
