import { types } from 'node:util'
import { escapeMarkup, type MimeBundle } from '../../../display/index.js'

const maxColumns = 20
const maxRows = 100
const maxCharacters = 200

type Scalar = string | number | bigint | boolean | Date | null | undefined

/** A table of records: plain objects with scalar values, as far as it is not too long or wide. Undefined: not such an array. */
export function tableOf(values: readonly unknown[]): MimeBundle | undefined {
  const shown = values.slice(0, maxRows)
  const columns = new Set<string>()
  for (const value of shown) {
    if (!isRecord(value)) return undefined
    for (const name of Object.keys(value)) columns.add(name)
  }
  if (columns.size === 0) return undefined
  const names = [...columns].slice(0, maxColumns)
  const head = names.map((name) => `<th>${escapeMarkup(cut(name))}</th>`).join('')
  const rows = (shown as Record<string, Scalar>[]).map((record) => {
    const cells = names.map(
      (name) => `<td>${Object.hasOwn(record, name) ? escapeMarkup(wordsOf(record[name])) : ''}</td>`,
    )
    return `<tr>${cells.join('')}</tr>`
  })
  const notices = [
    ...(values.length > maxRows ? [`The first ${maxRows} of ${values.length} rows.`] : []),
    ...(columns.size > maxColumns ? [`The first ${maxColumns} of ${columns.size} columns.`] : []),
  ]
  const notice = notices.length > 0 ? `<p>${notices.join(' ')}</p>` : ''
  return {
    'text/html': `<table><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table>${notice}`,
  }
}

/** Getters are not asked: showing a value must not run its code. */
function isRecord(value: unknown): value is Record<string, Scalar> {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  // Cells run in a context with an Object.prototype of its own.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return false
  return Object.values(Object.getOwnPropertyDescriptors(value)).every(
    (property) => 'value' in property && isScalar(property.value),
  )
}

function isScalar(value: unknown): value is Scalar {
  return value === null || types.isDate(value) || !['object', 'function', 'symbol'].includes(typeof value)
}

function wordsOf(value: Scalar): string {
  if (!types.isDate(value)) return cut(String(value ?? ''))
  return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString()
}

function cut(words: string): string {
  return words.length > maxCharacters ? `${words.slice(0, maxCharacters)}…` : words
}
