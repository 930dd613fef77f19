import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'
import { openLanguage } from '../../../src/kernel/evaluator/language.js'
import { failuresOf } from './failures.js'

const folder = mkdtempSync(join(tmpdir(), 'errors-'))
afterAll(() => rmSync(folder, { recursive: true }))
const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}
write('node_modules/thrower/bad.js', 'const fine = 1\nconst = 2\n')
write('node_modules/thrower/package.json', '{ "name": "thrower", "main": "main.js" }')
write('node_modules/thrower/main.js', '\nexports.go = function go(call) {\n  return call()\n}\n')

const language = openLanguage(folder, { values: {}, declarations: [] }, () => undefined)
const failure = failuresOf(language, folder)

// A cell may change how errors are made; the next one starts afresh.
const { prepareStackTrace, stackTraceLimit } = Error
afterEach(() => void Object.assign(Error, { prepareStackTrace, stackTraceLimit }))

/** An error of which something cannot be read. */
const broken = (what: string): string =>
  `const broken = new Error('x'); Object.defineProperty(broken, '${what}', { get() { throw new Error('getter') } }); throw broken`

type Row = [what: string, cells: string[], told: string[]]

const rows: Row[] = [
  ['at the top of a cell', ["\nthrow new Error('plain')"], ['Error: plain', '    at Cell [1]:2:7']],
  [
    'in a function of an earlier cell',
    ["function inner(): never {\n  throw new TypeError('in it')\n}", 'const outer = () => inner()\n\nouter()'],
    ['TypeError: in it', '    at inner (Cell [1]:2:9)', '    at outer (Cell [2]:1:21)', '    at Cell [2]:3:1'],
  ],
  [
    'in a callback of the language',
    ["[1].map(() => { throw new Error('called back') })"],
    ['Error: called back', '    at Cell [1]:1:23', '    at Cell [1]:1:5'],
  ],
  [
    'behind an await, through async functions',
    ["async function slow() { await null; throw new Error('later') }", 'await null\nawait slow()'],
    ['Error: later', '    at slow (Cell [1]:1:43)', '    at Cell [2]:2:1'],
  ],
  [
    'in a constructor, a getter, a method and a generator',
    [
      "class Odd { constructor() { this.first } get first() { return this.second() } second() { return [...this.third()] } *third(): any { throw new Error('deep') } }",
      'new Odd()',
    ],
    [
      'Error: deep',
      '    at Odd.third (Cell [1]:1:139)',
      '    at Odd.second (Cell [1]:1:106)',
      '    at get first [as first] (Cell [1]:1:68)',
      '    at new Odd (Cell [1]:1:34)',
      '    at Cell [2]:1:1',
    ],
  ],
  [
    'in a class that is being made',
    ["class Bad { static n = (() => { throw new Error('static') })() }"],
    ['Error: static', '    at Cell [1]:1:39', '    at <static_initializer> (Cell [1]:1:61)'],
  ],
  [
    'in `eval` and `new Function`: the place that calls it',
    ['eval(\'\\n\\nthrow new Error("in eval")\')'],
    ['Error: in eval', '    at Cell [1]:1:1'],
  ],
  [
    'a syntax error of a text that is read',
    ["JSON.parse('')"],
    ['SyntaxError: Unexpected end of JSON input', '    at Cell [1]:1:6'],
  ],
  [
    'a syntax error of a text that is run',
    ["\nnew Function('a b')"],
    ["SyntaxError: Unexpected identifier 'b'", '    at Cell [1]:2:1'],
  ],
  [
    'a mistake that only V8 finds',
    ['1\nif (1) function odd() {}'],
    [
      'SyntaxError: In strict mode code, functions can only be declared at top level or inside a block.',
      '    at Cell [1]:2:8',
    ],
  ],
  [
    'a mistake in a file that is loaded',
    ["require('thrower/bad.js')"],
    ["SyntaxError: Unexpected token '='", '    at ./node_modules/thrower/bad.js:2:7', '    at Cell [1]:1:1'],
  ],
  [
    'through a package',
    ["const { go } = require('thrower'); go(() => { throw new Error('in a callback') })"],
    [
      'Error: in a callback',
      '    at Cell [1]:1:53',
      '    at go (./node_modules/thrower/main.js:3:10)',
      '    at Cell [1]:1:36',
    ],
  ],
  [
    'a stack that has overflowed',
    ['Error.stackTraceLimit = 2; const endless = (): number => endless() + 1; endless()'],
    [
      'RangeError: Maximum call stack size exceeded',
      '    at endless (Cell [1]:1:67)',
      '    at endless (Cell [1]:1:58)',
    ],
  ],
  [
    'an error of Node, with what it says of itself',
    ["require('node:fs').readFileSync('/nowhere')"],
    [
      "Error: ENOENT: no such file or directory, open '/nowhere'",
      '    at Cell [1]:1:20',
      "  { errno: -2, code: 'ENOENT', syscall: 'open', path: '/nowhere' }",
    ],
  ],
  [
    'an error of Node that was awaited',
    ["await require('node:fs/promises').readFile('/nowhere')"],
    [
      "Error: ENOENT: no such file or directory, open '/nowhere'",
      '    at Cell [1]:1:1',
      "  { errno: -2, code: 'ENOENT', syscall: 'open', path: '/nowhere' }",
    ],
  ],
  [
    'a class of errors with properties of its own',
    [
      "class Failed extends Error { constructor(readonly step: number, readonly why: object) { super('failed') } }",
      'throw new Failed(3, { a: 1 })',
    ],
    ['Failed: failed', '    at Cell [2]:1:7', '  { step: 3, why: { a: 1 } }'],
  ],
  [
    'a name that it gives itself',
    ["throw Object.assign(new Error('m'), { name: 'Special' })"],
    ['Special: m', '    at Cell [1]:1:21'],
  ],
  [
    'no message, only a code',
    ["throw Object.assign(new Error(), { code: 'E_ONLY' })"],
    ['Error', '    at Cell [1]:1:21', "  { code: 'E_ONLY' }"],
  ],
  [
    'an exception of the web',
    ["throw new DOMException('stopped', 'AbortError')"],
    ['AbortError: stopped', '    at Cell [1]:1:7'],
  ],
  [
    "a signal's reason",
    ["AbortSignal.abort(new Error('enough')).throwIfAborted()"],
    ['Error: enough', '    at Cell [1]:1:19'],
  ],
  [
    'causes, the last of which is no error',
    ["throw new Error('a', { cause: new TypeError('b', { cause: 'c' }) })"],
    ['Error: a', '    at Cell [1]:1:7', 'Caused by:', 'TypeError: b', '    at Cell [1]:1:31', 'Caused by:', "'c'"],
  ],
  [
    'causes in a ring',
    ["const one = new Error('one'); one.cause = new Error('two', { cause: one }); throw one"],
    [
      'Error: one',
      '    at Cell [1]:1:13',
      'Caused by:',
      'Error: two',
      '    at Cell [1]:1:43',
      'Caused by:',
      'Error: one (told above)',
    ],
  ],
  [
    'several at once, one of them again several',
    ["throw new AggregateError([new Error('one'), new AggregateError([new Error('three')], 'two'), 4], 'all')"],
    [
      'AggregateError: all',
      '    at Cell [1]:1:7',
      '  Error: one',
      '      at Cell [1]:1:27',
      '  AggregateError: two',
      '      at Cell [1]:1:45',
      '    Error: three',
      '        at Cell [1]:1:65',
      '  4',
    ],
  ],
  [
    'one that stands for itself',
    ["const self = new AggregateError([], 'self'); self.errors.push(self, self); throw self"],
    [
      'AggregateError: self',
      '    at Cell [1]:1:14',
      '  AggregateError: self (told above)',
      '  AggregateError: self (told above)',
    ],
  ],
  [
    'all promises rejected',
    ["await Promise.any([Promise.reject(new Error('one'))])"],
    ['AggregateError: All promises were rejected', '  Error: one', '      at Cell [1]:1:35'],
  ],
  [
    'an error while something is disposed of after another',
    ["{ using it = { [Symbol.dispose]() { throw new Error('second') } }; throw new Error('first') }"],
    [
      'SuppressedError: An error was suppressed during disposal.',
      'error:',
      '  Error: second',
      '      at [nodejs.dispose] (Cell [1]:1:43)',
      'suppressed:',
      '  Error: first',
      '      at Cell [1]:1:74',
    ],
  ],
  [
    'a message like a stack',
    ["throw new Error('a\\n    at b (c:1:2)')"],
    ['Error: a', '    at b (c:1:2)', '    at Cell [1]:1:7'],
  ],
  [
    'a message that was changed',
    ["const changed = new Error('a'); changed.message = 'b'; throw changed"],
    ['Error: b', '    at Cell [1]:1:17'],
  ],
  ['frozen', ["throw Object.freeze(new Error('cold'))"], ['Error: cold', '    at Cell [1]:1:21']],
  ['without a stack', ["throw Object.assign(new Error('x'), { stack: undefined })"], ['Error: x']],
  ['a stack that is none', ["throw Object.assign(new Error('x'), { stack: 5 })"], ['Error: x']],
  [
    'a message that is no text',
    ['throw Object.assign(new Error(), { message: { a: 1 } })'],
    ['Error: { a: 1 }', '    at Cell [1]:1:21'],
  ],
  [
    'stacks made otherwise',
    ["Error.prepareStackTrace = () => 'mine'; throw new Error('x')"],
    ['Error: x', '    at Cell [1]:1:41'],
  ],
  [
    'stacks that cannot be made',
    ["Error.prepareStackTrace = () => { throw new Error('no') }; throw new Error('x')"],
    ['Error: x'],
  ],
  [
    'stacks of no frames: the line that threw',
    ["Error.stackTraceLimit = 0\nthrow new Error('x')"],
    ['Error: x', '    at Cell [1]:2:1'],
  ],
  ['message cannot be read', [broken('message')], ['Error', '    at Cell [1]:1:16']],
  ['stack cannot be read', [broken('stack')], ['Error: x']],
  ['name cannot be read', [broken('name')], ['Error: x', '    at Cell [1]:1:16']],
  ['cause cannot be read', [broken('cause')], ['Error: x', '    at Cell [1]:1:16']],
  ['errors cannot be read', [broken('errors')], ['Error: x', '    at Cell [1]:1:16']],
  ['constructor cannot be read', [broken('constructor')], ['Error: x', '    at Cell [1]:1:16']],
  ['a proxy of an error', ["throw new Proxy(new Error('behind'), {})"], ['Error: behind', '    at Cell [1]:1:17']],
  [
    'a proxy that answers nothing',
    ["throw new Proxy(new Error('behind'), { get() { throw new Error('trap') } })"],
    ['Uncaught Error: behind', '    at Cell [1]:1:17'],
  ],
  [
    'a proxy that was revoked',
    ["const { proxy, revoke } = Proxy.revocable(new Error('behind'), {}); revoke(); throw proxy"],
    ['Uncaught <Revoked Proxy>'],
  ],
  [
    'a value whose own way of showing itself throws',
    ["throw { [Symbol.for('nodejs.util.inspect.custom')]() { throw new Error('no') } }"],
    [
      'Uncaught { [Symbol(nodejs.util.inspect.custom)]: [Function: [nodejs.util.inspect.custom]] }',
      '([util.inspect.custom] threw Error: no)',
    ],
  ],
  [
    'an error of another realm',
    ['\nrequire(\'node:vm\').runInNewContext(\'throw new TypeError("far", { cause: new Error("why") })\')'],
    ['TypeError: far', '    at Cell [1]:2:20', 'Caused by:', 'Error: why', '    at Cell [1]:2:20'],
  ],
  [
    'a mistake in another realm',
    ["\nrequire('node:vm').runInNewContext('1\\n2\\na b')"],
    ["SyntaxError: Unexpected identifier 'b'", '    at Cell [1]:2:20'],
  ],
  ['null', ['throw null'], ['Uncaught null']],
  ['undefined', ['await Promise.reject()'], ['Uncaught undefined']],
  ['a string', ["throw 'two\\nlines'"], ["Uncaught 'two\\nlines'"]],
  ['a symbol', ["throw Symbol('s')"], ['Uncaught Symbol(s)']],
  ['a function', ['throw function thrown() {}'], ['Uncaught [Function: thrown]']],
  [
    'an object that looks like an error',
    ["throw { name: 'Error', message: 'm' }"],
    ["Uncaught { name: 'Error', message: 'm' }"],
  ],
  ['an object without a prototype', ['throw Object.create(null)'], ['Uncaught [Object: null prototype] {}']],
]

test.each(rows)('%s', async (_, cells, told) => {
  expect(await failure(cells)).toEqual(told)
})

test('a stack that a cell prints itself speaks of cells, too', async () => {
  const run = await language.run("\nnew RangeError('shown').stack", 7)
  expect(run).toMatchObject({
    ok: true,
    value: expect.stringMatching(/^RangeError: shown\n {4}at Cell \[7\]:2:1\n?/),
  })
  expect(run.ok && run.value).not.toMatch(/vethbook-run|node:|executor/)
})
