import type { Row } from './row.js'

export const classes: Row[] = [
  [
    'a class declared again: what was made before stays as it was',
    [
      'class H1 { m() { return 1 } }',
      'const h1 = new H1()',
      "class H1 { m() { return 'two' } }",
      '[h1.m(), new H1().m()]',
    ],
    "[ 1, 'two' ]",
  ],
  [
    'a generic class',
    [
      'class H2<T> { constructor(readonly v: T) {} map<U>(f: (v: T) => U) { return new H2(f(this.v)) } }',
      'new H2(1).map((n) => `${n}`).v.length',
    ],
    '1',
  ],
  [
    'a private name is asked for',
    ['class H3 { #p = 1; static has(o: object) { return #p in o } }', 'H3.has(new H3())'],
    'true',
  ],
  ['an accessor field', ['class H4 { accessor v = 4 }', 'new H4().v'], '4'],
  [
    'parameters that are fields',
    [
      'class H5 { constructor(public a: number, protected b = 2) {} sum() { return this.a + this.b } }',
      'new H5(3).sum()',
    ],
    '5',
  ],
  [
    'a protected member is not for everyone',
    ['class H6 { protected b = 2 }', 'new H6().b'],
    "TypeScriptError: Cell:1:10 - TS2445: Property 'b' is protected and only accessible within class 'H6' and its subclasses.",
  ],
  [
    'an interface and a class that implements it later',
    ['interface H7 { n(): number }', 'class H8 implements H7 { n() { return 8 } }', 'new H8().n()'],
    '8',
  ],
  [
    'a mixin over a class of before',
    [
      'class H9 { a = 1 }',
      'const H10 = <T extends new (...a: any[]) => object>(B: T) => class extends B { b = 2 }',
      '({ ...new (H10(H9))() })',
    ],
    '{ a: 1, b: 2 }',
  ],
  [
    'a class that uses a variable assigned later',
    ['let h11 = 1; class H11 { n() { return h11 } }', 'h11 = 2', 'new H11().n()'],
    '2',
    '1',
  ],
  ['static members of before are assigned', ['class H12 { static n = 1 }', 'H12.n = 12', 'H12.n'], '12'],
  [
    'a namespace beside a class',
    ["class H13 { a = 1 }\nnamespace H13 { export const s = 's' }", 'H13.s + new H13().a'],
    "'s1'",
  ],
  [
    'a namespace beside a function',
    ['function h14() {}\nnamespace h14 { export let n = 3 }', 'h14.n++', 'h14.n'],
    '4',
    "TypeScriptError: Cell:1:5 - TS2339: Property 'n' does not exist on type '() => void'.",
  ],
  [
    'a namespace declared again',
    ['namespace H15 { export const a = 1 }', 'namespace H15 { export const b = 2 }', 'H15.b'],
    '2',
  ],
  ['a namespace within a namespace', ['namespace H16.In { export const n = 16 }', 'H16.In.n'], '16'],
  ['an enum declared again', ['enum H17 { A }', 'enum H17 { B = 7 }', 'H17.B'], '7'],
  ['an enum of strings', ["enum H18 { A = 'a', B = 'b' }", 'Object.values(H18)'], "[ 'a', 'b' ]"],
  [
    'an exported const enum',
    ['export const enum H19 { A = 3, B = A << 1 }', 'H19.B'],
    '6',
    "TypeScriptError: Cell:1:1 - TS2304: Cannot find name 'H19'.",
  ],
  [
    'a decorator that is made by a call',
    [
      'const h20: unknown[] = []; const told = (what: string) => (_: any, name: string) => void h20.push(what, name)',
      "class H20 { @told('x') run() {} }",
      'h20',
    ],
    "[ 'x', 'run' ]",
  ],
  [
    'a decorator of a class',
    [
      'const sealed = <T extends Function>(made: T) => void Object.freeze(made)',
      '@sealed class H21 {}',
      'Object.isFrozen(H21)',
    ],
    'true',
  ],
  [
    'a decorator of a parameter',
    [
      'const h22: unknown[] = []; const third = (_: any, name: any, at: number) => void h22.push(name, at)',
      'class H22 { run(a: number, @third b: number) {} }',
      'h22',
    ],
    "[ 'run', 1 ]",
  ],
  [
    'an object with accessors, methods and computed names',
    ["const h23 = { get a() { return 1 }, b() { return this.a + 1 }, ['c' + 1]: 3 }", '[h23.a, h23.b(), h23.c1]'],
    '[ 1, 2, 3 ]',
  ],
]
