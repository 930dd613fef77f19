import type { Row } from './row.js'

export const functions: Row[] = [
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
  [
    'overloads are checked',
    [
      'function f5b(a: string): string\nfunction f5b(a: number): number\nfunction f5b(a: any) { return a }',
      'f5b(true)',
    ],
    'TypeScriptError: Cell:1:5 - TS2769: No overload matches this call.',
  ],
  ['a generic function', ['function f6<T>(a: T) { return [a] }', "f6('x')[0].length"], '1'],
  ['a generator', ['function* f7() { yield 1; yield 2 }', '[...f7()]'], '[ 1, 2 ]'],
  [
    'an async generator',
    ['async function* f8() { yield 1 }', 'const f9: number[] = []; for await (const n of f8()) f9.push(n)', 'f9'],
    '[ 1 ]',
    "TypeScriptError: Cell:1:1 - TS2304: Cannot find name 'f9'.",
  ],
  ['a closure sees a reassigned variable', ['let f10 = 1; const f11 = () => f10', 'f10 = 2', 'f11()'], '2', '1'],
  [
    'a closure that assigns a reassigned variable',
    ['let f21 = 1; const f22 = () => { f21 *= 10; return { f21 } }', 'f21 = 2', 'f22()'],
    '{ f21: 20 }',
    '{ f21: 10 }',
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
  [
    'this is not the notebook',
    ['function f18(this: unknown) { return this }', 'f18()'],
    'undefined',
    '{ f18: [Function: f18] }',
  ],
  ['recursion', ['function f19(n: number): number { return n < 2 ? 1 : n * f19(n - 1) }', 'f19(5)'], '120'],
  ['declared again', ['function f20() { return 1 }', 'function f20(s: string) { return s }', 'f20("x")'], "'x'"],
  [
    'a function declared again is what earlier ones call',
    ['function f23() { return 1 }', 'const f24 = () => f23()', 'function f23() { return 2 }', 'f24()'],
    '2',
  ],
  ['using one that stands further down', ['const f25 = () => f26(); function f26() { return 26 }', 'f25()'], '26'],
  [
    'using one of a later cell that nobody has declared',
    ['const f27 = () => laterOne()'],
    "TypeScriptError: Cell:1:19 - TS2304: Cannot find name 'laterOne'.",
  ],
  [
    'two that call each other',
    [
      'const even = (n: number): boolean => n === 0 || odd(n - 1); function odd(n: number): boolean { return n !== 0 && even(n - 1) }',
      'even(10)',
    ],
    'true',
  ],
  ['a closure counts for itself', ['const f28 = (() => { let n = 0; return () => ++n })()', 'f28()', 'f28()'], '2'],
  [
    'closures of a loop',
    ['const f29 = [1, 2, 3].map((n) => () => n); for (let k = 0; k < 3; k++) f29.push(() => k)', 'f29.map((f) => f())'],
    '[ 1, 2, 3, 0, 1, 2 ]',
  ],
  [
    'a closure over a destructured variable that is assigned later',
    ['let { f30, f31 } = { f30: 1, f31: 2 }; const f32 = () => f30 + f31', 'f30 = 10', 'f32()'],
    '12',
    '3',
  ],
  [
    'a closure over a variable that is declared again',
    ['let f33 = 1; const f34 = () => f33', 'let f33 = 2', 'f34()'],
    '2',
    '1',
  ],
  [
    'rest, spread and defaults',
    ['function f35(a: number, b = 2, ...c: number[]) { return [a, b, ...c] }', 'f35(...([1, undefined, 3] as const))'],
    '[ 1, 2, 3 ]',
  ],
  [
    'a function as a value has a name',
    ['const f36 = function () {}, f37 = () => {}', '[f36.name, f37.name]'],
    "[ 'f36', 'f37' ]",
  ],
]
