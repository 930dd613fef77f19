import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { failureOfProblems } from '../../../src/kernel/evaluator/failure.js'

const plain = (lines: string[]) => lines.map(stripVTControlCharacters).join('\n')

const at = { file: undefined, line: 2, column: 7, text: 'const x: number = "a"', length: 1 }

test('a type error shows its place, its line and what it is about', () => {
  const problem = { code: 2322, message: 'Not a number.', place: at, related: [] }
  const { name, message, traceback } = failureOfProblems([problem], 3)
  expect(name).toBe('TypeScriptError')
  expect(message).toBe('Cell [3]:2:7 - TS2322: Not a number.')
  expect(plain(traceback)).toBe(
    ['Cell [3]:2:7 - error TS2322: Not a number.', '', '  2 const x: number = "a"', '          ^', ''].join('\n'),
  )
})

test('a longer place is underlined, as far as its line goes', () => {
  const place = { file: undefined, line: 1, column: 2, text: '\tabc', length: 99 }
  const { traceback } = failureOfProblems([{ code: 1, message: 'm', place, related: [] }], 1)
  expect(plain(traceback)).toContain('  1 \tabc\n    \t~~~')
})

test('of an endless line only what is around the place is shown', () => {
  const place = { file: 'bundle.js', line: 1, column: 5001, text: 'x'.repeat(10_000), length: 1 }
  const { traceback } = failureOfProblems([{ code: 1, message: 'm', place, related: [] }], 1)
  expect(plain(traceback).length).toBeLessThan(1000)
  expect(plain(traceback)).toContain('bundle.js:1:5001')
})

test('what is related follows with its own place and line, in a file or in an earlier cell', () => {
  const inFile = { file: 'helper.ts', line: 1, column: 3, text: 'a: string', length: 1 }
  const inCell = { file: 'Cell [2]', line: undefined, column: 1, text: 'interface A {}', length: 9 }
  const related = [
    { message: 'Declared here.', place: inFile },
    { message: 'Or here.', place: inCell },
    { message: 'Nowhere.', place: undefined },
  ]
  const { traceback } = failureOfProblems([{ code: 1, message: 'outer\n  inner', place: at, related }], 3)
  const text = plain(traceback)
  expect(text).toContain('error TS1: outer\n  inner')
  expect(text).toContain('  helper.ts:1:3\n    1 a: string\n        ^\n    Declared here.')
  expect(text).toContain('  Cell [2]\n    interface A {}\n    ~~~~~~~~~\n    Or here.')
  expect(text).toContain('  Nowhere.')
})
