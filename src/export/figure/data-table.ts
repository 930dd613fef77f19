import { escapeMarkup } from '../../display/index.js'

/** Rows of one chart; who wants more of them takes the notebook. */
const mostRows = 300

interface Table {
  columns: string[]
  rows: string[][]
}

/**
 * The data behind a vega-lite chart as tables: for each of its layers what its tooltips would tell, under their titles.
 *
 * @param spec of an output of anybody's file
 * @returns '' where a chart tells nothing on its own
 */
export function chartTables(spec: unknown): string {
  const tables = new Map<string, Table>()
  for (const { values, tooltip } of layersOf(spec)) {
    const columns = columnsOf(tooltip)
    if (columns.length === 0) continue
    const key = columns.map(({ title }) => title).join('\n')
    const table = tables.get(key) ?? { columns: columns.map(({ title }) => title), rows: [] }
    tables.set(key, table)
    for (const value of values) table.rows.push(columns.map(({ field }) => cell(value[field])))
  }
  const shown = [...tables.values()].map(({ columns, rows }) => ({ columns, rows: withoutTwins(rows) }))
  return unfolding(shown.filter(({ rows }) => rows.length > 0))
}

/** Tables behind a click, in HTML without the end tags that it does not need. */
export function unfolding(tables: readonly Table[]): string {
  const count = tables.reduce((sum, { rows }) => sum + rows.length, 0)
  if (count === 0) return ''
  const html = tables.map(({ columns, rows }) => {
    const body = rows.slice(0, mostRows).map((row) => `<tr>${row.map((text) => `<td>${escapeMarkup(text)}`).join('')}`)
    const head = columns.map((title) => `<th scope="col">${escapeMarkup(title)}`).join('')
    return `<table><thead><tr>${head}<tbody>${body.join('')}</table>`
  })
  const rest = tables.some(({ rows }) => rows.length > mostRows)
    ? `<p>The first ${mostRows} rows of each table.</p>`
    : ''
  return `<details class="data"><summary>Data, ${count} ${count === 1 ? 'row' : 'rows'}</summary><div class="rows" tabindex="0">${html.join('')}${rest}</div></details>`
}

interface Layer {
  values: Record<string, unknown>[]
  tooltip: unknown
}

/** Views lie within views, up to a depth that no chart needs; data and encodings hold for what is below them. */
function layersOf(spec: unknown, inherited: Partial<Layer> = {}, depth = 0): Layer[] {
  if (depth > 8) return []
  const view = record(spec)
  const values = record(view['data'])['values']
  const tooltip = record(view['encoding'])['tooltip']
  const here: Partial<Layer> = {
    ...inherited,
    ...(Array.isArray(values) && { values: values.map(record) }),
    ...(tooltip !== undefined && { tooltip }),
  }
  const parts = ['layer', 'vconcat', 'hconcat', 'concat'].flatMap((name): unknown[] => {
    const found: unknown = view[name]
    return Array.isArray(found) ? found : []
  })
  if (parts.length > 0) return parts.flatMap((part) => layersOf(part, here, depth + 1))
  return here.values === undefined ? [] : [{ values: here.values, tooltip: here.tooltip }]
}

function columnsOf(tooltip: unknown): { field: string; title: string }[] {
  return (Array.isArray(tooltip) ? tooltip : [tooltip]).flatMap((each: unknown) => {
    const { field, title } = record(each)
    if (typeof field !== 'string') return []
    // Words made for a tooltip say by themselves what they are.
    return [{ field, title: typeof title === 'string' ? title : ['full', 'words'].includes(field) ? 'shown' : field }]
  })
}

function cell(value: unknown): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(4))) : typeof value === 'string' ? value : ''
}

/** Layers that draw the same thing in several pieces tell it once, in words; equal measurements are two. */
function withoutTwins(rows: readonly string[][]): string[][] {
  const seen = new Set<string>()
  return rows.filter(([first = '', ...others]) => {
    if (others.length > 0) return true
    return first !== '' && !seen.has(first) && seen.add(first)
  })
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
