import type { Row } from './row.js'

export const mistakes: Row[] = [
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
  [
    'a failing cell keeps what it had made',
    ['const m3 = 3; throw new Error("x")', 'm3'],
    '3',
    "TypeScriptError: Cell:1:1 - TS2304: Cannot find name 'm3'.",
  ],
  [
    'a failing cell keeps its functions',
    ['function m4() { return 4 }\nthrow new Error("x")', 'm4()'],
    '4',
    "TypeScriptError: Cell:1:1 - TS2304: Cannot find name 'm4'.",
  ],
  [
    'a failing cell does not declare the rest',
    ['throw new Error("x"); const m5 = 5', 'm5'],
    "TypeScriptError: Cell:1:1 - TS2304: Cannot find name 'm5'.",
  ],
  [
    'JSX is refused with a reason',
    ['const m6 = <b>x</b>'],
    "TypeScriptError: Cell:1:12 - TS17004: Cannot use JSX unless the '--jsx' flag is provided.",
    "TypeScriptError: Cell:1:13 - TS2304: Cannot find name 'b'.",
  ],
  [
    'with',
    ['with ({ a: 1 }) a'],
    "TypeScriptError: Cell:1:1 - TS1101: 'with' statements are not allowed in strict mode.",
  ],
  [
    'an octal number of old',
    ['010'],
    "TypeScriptError: Cell:1:1 - TS1121: Octal literals are not allowed. Use the syntax '0o10'.",
    "TypeScriptError: Cell:1:1 - TS1085: Octal literals are not available when targeting ECMAScript 5 and higher. Use the syntax '0o10'.",
  ],
  [
    'a function where only V8 refuses it',
    ['if (1) function m7() {}'],
    'SyntaxError: In strict mode code, functions can only be declared at top level or inside a block.',
    'undefined',
  ],
  ['a property of null', ['JSON.parse("null").a'], "TypeError: Cannot read properties of null (reading 'a')"],
  [
    'an argument too few',
    ['const m8 = (a: number) => a', 'm8()'],
    'TypeScriptError: Cell:1:1 - TS2554: Expected 1 arguments, but got 0.',
  ],
  [
    'a misspelt name of before',
    ['const distance9 = 1', 'distanse9'],
    "TypeScriptError: Cell:1:1 - TS2552: Cannot find name 'distanse9'. Did you mean 'distance9'?",
  ],
  [
    'an unfinished cell',
    ['function m10() {'],
    "TypeScriptError: Cell:1:17 - TS1005: '}' expected.",
    "TypeScriptError: Cell:2:13 - TS1005: '}' expected.",
  ],
  [
    'JSX within a call',
    ['console.log(<b>x</b>)'],
    "TypeScriptError: Cell:1:13 - TS17004: Cannot use JSX unless the '--jsx' flag is provided.",
    "TypeScriptError: Cell:1:14 - TS2304: Cannot find name 'b'.",
  ],
]
