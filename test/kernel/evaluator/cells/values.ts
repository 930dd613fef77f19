import type { Row } from './row.js'

export const values: Row[] = [
  ['an expression', ['1 + 1'], '2'],
  ['an object literal in parentheses', ['({ a: 1 })'], '{ a: 1 }'],
  ['a template', ['`a${1 + 1}b`'], "'a2b'"],
  ['a regular expression', ['/a+/.test("caat")'], 'true'],
  ['a big integer', ['2n ** 64n'], '18446744073709551616n'],
  ['an expression behind statements', ['let q1 = 1\nq1++\nq1'], '2'],
  ['an assignment', ['let q2 = 1', 'q2 = 5'], '5'],
  ['no value behind a declaration', ['5; const q3 = 1'], 'undefined'],
  ['a comment behind the value', ['6 // six'], '6'],
  ['a semicolon behind the value', ['6;'], '6'],
  ['a conditional', ['true ? "yes" : "no"'], "'yes'"],
  ['a chain that stops', ['const q4: { a?: { b: number } } = {}; q4.a?.b ?? 7'], '7'],
  ['void', ['void 0'], 'undefined'],
  ['a function', ['(n: number) => n'], '[Function (anonymous)]', '[Function: tsLastExpr]'],
  ['a type in pointed brackets', ['<unknown>5'], '5'],
  ['a directive', ["'use strict'"], "'use strict'"],
  ['no value in a block', ['if (true) 5'], 'undefined'],
  ['a symbol, and what is registered', ["[Symbol('a'), Symbol.for('b')]"], '[ Symbol(a), Symbol(b) ]'],
]
