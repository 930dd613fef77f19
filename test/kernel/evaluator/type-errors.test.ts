import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openLanguage } from '../../../src/kernel/evaluator/language.js'
import { failuresOf } from './failures.js'

const folder = mkdtempSync(join(tmpdir(), 'type-errors-'))
afterAll(() => rmSync(folder, { recursive: true }))
writeFileSync(
  join(folder, 'options.ts'),
  '\nexport interface Options { depth: number }\nexport const use = (o: Options) => o\n',
)
writeFileSync(join(folder, 'wrong.ts'), 'export const fine = 1\n\texport const wrong: string = fine\n')
const failure = failuresOf(
  openLanguage(folder, { values: {}, declarations: [] }, () => undefined),
  folder,
)

type Row = [what: string, cells: string[], told: string[]]

const rows: Row[] = [
  [
    'in one line',
    ["const wrong: number = 'x'"],
    [
      "Cell [1]:1:7 - error TS2322: Type 'string' is not assignable to type 'number'.",
      '',
      "  1 const wrong: number = 'x'",
      '          ~~~~~',
      '',
    ],
  ],
  [
    'in a later line of several',
    ['const fine = {\n  one: 1,\n  two: nope(\n    1,\n  ),\n}'],
    ["Cell [1]:3:8 - error TS2304: Cannot find name 'nope'.", '', '  3   two: nope(', '           ~~~~', ''],
  ],
  [
    'two in one cell',
    ['let one = 1\nlet two: string = one; let three: boolean = one'],
    [
      "Cell [1]:2:5 - error TS2322: Type 'number' is not assignable to type 'string'.",
      '',
      '  2 let two: string = one; let three: boolean = one',
      '        ~~~',
      '',
      "Cell [1]:2:28 - error TS2322: Type 'number' is not assignable to type 'boolean'.",
      '',
      '  2 let two: string = one; let three: boolean = one',
      '                               ~~~~~',
      '',
    ],
  ],
  [
    'behind tabs',
    ['\tconst tabbed = 1;\tconst wrong: string = 5'],
    [
      "Cell [1]:1:26 - error TS2322: Type 'number' is not assignable to type 'string'.",
      '',
      '  1 \tconst tabbed = 1;\tconst wrong: string = 5',
      '    \t                 \t      ~~~~~',
      '',
    ],
  ],
  [
    'behind emoji',
    ["const smile = '😀👩\u200d👩\u200d👧❤\ufe0f'; const wrong: number = 'x'"],
    [
      "Cell [1]:1:37 - error TS2322: Type 'string' is not assignable to type 'number'.",
      '',
      "  1 const smile = '😀👩\u200d👩\u200d👧❤\ufe0f'; const wrong: number = 'x'",
      '                   \u3000\u3000\u3000         ~~~~~',
      '',
    ],
  ],
  [
    'behind and below wide characters',
    ["const 名前 = '表ｗ한'; const 値段: number = 'x'"],
    [
      "Cell [1]:1:25 - error TS2322: Type 'string' is not assignable to type 'number'.",
      '',
      "  1 const 名前 = '表ｗ한'; const 値段: number = 'x'",
      '          \u3000\u3000    \u3000\u3000\u3000         ~~~~',
      '',
    ],
  ],
  [
    'behind letters with accents of their own',
    ["const e = 'e\u0301e\u0301'; const wrong: number = 'x'"],
    [
      "Cell [1]:1:25 - error TS2322: Type 'string' is not assignable to type 'number'.",
      '',
      "  1 const e = 'e\u0301e\u0301'; const wrong: number = 'x'",
      '                          ~~~~~',
      '',
    ],
  ],
  [
    'Windows line ends',
    ['const a = 1\r\nconst wrong: string = a\r\n'],
    [
      "Cell [1]:2:7 - error TS2322: Type 'number' is not assignable to type 'string'.",
      '',
      '  2 const wrong: string = a',
      '          ~~~~~',
      '',
    ],
  ],
  [
    'a chain of reasons',
    ['const wrong: (a: { x: string }) => void = (a: { x: number }) => {}'],
    [
      "Cell [1]:1:7 - error TS2322: Type '(a: { x: number; }) => void' is not assignable to type '(a: { x: string; }) => void'.",
      "  Types of parameters 'a' and 'a' are incompatible.",
      "    Type '{ x: string; }' is not assignable to type '{ x: number; }'.",
      "      Types of property 'x' are incompatible.",
      "        Type 'string' is not assignable to type 'number'.",
      '',
      '  1 const wrong: (a: { x: string }) => void = (a: { x: number }) => {}',
      '          ~~~~~',
      '',
    ],
  ],
  [
    'overloads, one after the other',
    ['function over(a: string): void\nfunction over(a: boolean): void\nfunction over(a: unknown) {}', 'over(5)'],
    [
      'Cell [2]:1:6 - error TS2769: No overload matches this call.',
      "  Overload 1 of 2, '(a: string): void', gave the following error.",
      "    Argument of type 'number' is not assignable to parameter of type 'string'.",
      "  Overload 2 of 2, '(a: boolean): void', gave the following error.",
      "    Argument of type 'number' is not assignable to parameter of type 'boolean'.",
      '',
      '  1 over(5)',
      '         ^',
      '',
    ],
  ],
  [
    'a property of an interface of an earlier cell',
    [
      'interface Person {\n  /** Of the whole. */\n  address: { street: string; zip: number }\n}',
      "\nconst ada: Person = {\n  address: { street: 'X', zip: '12' },\n}",
    ],
    [
      "Cell [2]:3:27 - error TS2322: Type 'string' is not assignable to type 'number'.",
      '',
      "  3   address: { street: 'X', zip: '12' },",
      '                              ~~~',
      '',
      '  Cell [1]:3:30',
      '    3   address: { street: string; zip: number }',
      '                                   ~~~',
      "    The expected type comes from property 'zip' which is declared here on type '{ street: string; zip: number; }'",
      '',
    ],
  ],
  [
    'what is missing of it',
    ['// Of whom it is told.\ninterface Human { name: string }', 'const nobody: Human = {}'],
    [
      "Cell [2]:1:7 - error TS2741: Property 'name' is missing in type '{}' but required in type 'Human'.",
      '',
      '  1 const nobody: Human = {}',
      '          ~~~~~~',
      '',
      '  Cell [1]:2:19',
      '    2 interface Human { name: string }',
      '                        ~~~~',
      "    'name' is declared here.",
      '',
    ],
  ],
  [
    'a parameter of a function of an earlier cell',
    ['const rate = 2\nfunction pay(who: string, amount: number): void {}', "pay('ada')"],
    [
      'Cell [2]:1:1 - error TS2554: Expected 2 arguments, but got 1.',
      '',
      "  1 pay('ada')",
      '    ~~~',
      '',
      '  Cell [1]:2:27',
      '    2 function pay(who: string, amount: number): void {}',
      '                                ~~~~~~~~~~~~~~',
      "    An argument for 'amount' was not provided.",
      '',
    ],
  ],
  [
    'a method of a class of an earlier cell',
    ['class Base {\n  greet(n: number) { return n }\n}', 'new Base().greet()'],
    [
      'Cell [2]:1:12 - error TS2554: Expected 1 arguments, but got 0.',
      '',
      '  1 new Base().greet()',
      '               ~~~~~',
      '',
      '  Cell [1]:2:9',
      '    2   greet(n: number) { return n }',
      '              ~~~~~~~~~',
      "    An argument for 'n' was not provided.",
      '',
    ],
  ],
  [
    'what has only been inferred',
    ['const settings = {\n  deep: { level: 1 },\n}', 'const wrong: { deep: { level: string } } = settings'],
    [
      "Cell [2]:1:7 - error TS2322: Type '{ deep: { level: number; }; }' is not assignable to type '{ deep: { level: string; }; }'.",
      "  The types of 'deep.level' are incompatible between these types.",
      "    Type 'number' is not assignable to type 'string'.",
      '',
      '  1 const wrong: { deep: { level: string } } = settings',
      '          ~~~~~',
      '',
    ],
  ],
  [
    'a variable that was not to be assigned',
    ['const limit = 1', 'limit = 2'],
    [
      "Cell [2]:1:1 - error TS2588: Cannot assign to 'limit' because it is a constant.",
      '',
      '  1 limit = 2',
      '    ~~~~~',
      '',
    ],
  ],
  [
    'a misspelt property of an earlier variable',
    ['const box = {\n  width: 1,\n}', 'box.widht'],
    [
      "Cell [2]:1:5 - error TS2551: Property 'widht' does not exist on type '{ width: number; }'. Did you mean 'width'?",
      '',
      '  1 box.widht',
      '        ~~~~~',
      '',
      '  Cell [1]:2:3',
      '    2   width: 1,',
      '        ~~~~~',
      "    'width' is declared here.",
      '',
    ],
  ],
  [
    'a type of a file',
    ["import { use } from './options.ts'\nuse({ depth: 'x' })"],
    [
      "Cell [1]:2:7 - error TS2322: Type 'string' is not assignable to type 'number'.",
      '',
      "  2 use({ depth: 'x' })",
      '          ~~~~~',
      '',
      '  options.ts:2:28',
      '    2 export interface Options { depth: number }',
      '                                 ~~~~~',
      "    The expected type comes from property 'depth' which is declared here on type 'Options'",
      '',
    ],
  ],
  [
    'in a file',
    ["import { wrong } from './wrong.ts'\nwrong"],
    [
      "wrong.ts:2:15 - error TS2322: Type 'number' is not assignable to type 'string'.",
      '',
      '  2 \texport const wrong: string = fine',
      '    \t             ~~~~~',
      '',
    ],
  ],
  [
    'unfinished',
    ['function open() {\n  const a = 1'],
    [
      "Cell [1]:2:14 - error TS1005: '}' expected.",
      '',
      '  2   const a = 1',
      '                 ^',
      '',
      '  Cell [1]:1:17',
      '    1 function open() {',
      '                      ^',
      "    The parser expected to find a '}' to match the '{' token here.",
      '',
    ],
  ],
  [
    'a text without an end',
    ["const open = 'text"],
    [
      'Cell [1]:1:19 - error TS1002: Unterminated string literal.',
      '',
      "  1 const open = 'text",
      '                      ^',
      '',
    ],
  ],
  [
    'a text over several lines',
    ['const wrong: number = `a\nb`'],
    [
      "Cell [1]:1:7 - error TS2322: Type 'string' is not assignable to type 'number'.",
      '',
      '  1 const wrong: number = `a',
      '          ~~~~~',
      '',
    ],
  ],
  [
    'far to the right',
    [
      "/* ____________________________________________________________________________________________________________________________________________________________________________________________________________________________________________________________________________________________________________ */ const wrong: number = 'x'",
    ],
    [
      "Cell [1]:1:314 - error TS2322: Type 'string' is not assignable to type 'number'.",
      '',
      "  1 ______________________________________________________________________________________________________________________________________________________________________________________________ */ const wrong: number = 'x'",
      '                                                                                                                                                                                                            ~~~~~',
      '',
    ],
  ],
]

test.each(rows)('%s', async (_, cells, told) => {
  expect(await failure(cells)).toEqual(told)
})
