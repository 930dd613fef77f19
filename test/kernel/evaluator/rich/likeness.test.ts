import { expect, test } from 'vitest'
import { bundleOf } from '../../../../src/kernel/evaluator/values.js'

const html = async (value: unknown) => (await bundleOf(value))?.['text/html']
const text = expect.any(String) as string

test.each([
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1]],
  ['image/jpeg', [0xff, 0xd8, 0xff, 0xe0, 1]],
  ['image/gif', [...Buffer.from('GIF89a'), 1]],
])('bytes that start as %s are a picture', async (type, bytes) => {
  const base64 = Buffer.from(bytes).toString('base64')
  expect(await bundleOf(Uint8Array.from(bytes))).toEqual({ 'text/plain': text, [type]: base64 })
  expect(await bundleOf(Buffer.from(bytes))).toEqual({ 'text/plain': text, [type]: base64 })
})

test('other bytes are text only', async () => {
  expect(await bundleOf(Buffer.from('hello'))).toEqual({ 'text/plain': text })
})

test('an array of records is a table, escaped, with a gap where a record says nothing', async () => {
  expect(await html([{ a: '<b>', n: 1 }, { a: 'x' }])).toBe(
    '<table><thead><tr><th>a</th><th>n</th></tr></thead><tbody>' +
      '<tr><td>&lt;b&gt;</td><td>1</td></tr><tr><td>x</td><td></td></tr></tbody></table>',
  )
})

test('a long table is cut with a notice', async () => {
  const shown = String(await html(Array.from({ length: 1_000 }, (_, n) => ({ n }))))
  expect(shown).toContain('The first 100 of 1000 rows.')
  expect(shown).not.toContain('<td>100</td>')
})

test('a wide table is cut with a notice', async () => {
  const wide = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`c${n}`, n]))
  const shown = String(await html([wide]))
  expect(shown).toContain('The first 20 of 30 columns.')
  expect(shown).not.toContain('c20')
})

test('a table holds times, big integers and records without a prototype', async () => {
  const record = Object.assign(Object.create(null) as object, {
    at: new Date(0),
    bad: new Date(NaN),
    big: 2n,
    "it's": null,
  })
  expect(await html([record])).toContain(
    '<th>it&#39;s</th></tr></thead><tbody>' +
      '<tr><td>1970-01-01T00:00:00.000Z</td><td>Invalid Date</td><td>2</td><td></td></tr>',
  )
})

test('arrays of other things are no tables', async () => {
  const sparse = [{ a: 1 }, , { a: 2 }] // eslint-disable-line no-sparse-arrays
  for (const value of [[], [1], [{}], [{ a: {} }], [new Date()], [{ a: 1 }, 2], sparse, [new Proxy({ a: 1 }, {})]]) {
    expect(await bundleOf(value)).toEqual({ 'text/plain': text })
  }
})

test('specifications of charts are known by their schema, also by toSpec', async () => {
  const lite = { $schema: 'https://vega.github.io/schema/vega-lite/v5.json', mark: 'bar' }
  const vega = { $schema: 'https://vega.github.io/schema/vega/v5.json' }
  expect(await bundleOf(lite)).toEqual({ 'text/plain': text, 'application/vnd.vegalite.v5+json': lite })
  expect(await bundleOf({ toSpec: () => lite })).toHaveProperty(['application/vnd.vegalite.v5+json'], lite)
  expect(await bundleOf(vega)).toEqual({ 'text/plain': text, 'application/vnd.vega.v5+json': vega })
  expect(await bundleOf({ toSpec: () => Promise.resolve(vega) })).toHaveProperty(['application/vnd.vega.v5+json'], vega)
  expect(await bundleOf({ $schema: 'https://json-schema.org/draft-07/schema' })).toEqual({ 'text/plain': text })
})

test.each([
  ['vega-lite', 4, ['vegalite.v4']],
  ['vega-lite', 6, ['vegalite.v6', 'vegalite.v5']],
  ['vega', 6, ['vega.v6', 'vega.v5']],
  ['vega', 4, ['vega.v4', 'vega.v5']],
])('a chart of %s %i is sent as its version, and as one that is rendered', async (kind, version, types) => {
  const spec = { $schema: `https://vega.github.io/schema/${kind}/v${version}.1.0.json` }
  const charts = types.map((type) => [`application/vnd.${type}+json`, spec])
  expect(await bundleOf(spec)).toEqual({ 'text/plain': text, ...Object.fromEntries(charts) })
})

test('elements and toMime say how they look', async () => {
  expect(await html({ outerHTML: '<p>x</p>' })).toBe('<p>x</p>')
  expect(await bundleOf({ outerHTML: '<svg></svg>' })).toHaveProperty(['image/svg+xml'], '<svg></svg>')
  expect(await bundleOf({ toMime: () => ({ 'text/markdown': '*x*' }) })).toHaveProperty(['text/markdown'], '*x*')
  const later = { toMime: () => Promise.resolve({ 'image/png': Buffer.from([1, 2]) }) }
  expect(await bundleOf(later)).toHaveProperty(['image/png'], 'AQI=')
})

test('values that resist are shown as text', async () => {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  const thrower = Object.defineProperty({}, 'outerHTML', {
    get: () => {
      throw new Error('no')
    },
  })
  const circle: Record<string, unknown> = { $schema: 'https://vega.github.io/schema/vega/v5.json' }
  circle['self'] = circle
  const getter = Object.defineProperty({}, 'a', { enumerable: true, get: () => 1 })
  for (const value of [proxy, thrower, circle, [circle], [getter]]) {
    expect(await bundleOf(value)).toEqual({ 'text/plain': text })
  }
})
