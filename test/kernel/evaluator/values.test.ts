import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { displaySymbol } from '../../../src/display/index.js'
import { bundleOf } from '../../../src/kernel/evaluator/values.js'

test('nothing is shown for undefined and null', async () => {
  expect(await bundleOf(undefined)).toBeUndefined()
  expect(await bundleOf(null)).toBeUndefined()
})

test('a plain value is shown as text without colours', async () => {
  expect(await bundleOf({ a: ['x', 1n] })).toEqual({ 'text/plain': "{ a: [ 'x', 1n ] }" })
})

test('a deep or long value is cut', async () => {
  const deep = { a: { b: { c: { d: { e: { f: 1 } } } } } }
  expect((await bundleOf(deep))?.['text/plain']).toContain('[Object]')
  expect((await bundleOf(Array(1000).fill(0)))?.['text/plain']).toContain('more items')
})

test('a value that knows how it looks is asked, also if it takes its time', async () => {
  const bundle = { 'text/plain': 'a', 'text/html': '<b>a</b>' }
  expect(await bundleOf({ [displaySymbol]: () => bundle })).toEqual(bundle)
  expect(await bundleOf({ [displaySymbol]: async () => bundle })).toEqual(bundle)
})

test('text is always there', async () => {
  const value = { [displaySymbol]: () => ({ 'text/html': '<b>a</b>' }) }
  expect(await bundleOf(value)).toEqual({ 'text/html': '<b>a</b>', 'text/plain': expect.any(String) as string })
})

test('an empty bundle means that it has been shown already', async () => {
  expect(await bundleOf({ [displaySymbol]: () => ({}) })).toBeUndefined()
})

test('text has an end, and says how to see more', async () => {
  const cube = Array.from({ length: 100 }, () => Array.from({ length: 100 }, () => Array<number>(100).fill(1)))
  const text = (await bundleOf(cube))?.['text/plain'] ?? ''
  expect(text.length).toBeLessThan(101_000)
  expect(text).toMatch(/… cut: [\d,]+ characters in all\. console\.dir\(value, \{ depth: null.*prints more\.$/)
  expect((await bundleOf('x'.repeat(1_000_000)))?.['text/plain']).toContain('more characters')
})

test('colours that a value writes itself are taken out', async () => {
  const value = { [inspect.custom]: () => '\u001b[31mred\u001b[39m' }
  expect(await bundleOf(value)).toEqual({ 'text/plain': 'red' })
})

const fail = (): never => {
  throw new RangeError('no')
}
const thrower = (key: PropertyKey) => Object.defineProperty({ a: 1 }, key, { get: fail })

test.each([
  ['a display function that throws', { a: 1, [displaySymbol]: fail }, 'RangeError: no'],
  ['one that rejects', { a: 1, [displaySymbol]: () => Promise.reject(new RangeError('no')) }, 'RangeError: no'],
  ['a getter of it that throws', thrower(displaySymbol), 'RangeError: no'],
  ['one that gives no bundle', { a: 1, [displaySymbol]: () => 'x' }, 'gave no MIME bundle'],
  ['one that gives other keys', { a: 1, [displaySymbol]: () => ({ b: 1 }) }, 'gave no MIME bundle'],
  ['a look of its own that throws', Object.assign(thrower('x'), { [inspect.custom]: fail }), 'threw'],
])('%s is told below the text of the value', async (_, value, told) => {
  const { 'text/plain': text = '' } = (await bundleOf(value)) ?? {}
  expect(text).toMatch(/^\{\s+a: 1/)
  expect(text.split('\n').at(-1)).toMatch(/^\(.*\)$/)
  expect(text).toContain(told)
})

test('what cannot even be looked at has words', async () => {
  const hidden = new Proxy({}, { getPrototypeOf: fail })
  expect(await bundleOf(hidden)).toEqual({ 'text/plain': '{}' })
  const worst = {
    [inspect.custom]: fail,
    get [Symbol.toStringTag]() {
      return fail()
    },
  }
  expect((await bundleOf(worst))?.['text/plain']).toBe('(a object that cannot be looked at)')
})

test('proxies that answer whatever they are asked are shown as what is behind them', async () => {
  expect(await bundleOf(new Proxy({ a: 1 }, { get: () => () => 1 }))).toEqual({ 'text/plain': '{ a: 1 }' })
})

test.each([
  [new Map([['a', 1]]), "Map(1) { 'a' => 1 }"],
  [new Set([1]), 'Set(1) { 1 }'],
  [new Float64Array([0.5]), 'Float64Array(1) [ 0.5 ]'],
  [new Date(0), '1970-01-01T00:00:00.000Z'],
  [
    new (class Point {
      x = 1
    })(),
    'Point { x: 1 }',
  ],
  [Object.create(null), '[Object: null prototype] {}'],
  [Symbol('s'), 'Symbol(s)'],
  [-0, '-0'],
])('%o is text', async (value: unknown, text) => {
  expect(await bundleOf(value)).toEqual({ 'text/plain': text })
})

test('a bundle is made fit to be sent', async () => {
  const ring: Record<string, unknown> = {}
  ring['self'] = ring
  const bundle = {
    'text/plain': 'x',
    'text/html': ['<b>', 'x</b>'],
    'image/svg+xml': Buffer.from('<svg/>'),
    'image/png': Uint8Array.from([1, 2]),
    'application/json': { small: 1n, large: 2n ** 60n, gone: undefined },
    'application/x-ring+json': ring,
    'image/gif': undefined,
  }
  expect(await bundleOf({ [displaySymbol]: () => bundle })).toEqual({
    'text/plain': expect.stringMatching(
      /^x\n\(application\/x-ring\+json cannot be shown: Converting circular/,
    ) as string,
    'text/html': '<b>x</b>',
    'image/svg+xml': '<svg/>',
    'image/png': 'AQI=',
    'application/json': { small: 1, large: '1152921504606846976' },
  })
})
