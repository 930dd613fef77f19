import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { openLanguage } from '../../../src/kernel/evaluator/language.js'

const folder = mkdtempSync(join(tmpdir(), 'language-'))
afterAll(() => rmSync(folder, { recursive: true }))
const language = openLanguage(folder, { values: {}, declarations: '' }, () => undefined)
let count = 0

/** The last value of the last cell as text, or the first line of what went wrong. */
async function run(...cells: string[]): Promise<string> {
  let outcome = ''
  for (const cell of cells) {
    const run = await language.run(cell, ++count)
    outcome = run.ok ? inspect(run.value, { breakLength: Infinity }) : `${run.failure.name}: ${run.failure.message}`
  }
  return outcome.replace(/Cell \[\d+\]/, 'Cell').split('\n')[0] ?? ''
}

type Row = [what: string, cells: string[], outcome: string]

const rows: Record<string, Row[]> = {
  values: [
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
  ],
  declarations: [
    ['let', ['let a1 = 1', 'a1 + 1'], '2'],
    ['var', ['var a2 = 1', 'a2 + 1'], '2'],
    ['var in a block', ['if (true) { var a3 = 3 }', 'a3'], '3'],
    [
      'let in a block stays there',
      ['{ let a4 = 1 }', 'a4'],
      "TypeScriptError: Cell:1:1 - TS2304: Cannot find name 'a4'.",
    ],
    [
      'const cannot be assigned later',
      ['const a5 = 1', 'a5 = 2'],
      "TypeScriptError: Cell:1:1 - TS2588: Cannot assign to 'a5' because it is a constant.",
    ],
    ['let can be assigned later', ['let a6 = 1', 'a6 = 2', 'a6'], '2'],
    ['increment later', ['let a7 = 1', 'a7++', 'a7 += 3', 'a7'], '5'],
    [
      'a type is kept',
      ['let a8 = 1', "a8 = 'x'"],
      "TypeScriptError: Cell:1:1 - TS2322: Type 'string' is not assignable to type 'number'.",
    ],
    ['declared again with another type', ['const a9 = 1', "const a9 = 'x'", 'a9.length'], '1'],
    [
      'declared twice in one cell',
      ['const a10 = 1; const a10 = 2'],
      "TypeScriptError: Cell:1:7 - TS2451: Cannot redeclare block-scoped variable 'a10'.",
    ],
    ['without a value yet', ['let a11: number', 'a11 = 4', 'a11'], '4'],
    ['several at once', ['const a12 = 1, a13 = 2', 'a12 + a13'], '3'],
    ['one of several again', ['const a14 = 1, a15 = 2', 'const a14 = "x"', 'a14 + a15'], "'x2'"],
    [
      'array destructuring',
      ['const [b1, , b2 = 3, ...b3] = [1, 2, undefined, 4, 5]', '[b1, b2, b3]'],
      '[ 1, 3, [ 4, 5 ] ]',
    ],
    [
      'object destructuring',
      ['const { c1, x: { c2 }, ...c3 } = { c1: 1, x: { c2: 2 }, y: 3 }', '[c1, c2, c3]'],
      '[ 1, 2, { y: 3 } ]',
    ],
    [
      'destructuring into variables of before',
      ['let d1 = 0, d2 = 0', '({ d1, x: d2 } = { d1: 4, x: 5 }); [d1, d2]'],
      '[ 4, 5 ]',
    ],
    ['swapping variables of before', ['let d3 = 1, d4 = 2', '[d3, d4] = [d4, d3]', '[d3, d4]'], '[ 2, 1 ]'],
    ['shorthand of a variable of before', ['const d5 = 5', '({ d5 })'], '{ d5: 5 }'],
    ['a property of the same name is not the variable', ['const d6 = 1', '({ d6: 2 }).d6'], '2'],
    ['a parameter hides the variable', ['const d7 = 1', '((d7: number) => d7)(9)'], '9'],
    ['a local variable hides it', ['const d8 = 1', '(() => { const d8 = 8; return d8 })()'], '8'],
    ['a global can be hidden', ['const parseInt = () => 42', 'parseInt()'], '42'],
    ['a label of the same name', ['const d9 = 1', 'd9: for (;;) { break d9 }\nd9'], '1'],
    ['typeof a variable of before', ['const d10 = 1', 'typeof d10'], "'number'"],
    ['its type in a type', ['const d11 = { n: 1 }', 'const d12: typeof d11 = { n: 2 }; d12.n'], '2'],
    ['its own former value', ['let d13 = 1', 'd13 = d13 + 1', 'd13'], '2'],
    [
      'loops over variables of before',
      ['const d14 = [1, 2]; let d15 = 0', 'for (const n of d14) d15 += n', 'd15'],
      '3',
    ],
    ['a loop that assigns a variable of before', ['let d16 = 0', 'for (d16 of [1, 2, 3]);', 'd16'], '3'],
    ['exported', ['export const d17 = 17', 'd17'], '17'],
    ['an exported function', ['export function d18() { return 18 }', 'd18()'], '18'],
  ],
  functions: [
    ['a function', ['function f1(n: number) { return n + 1 }', 'f1(1)'], '2'],
    ['called before it is declared', ['f2()\nfunction f2() { return 2 }'], 'undefined'],
    [
      'using one of a later cell through a name of its own',
      ['let f3: () => number', 'const f4 = () => f3()', 'f3 = () => 3', 'f4()'],
      '3',
    ],
    [
      'overloads',
      ['function f5(a: string): string\nfunction f5(a: number): number\nfunction f5(a: any) { return a }', 'f5(5)'],
      '5',
    ],
    ['overloads are checked', ['f5(true)'], 'TypeScriptError: Cell:1:4 - TS2769: No overload matches this call.'],
    ['a generic function', ['function f6<T>(a: T) { return [a] }', "f6('x')[0].length"], '1'],
    ['a generator', ['function* f7() { yield 1; yield 2 }', '[...f7()]'], '[ 1, 2 ]'],
    [
      'an async generator',
      ['async function* f8() { yield 1 }', 'const f9: number[] = []; for await (const n of f8()) f9.push(n)', 'f9'],
      '[ 1 ]',
    ],
    ['a closure sees a reassigned variable', ['let f10 = 1; const f11 = () => f10', 'f10 = 2', 'f11()'], '2'],
    [
      'a closure that assigns a reassigned variable',
      ['let f21 = 1; const f22 = () => { f21 *= 10; return { f21 } }', 'f21 = 2', 'f22()'],
      '{ f21: 20 }',
    ],
    ['a closure that assigns', ['let f12 = 0; const f13 = () => { f12++ }', 'f13(); f13()', 'f12'], '2'],
    [
      'a tagged template of before',
      ['const f14 = (s: TemplateStringsArray, ...v: number[]) => s.raw.join("|") + v', 'f14`a${1}b`'],
      "'a|b1'",
    ],
    ['an optional call of before', ['const f15: undefined | (() => number) = () => 15', 'f15?.()'], '15'],
    ['new of before', ['const f16 = Date', 'new f16(0).getTime()'], '0'],
    ['default parameters of before', ['const f17 = 17', '((n = f17) => n)()'], '17'],
    ['this is not the notebook', ['function f18(this: unknown) { return this }', 'f18()'], 'undefined'],
    ['recursion', ['function f19(n: number): number { return n < 2 ? 1 : n * f19(n - 1) }', 'f19(5)'], '120'],
    ['declared again', ['function f20() { return 1 }', 'function f20(s: string) { return s }', 'f20("x")'], "'x'"],
  ],
  types: [
    [
      'a class',
      ['class A1 { constructor(readonly n: number) {} double() { return 2 * this.n } }', 'new A1(2).double()'],
      '4',
    ],
    [
      'a class that extends one of before',
      ['class A2 extends A1 { override double() { return super.double() + 1 } }', 'new A2(2).double()'],
      '5',
    ],
    ['instanceof one of before', ['new A2(1) instanceof A1'], 'true'],
    [
      'private and static members',
      ['class A3 { #n = 3; static make() { return new A3() } get n() { return this.#n } }', 'A3.make().n'],
      '3',
    ],
    [
      'an abstract class',
      ['abstract class A4 { abstract n(): number }', 'new A4()'],
      'TypeScriptError: Cell:1:1 - TS2511: Cannot create an instance of an abstract class.',
    ],
    ['accessors and static blocks', ['class A5 { static n: number; static { A5.n = 5 } }', 'A5.n'], '5'],
    ['an interface', ['interface B1 { n: number }', 'const b4: B1 = { n: 1 }; b4.n'], '1'],
    [
      'an interface is checked',
      ["const b5: B1 = { n: 'x' }"],
      "TypeScriptError: Cell:1:18 - TS2322: Type 'string' is not assignable to type 'number'.",
    ],
    [
      'an interface that extends one of before',
      ['interface B2 extends B1 { m: string }', "const b6: B2 = { n: 1, m: 'm' }; b6.m"],
      "'m'",
    ],
    [
      'an interface declared again',
      ['interface B3 { a: number }', 'interface B3 { b: string }', "const b7: B3 = { b: 'x' }; b7.b"],
      "'x'",
    ],
    [
      'a type alias',
      ["type C1 = 'a' | 'b'", "const c4: C1 = 'c'"],
      "TypeScriptError: Cell:1:7 - TS2322: Type '\"c\"' is not assignable to type 'C1'.",
    ],
    ['a generic type', ['type C2<T> = { value: T }', 'const c5: C2<number> = { value: 1 }; c5.value'], '1'],
    ['an enum', ['enum D1 { Red, Green = 5 }', '[D1.Green, D1[0]]'], "[ 5, 'Red' ]"],
    ['a const enum', ["const enum D2 { A = 'a' }", 'D2.A'], "'a'"],
    ['a namespace', ['namespace E1 { export const n = 1; export type T = number }', 'const e1: E1.T = E1.n; e1'], '1'],
    ['satisfies', ['const e2 = { a: 1 } satisfies Record<string, number>', 'e2.a'], '1'],
    ['as const', ["const e3 = ['x', 'y'] as const", 'e3[0]'], "'x'"],
    [
      'a decorator',
      [
        'const log: string[] = []; function mark(_: any, name: string) { log.push(name) }',
        'class E4 { @mark run() {} }',
        'log',
      ],
      "[ 'run' ]",
    ],
    ['an anonymous class', ['const E5 = class { private n = 1 }', 'typeof new E5()'], "'object'"],
    ['a value and a type of one name', ['type E6 = number; const E6 = 6', 'const e4: E6 = E6; e4'], '6'],
    ['declare global names nothing new', ['declare const nowhere: number', 'typeof nowhere'], "'undefined'"],
  ],
  imports: [
    ['a name', ["import { basename } from 'node:path'", "basename('/a/b')"], "'b'"],
    ['under another name', ["import { join as glue } from 'node:path'", "glue('a', 'b')"], "'a/b'"],
    ['everything', ["import * as path from 'node:path'", "path.extname('a.ts')"], "'.ts'"],
    ['the default', ["import fs from 'node:fs'", 'typeof fs.readFileSync'], "'function'"],
    ['a type', ["import type { Stats } from 'node:fs'", 'const i1: Stats | undefined = undefined; i1'], 'undefined'],
    [
      'a type among names',
      ["import { type Stats as S2, statSync } from 'node:fs'", "const i2: S2 = statSync('/'); i2.isDirectory()"],
      'true',
    ],
    [
      'again',
      ["import { basename } from 'node:path'", "import { basename } from 'node:path'", "basename('x/y')"],
      "'y'",
    ],
    [
      'a name that is hidden later',
      ["import { dirname } from 'node:path'", "const dirname = 'mine'", 'dirname'],
      "'mine'",
    ],
    ['at run time', ["const { sep } = await import('node:path')", 'sep'], "'/'"],
    ['require', ["require('node:path').sep"], "'/'"],
    [
      'a package that is not there',
      ["import x from 'no-such-package'"],
      "TypeScriptError: Cell:1:15 - TS2307: Cannot find module 'no-such-package' or its corresponding type declarations.",
    ],
    [
      'a name that is not there',
      ["import { nope } from 'node:path'"],
      "TypeScriptError: Cell:1:10 - TS2305: Module '\"node:path\"' has no exported member 'nope'.",
    ],
  ],
  waiting: [
    ['await', ['await Promise.resolve(1)'], '1'],
    ['await in an expression', ['(await Promise.resolve(1)) + (await Promise.resolve(2))'], '3'],
    ['await in a declaration', ['const w1 = await Promise.resolve(1)', 'w1'], '1'],
    ['await in a block', ['if (true) { await null }\n5'], '5'],
    ['for await alone', ['let w2 = 0\nfor await (const n of [Promise.resolve(1), 2]) w2 += n', 'w2'], '3'],
    ['await only within a function', ['const w3 = async () => await Promise.resolve(3)', 'await w3()'], '3'],
    ['a rejection', ["await Promise.reject(new RangeError('no'))"], 'RangeError: no'],
    ['a promise that nobody awaits', ['Promise.resolve(1)'], 'Promise { 1 }'],
    [
      'using',
      ['const w4: string[] = []\n{ using w5 = { [Symbol.dispose]: () => w4.push("gone") }; void w5 }', 'w4'],
      "[ 'gone' ]",
    ],
    [
      'await using',
      [
        'const w6: string[] = []\n{ await using w7 = { [Symbol.asyncDispose]: async () => void w6.push("gone") }; void w7 }',
        'w6',
      ],
      "[ 'gone' ]",
    ],
    ['a thrown value', ['throw "x"'], "Uncaught: 'x'"],
    ['try and catch', ['try { throw new Error("x") } catch (error) { (error as Error).message }'], 'undefined'],
  ],
  modules: [
    ['an object alone in a cell', ['{ a: 1, b: 2 }'], '{ a: 1, b: 2 }'],
    ['a block alone in a cell', ['{ const n = 1; void n }'], 'undefined'],
    ['a default export with a name', ['export default function g1() { return 1 }', 'g1()'], '1'],
    ['a default class with a name', ['export default class G2 { n = 2 }', 'new G2().n'], '2'],
    ['the folder of the cell', ['typeof import.meta.dirname + import.meta.url.slice(0, 7)'], "'stringfile://'"],
    ['flags of today', ["/[\\p{L}--[a-z]]/v.test('A')"], 'true'],
    ['a first line for a shell', ['#!/usr/bin/env node\n3'], '3'],
    ['Windows line ends', ['const g3 = 1\r\nconst g4 = 2\r\ng3 + g4'], '3'],
    ['names of other scripts', ['const größe = 1; const 名前 = "n"', 'größe + 名前'], "'1n'"],
    ['a require under a name', ['import g5 = require("node:path")', 'g5.sep'], "'/'"],
    ['an alias of a namespace', ['namespace G6.In { export const n = 6 }', 'import g6 = G6.In', 'g6.n'], '6'],
    ['a name of its own for a global', ['const Object = 1', 'Object'], '1'],
    [
      'a function of a later cell that has been declared',
      ['declare function g7(): number\nconst g8 = () => g7()', 'function g7() { return 7 }', 'g8()'],
      '7',
    ],
    ['a global that has been declared', ['(globalThis as any).g9 = 9', 'declare const g9: number\ng9', 'g9'], '9'],
    [
      'members of global types',
      [
        'declare global { interface Array<T> { last9(): T } }',
        'Array.prototype.last9 = function () { return 9 }',
        '[1].last9()',
      ],
      '9',
    ],
    [
      'a value beside a type of before',
      ['type G10 = { a: 1 }', 'const G10 = 5', 'const g10: G10 = { a: 1 }; [g10, G10]'],
      '[ { a: 1 }, 5 ]',
    ],
    [
      'a type beside a value of before',
      ['const G11 = 5', 'type G11 = string', 'const g11: G11 = "s"; [g11, G11]'],
      "[ 's', 5 ]",
    ],
    ['a class whose type is replaced', ['class G12 { n = 1 }', 'interface G12 { m: number }', 'new G12().n'], '1'],
    ['let without a value forgets the former one', ['let g13 = 1', 'let g13: number | undefined', 'g13'], 'undefined'],
    ['a failing cell leaves earlier variables alone', ['const g14 = 1', 'throw 0; const g14 = "s"', 'g14 + 1'], '2'],
    ['names that begin with two underscores', ['let __g16 = 1; const g16 = () => __g16', '__g16 = 2', 'g16()'], '2'],
    ['names that every object has', ['const toString = 1, __proto__ = 2', '[toString, __proto__]'], '[ 1, 2 ]'],
    ['a second name of an export', ['const g17 = 17; export { g17 as g18 }', 'g18'], '17'],
    ['handed on from a module', ["export { sep as g19 } from 'node:path'", 'g19'], "'/'"],
    [
      'export = is refused with a reason',
      ['export = 5'],
      'TypeScriptError: Cell:1:1 - TS2309: An export assignment cannot be used in a module with other exported elements.',
    ],
    [
      'the marker of modules is refused',
      ['const __esModule = true'],
      "TypeScriptError: Cell:1:7 - TS1216: Identifier expected. '__esModule' is reserved as an exported marker when transforming ECMAScript modules.",
    ],
    ['a failing cell keeps undefined ones, too', ['const g15 = undefined; throw 0', 'g15'], 'undefined'],
  ],
  mistakes: [
    ['a syntax error', ['const = 1'], 'TypeScriptError: Cell:1:7 - TS1134: Variable declaration expected.'],
    ['an unknown name', ['unknownName'], "TypeScriptError: Cell:1:1 - TS2304: Cannot find name 'unknownName'."],
    [
      'return at the top',
      ['return 1'],
      "TypeScriptError: Cell:1:1 - TS1108: A 'return' statement can only be used within a function body.",
    ],
    [
      'an unknown property',
      ['({ a: 1 }).b'],
      "TypeScriptError: Cell:1:12 - TS2339: Property 'b' does not exist on type '{ a: number; }'.",
    ],
    ['in the second line', ['1\n  nope2'], "TypeScriptError: Cell:2:3 - TS2304: Cannot find name 'nope2'."],
    ['nothing of a cell with a type error happens', ['let m1 = 1', 'm1 = 2; nope3', 'm1'], '1'],
    ['a cell after a mistake', ['nope4', '1'], '1'],
    [
      'names of a cell with a type error are not declared',
      ['const m2 = 1; nope5', 'm2'],
      "TypeScriptError: Cell:1:1 - TS2304: Cannot find name 'm2'.",
    ],
    ['a failing cell keeps what it had made', ['const m3 = 3; throw new Error("x")', 'm3'], '3'],
    ['a failing cell keeps its functions', ['function m4() { return 4 }\nthrow new Error("x")', 'm4()'], '4'],
    [
      'a failing cell does not declare the rest',
      ['throw new Error("x"); const m5 = 5', 'm5'],
      "TypeScriptError: Cell:1:1 - TS2304: Cannot find name 'm5'.",
    ],
    [
      'JSX is refused with a reason',
      ['const m6 = <b>x</b>'],
      "TypeScriptError: Cell:1:12 - TS17004: Cannot use JSX unless the '--jsx' flag is provided.",
    ],
  ],
}

describe.each(Object.entries(rows))('%s', (_, group) => {
  test.each(group)('%s', async (_, cells, outcome) => {
    expect(await run(...cells)).toBe(outcome)
  })
})

test('completion offers members of what was declared before, best first, with their kind', async () => {
  await run('const ring = { radius: 1, rotate() {} }')
  const { start, end, matches } = language.complete('ring.r', 6)
  expect([start, end]).toEqual([5, 6])
  expect(matches).toEqual([
    { text: 'radius', type: 'property' },
    { text: 'rotate', type: 'method' },
  ])
})

test('inspection tells signature and documentation, at the end of a name too', async () => {
  await run('/** Turns it round. */\nfunction turn(degrees: number): string { return `${degrees}` }')
  const found = { signature: 'function turn(degrees: number): string', documentation: 'Turns it round.' }
  expect(language.inspect('turn(1)', 1)).toEqual(found)
  expect(language.inspect('turn', 4)).toEqual(found)
  expect(language.inspect('nobody', 3)).toBeUndefined()
})

test('the indent of an unfinished text follows its brackets', () => {
  expect(language.isComplete('function f() {')).toEqual({ status: 'incomplete', indent: '  ' })
  expect(language.isComplete('if (a) {\n  f(')).toEqual({ status: 'incomplete', indent: '    ' })
  expect(language.isComplete('f(1)')).toEqual({ status: 'complete' })
  expect(language.isComplete('f(1))')).toEqual({ status: 'invalid' })
})
