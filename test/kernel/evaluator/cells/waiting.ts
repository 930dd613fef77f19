import type { Row } from './row.js'

export const waiting: Row[] = [
  ['await', ['await Promise.resolve(1)'], '1'],
  ['await in an expression', ['(await Promise.resolve(1)) + (await Promise.resolve(2))'], '3'],
  ['await in a declaration', ['const w1 = await Promise.resolve(1)', 'w1'], '1'],
  ['await in a block', ['if (true) { await null }\n5'], '5'],
  [
    'for await alone',
    ['let w2 = 0\nfor await (const n of [Promise.resolve(1), 2]) w2 += n', 'w2'],
    '3',
    "TypeScriptError: Cell:1:1 - TS2304: Cannot find name 'w2'.",
  ],
  ['await only within a function', ['const w3 = async () => await Promise.resolve(3)', 'await w3()'], '3'],
  ['a rejection', ["await Promise.reject(new RangeError('no'))"], 'RangeError: no'],
  ['a promise that nobody awaits', ['Promise.resolve(1)'], 'Promise { 1 }'],
  [
    'using',
    ['const w4: string[] = []\n{ using w5 = { [Symbol.dispose]: () => w4.push("gone") }; void w5 }', 'w4'],
    "[ 'gone' ]",
    "TypeScriptError: Cell:1:1 - TS2304: Cannot find name 'w4'.",
  ],
  [
    'await using',
    [
      'const w6: string[] = []\n{ await using w7 = { [Symbol.asyncDispose]: async () => void w6.push("gone") }; void w7 }',
      'w6',
    ],
    "[ 'gone' ]",
    "TypeScriptError: Cell:1:1 - TS2304: Cannot find name 'w6'.",
  ],
  ['a thrown value', ['throw "x"'], "Uncaught: 'x'"],
  ['try and catch', ['try { throw new Error("x") } catch (error) { (error as Error).message }'], 'undefined'],
  [
    'for await over a generator',
    ['async function* w8() { yield 1; yield 2 }', 'const w9 = []; for await (const n of w8()) w9.push(n)\nw9'],
    '[ 1, 2 ]',
    'SyntaxError: Unexpected reserved word',
  ],
  [
    'await in a template, an object and a call',
    ['[`${await 1}`, { a: await 2 }, Math.max(await 3, 0)]'],
    "[ '1', { a: 2 }, 3 ]",
  ],
  ['several at once', ['const [w10, w11] = await Promise.all([1, Promise.resolve("b")])', 'w10 + w11'], "'1b'"],
  [
    'a rejection is caught',
    [
      "let w12 = ''\ntry { await Promise.reject(new Error('x')) } catch (e) { w12 = (e as Error).message } finally { w12 += '!' }",
      'w12',
    ],
    "'x!'",
  ],
  [
    'await in a loop',
    ['let w13 = 0\nfor (const n of [1, 2, 3]) w13 += await n\nwhile (await (w13 < 10)) w13++', 'w13'],
    '10',
  ],
  [
    'using at the top ends with the cell',
    [
      'const w14: string[] = []\nusing w15 = { [Symbol.dispose]: () => void w14.push("gone") }\nw14.push("used")',
      'w14',
    ],
    "[ 'used', 'gone' ]",
    "TypeScriptError: Cell:1:1 - TS2304: Cannot find name 'w14'.",
  ],
  [
    'what is disposed of, last first',
    [
      'const w16: number[] = []\nconst w17 = (n: number) => ({ [Symbol.asyncDispose]: async () => void w16.push(n) })\n{ await using a = w17(1), b = w17(2) }',
      'w16',
    ],
    '[ 2, 1 ]',
    "TypeScriptError: Cell:1:1 - TS2304: Cannot find name 'w16'.",
  ],
  ['a value behind an await', ['await null; 18'], '18'],
  [
    'a promise of an earlier cell',
    ['const w19 = new Promise<number>((resolve) => setImmediate(resolve, 19))', '(await w19) + 1'],
    '20',
  ],
  [
    'await within a class is not at the top',
    ['class W20 { static n = await 1 }'],
    "TypeScriptError: Cell:1:24 - TS1308: 'await' expressions are only allowed within async functions and at the top levels of modules.",
  ],
]
