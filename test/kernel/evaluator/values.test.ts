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
