import type { Row } from './row.js'

export const types: Row[] = [
  [
    'a class',
    ['class A1 { constructor(readonly n: number) {} double() { return 2 * this.n } }', 'new A1(2).double()'],
    '4',
  ],
  [
    'a class that extends one of before',
    [
      'class A1b { double() { return 4 } }',
      'class A2 extends A1b { override double() { return super.double() + 1 } }',
      'new A2().double()',
    ],
    '5',
  ],
  ['instanceof one of before', ['class A6 {}', 'class A7 extends A6 {}', 'new A7() instanceof A6'], 'true'],
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
    ['interface B1b { n: number }', "const b5: B1b = { n: 'x' }"],
    "TypeScriptError: Cell:1:19 - TS2322: Type 'string' is not assignable to type 'number'.",
  ],
  [
    'an interface that extends one of before',
    ['interface B1c { n: number }', 'interface B2 extends B1c { m: string }', "const b6: B2 = { n: 1, m: 'm' }; b6.m"],
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
  [
    'an anonymous class',
    ['const E5 = class { private n = 1 }', 'typeof new E5()'],
    "'object'",
    "TypeScriptError: Cell:1:12 - TS2304: Cannot find name 'E5'.",
  ],
  ['a value and a type of one name', ['type E6 = number; const E6 = 6', 'const e4: E6 = E6; e4'], '6'],
  ['declare global names nothing new', ['declare const nowhere: number', 'typeof nowhere'], "'undefined'"],
  [
    'a type in terms of one of before',
    ['type I1 = { a: number; b: string }', 'type I2 = { [K in keyof I1]?: I1[K][] }', 'const i3: I2 = { a: [1] }; i3'],
    '{ a: [ 1 ] }',
  ],
  ['a conditional type', ['type I4<T> = T extends (infer U)[] ? U : never', 'const i4: I4<string[]> = "x"; i4'], "'x'"],
  ['a type of texts', ["type I5<T extends string = 'a'> = `${T}-b`", "const i5: I5 = 'a-b'; i5"], "'a-b'"],
  [
    'a type that means itself',
    ['type I6 = { next?: I6 }', 'const i6: I6 = { next: { next: {} } }; i6'],
    '{ next: { next: {} } }',
  ],
  [
    'a symbol as a name',
    ["const i7 = Symbol('i7'); type I7 = { [i7]: number }", 'const i8: I7 = { [i7]: 7 }; i8[i7]'],
    '7',
  ],
  [
    'a function that asserts',
    [
      "function i9(v: unknown): asserts v is string { if (typeof v !== 'string') throw new TypeError('no') }",
      "let i10: unknown = 'x'; i9(i10); i10.length",
    ],
    '1',
  ],
  [
    'a guard of before narrows',
    [
      "const i11 = (v: unknown): v is string => typeof v === 'string'",
      "const i12: unknown = 'abc'; i11(i12) ? i12.length : 0",
    ],
    '3',
  ],
  [
    'a union is told apart',
    [
      "type I13 = { kind: 'a'; n: number } | { kind: 'b' }",
      "const i13 = (v: I13) => (v.kind === 'a' ? v.n : 0)",
      "i13({ kind: 'a', n: 13 })",
    ],
    '13',
  ],
  [
    'a type declared again is what later cells see',
    ['type I14 = number', 'type I14 = string', "const i14: I14 = 'x'; i14"],
    "'x'",
  ],
  [
    'an interface in two parts',
    ['interface I15 { a: number }\ninterface I15 { b: number }', 'const i15: I15 = { a: 1, b: 2 }; i15'],
    '{ a: 1, b: 2 }',
  ],
]
