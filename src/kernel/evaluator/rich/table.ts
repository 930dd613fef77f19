import type { MimeBundle } from '../../../display/index.js'

const maxColumns = 20
const maxRows = 100
const maxCharacters = 200

type Scalar = string | number | bigint | boolean | null | undefined

/** A table of records: plain objects with scalar values and at most 20 columns in all. Undefined: not such an array. */
export function tableOf(values: readonly unknown[]): MimeBundle | undefined {
  const shown = values.slice(0, maxRows)
  const columns = new Set<string>()
  for (const value of shown) {
    if (!isRecord(value)) return undefined
    for (const name of Object.keys(value)) columns.add(name)
    if (columns.size > maxColumns) return undefined
  }
  if (columns.size === 0) return undefined
  const names = [...columns]
  const head = names.map((name) => `<th>${escape(name)}</th>`).join('')
  const rows = (shown as Record<string, Scalar>[]).map((record) => {
    const cells = names.map((name) => `<td>${escape(Object.hasOwn(record, name) ? wordsOf(record[name]) : '')}</td>`)
    return `<tr>${cells.join('')}</tr>`
  })
  const notice = values.length > maxRows ? `<p>The first ${maxRows} of ${values.length} rows.</p>` : ''
  return {
    'text/html': `<table><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table>${notice}`,
  }
}

/** Getters are not asked: showing a value must not run its code. */
function isRecord(value: unknown): value is Record<string, Scalar> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  // Cells run in a context with an Object.prototype of its own.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return false
  return Object.values(Object.getOwnPropertyDescriptors(value)).every(
    (property) => 'value' in property && isScalar(property.value),
  )
}

function isScalar(value: unknown): value is Scalar {
  return value === null || !['object', 'function', 'symbol'].includes(typeof value)
}

function wordsOf(value: Scalar): string {
  const words = String(value ?? '')
  return words.length > maxCharacters ? `${words.slice(0, maxCharacters)}…` : words
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escape(words: string): string {
  return words.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign)
}
