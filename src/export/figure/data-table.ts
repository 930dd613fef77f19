import { escapeMarkup } from '../../display/index.js'
import { en, type PageWords } from '../words/en.js'

/** Rows of one chart; who wants more of them takes the notebook. */
const mostRows = 300

interface Table {
  columns: readonly string[]
  /** Rows in the order of the layers that draw them. */
  bodies: Body[]
}

interface Body {
  rows: string[][]
  /** The layer, as vega-lite names it: `layer_2`. */
  marks?: string
}

/**
 * The data behind a vega-lite chart as tables: for each of its layers what its tooltips would tell, under their titles.
 *
 * @param spec of an output of anybody's file
 * @returns '' where a chart tells nothing on its own
 */
export function chartTables(spec: unknown, words: PageWords = en): string {
  const tables = new Map<string, Table>()
  const layers = layersOf(spec)
  // Words that stand in the picture as words need no telling, where there is anything else.
  const marks = layers.filter(({ isText, tooltip }) => !isText && columnsOf(tooltip, words).length > 0)
  for (const { values, tooltip, name } of marks.length > 0 ? marks : layers) {
    const columns = columnsOf(tooltip, words)
    if (columns.length === 0) continue
    const key = columns.map(({ title }) => title).join('\n')
    const table = tables.get(key) ?? { columns: columns.map(({ title }) => title), bodies: [] }
    tables.set(key, table)
    table.bodies.push({ rows: values.map((value) => columns.map(({ field }) => cell(value[field]))), marks: name })
  }
  return unfolding([...tables.values()].map(withoutTwins), words)
}

/** Tables behind a click, in HTML without the end tags that it does not need. */
export function unfolding(tables: readonly Table[], { data: words }: PageWords): string {
  const counts = tables.map(({ bodies }) => bodies.reduce((sum, { rows }) => sum + rows.length, 0))
  const count = counts.reduce((sum, each) => sum + each, 0)
  if (count === 0) return ''
  const html = tables.map(tableHtml)
  const rest = counts.some((each) => each > mostRows) ? `<p>${words.first(mostRows)}</p>` : ''
  return `<details class="data"><summary>${words.rows(count)}</summary><div class="rows" tabindex="0">${html.join('')}${rest}</div></details>`
}

function tableHtml({ columns, bodies }: Table): string {
  let left = mostRows
  const parts = bodies.map(({ rows, marks }) => {
    const shown = rows.slice(0, left)
    left -= shown.length
    if (shown.length === 0) return ''
    const name = marks === undefined ? '' : ` data-marks="${marks}"`
    return `<tbody${name}>${shown.map((row) => `<tr>${row.map((text) => `<td>${escapeMarkup(text)}`).join('')}`).join('')}`
  })
  if (left === mostRows) return ''
  const head = columns.map((title) => `<th>${escapeMarkup(title)}`).join('')
  return `<table><thead><tr>${head}${parts.join('')}</table>`
}

interface Layer {
  /** As vega-lite names it: where it stands among the others. */
  name: string
  values: Record<string, unknown>[]
  tooltip: unknown
  isText: boolean
}

/** Views lie within views, up to a depth that no chart needs; data and encodings hold for what is below them. */
function layersOf(spec: unknown, inherited: Partial<Layer> = {}, depth = 0, place = ''): Layer[] {
  if (depth > 8) return []
  const view = record(spec)
  const given = record(view['data'])['values']
  const values = (Array.isArray(given) ? given.map(record) : inherited.values)?.filter(chosenBy(view['transform']))
  const tooltip = record(view['encoding'])['tooltip']
  const here: Partial<Layer> = {
    ...inherited,
    ...(values && { values }),
    ...(tooltip !== undefined && { tooltip }),
  }
  const parts = ['layer', 'vconcat', 'hconcat', 'concat'].flatMap((kind): [part: unknown, place: string][] => {
    const found: unknown = view[kind]
    if (!Array.isArray(found)) return []
    const name = kind === 'layer' ? 'layer' : 'concat'
    return found.map((part, index) => {
      const own = record(part)['name']
      return [
        part,
        typeof own === 'string' && /^\w+$/.test(own)
          ? own
          : [place, name, index].filter((each) => each !== '').join('_'),
      ]
    })
  })
  if (parts.length > 0) return parts.flatMap(([part, name]) => layersOf(part, here, depth + 1, name))
  const mark = record(view['mark'])['type'] ?? view['mark']
  if (here.values === undefined) return []
  return [{ values: here.values, tooltip: here.tooltip, name: place, isText: mark === 'text' }]
}

/** The rows that a layer draws: as far as its filters are those of our own views, `datum.a`, `!datum.a`, a field's value. */
function chosenBy(transform: unknown): (row: Record<string, unknown>) => boolean {
  const filters = (Array.isArray(transform) ? transform : []).map((each) => record(each)['filter'])
  return (row) =>
    filters.every((filter) => {
      const [, not, name = ''] = typeof filter === 'string' ? (/^(!?)datum\.(\w+)$/.exec(filter) ?? []) : []
      if (not !== undefined) return Boolean(row[name]) === (not === '')
      const { field, equal } = record(filter)
      return typeof field !== 'string' || equal === undefined || row[field] === equal
    })
}

function columnsOf(tooltip: unknown, words: PageWords): { field: string; title: string }[] {
  return (Array.isArray(tooltip) ? tooltip : [tooltip]).flatMap((each: unknown) => {
    const { field, title } = record(each)
    if (typeof field !== 'string') return []
    // Words made for a tooltip say by themselves what they are.
    return [
      {
        field,
        title: typeof title === 'string' ? title : ['full', 'words'].includes(field) ? words.data.shown : field,
      },
    ]
  })
}

function cell(value: unknown): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(4))) : typeof value === 'string' ? value : ''
}

/**
 * Layers that draw the same thing in several pieces tell it once, in words; equal measurements are two. A layer of which
 * something was told before can no longer be matched with its marks.
 */
function withoutTwins({ columns, bodies }: Table): Table {
  if (columns.length > 1) return { columns, bodies }
  const told = new Set<string>()
  const rest = bodies.map(({ rows, marks }) => {
    const all = new Set(rows.flat().filter((each) => each !== ''))
    const news = [...all].filter((each) => !told.has(each))
    for (const each of news) told.add(each)
    return { rows: news.map((each) => [each]), ...(news.length === all.size && marks !== undefined && { marks }) }
  })
  return { columns, bodies: rest.filter(({ rows }) => rows.length > 0) }
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
