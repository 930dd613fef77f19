import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { failureOf } from '../../../src/kernel/evaluator/thrown.js'

const plain = (lines: string[]) => lines.map(stripVTControlCharacters).join('\n')

test('colours are in the traceback only', () => {
  const { message, traceback } = failureOf(new RangeError('too far'))
  expect(message).toBe('too far')
  expect(traceback[0]).not.toBe('RangeError: too far')
  expect(plain(traceback.slice(0, 1))).toBe('RangeError: too far')
})

test('a stack names cells with their lines, and no frames of ours or of Node', () => {
  const error = new Error('no')
  error.stack = [
    'Error: no',
    '    at f (vethbook-run-2:3:5)',
    '    at vethbook-run-4:1:9',
    '    at g (/home/ada lovelace/helper.js:1:2)',
    '    at h (/home/ada/other.js:3:4)',
    '    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
    '    at Script.runInThisContext (node:vm:122:12)',
  ].join('\n')
  const place = (code: number | string, line: number, column: number) => {
    if (typeof code === 'number') return { in: `Cell [${code + 1}]`, line: line + 10, column }
    return code === '/home/ada lovelace/helper.js' ? { in: 'helper.ts', line: line + 1, column } : undefined
  }
  expect(plain(failureOf(error, place).traceback)).toBe(
    [
      'Error: no',
      '    at f (Cell [3]:13:5)',
      '    at Cell [5]:11:9',
      '    at g (helper.ts:2:2)',
      '    at h (/home/ada/other.js:3:4)',
    ].join('\n'),
  )
})

test('of errors without end the first ones are told', () => {
  const wide = new AggregateError(Array.from({ length: 1000 }, (_, at) => new Error(`e${at}`)))
  expect(plain(failureOf(wide).traceback)).toMatch(/ {2}… and 981 more$/)
  let deep = new Error('e0')
  for (let at = 1; at < 1000; at++) deep = new Error(`e${at}`, { cause: deep })
  expect(plain(failureOf(deep).traceback)).toMatch(/Error: e980\n[^]*\nCaused by:\n… and more$/)
})

test('of an endless message the beginning is told', () => {
  const { message, traceback } = failureOf(new Error('x'.repeat(1_000_000)))
  expect(message).toMatch(/^x{10000}… and 990000 more characters$/)
  expect(plain(traceback).length).toBeLessThan(20_000)
})

test('a thrown value that is no error is shown as it is', () => {
  expect(failureOf({ a: 1 })).toMatchObject({ name: 'Uncaught', message: '{ a: 1 }' })
  expect(failureOf(undefined)).toMatchObject({ name: 'Uncaught', message: 'undefined' })
})
