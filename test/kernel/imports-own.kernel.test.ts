import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { until, useKernel } from './support/notebook.js'

const above = mkdtempSync(join(tmpdir(), 'vethbook-test-'))
mkdirSync(join(above, 'notebooks'))
afterAll(() => rmSync(above, { recursive: true }))
const notebook = useKernel(join(above, 'notebooks'))
const run = (code: string) => notebook.run(code)
const write = (path: string, text: string) => {
  const at = join(notebook.folder, path)
  mkdirSync(dirname(at), { recursive: true })
  writeFileSync(at, text)
}
const remove = (path: string) => rmSync(join(notebook.folder, path))
/** What a failing cell shows, without colours. */
const traceback = async (code: string): Promise<string> => {
  const { outputs } = await notebook.client.execute(code)
  const lines = outputs.flatMap((output) => (output.output_type === 'error' ? output.traceback : []))
  return stripVTControlCharacters(lines.join('\n'))
}

test('a file is read again when something changes that it imports; it runs once otherwise', async () => {
  write('inner.ts', 'export const inner = 1')
  write(
    'outer.ts',
    "import { inner } from './inner.ts'\nexport const outer = (): number => inner + 1\nexport const key = {}",
  )
  expect(await run("import { outer, key } from './outer.ts'; const firstKey = key; outer()")).toBe('result: 2')
  expect(await run("import { key } from './outer.ts'; key === firstKey")).toBe('result: true')
  write('inner.ts', 'export const inner = 10')
  expect(await run("import { inner } from './inner.ts'; inner")).toBe('result: 10')
  expect(await run("import { outer } from './outer.ts'; outer()")).toBe('result: 11')
  write('inner.ts', 'export const inner = "x"')
  expect(await run("import { outer } from './outer.ts'; outer()")).toContain('outer.ts:2:36 - TS2322')
})

test.each([
  ['json', '{ "n": 1 }', '{ "n": 2 }', "import read from './again.json'; read.n"],
  ['json', '{ "n": 1 }', '{ "n": 2 }', "import read from './again.json' with { type: 'json' }; read.n"],
  ['mjs', 'export default { n: 1 }', 'export default { n: 2 }', "import read from './again.mjs'; read.n"],
  ['cjs', 'module.exports = { n: 1 }', 'module.exports = { n: 2 }', "import read from './again.cjs'; read.n"],
  ['js', 'exports.n = 1', 'exports.n = 2', "import * as read from './again.js'; read.n"],
  ['js', 'exports.n = 1', 'exports.n = 2', "(await import('./again.js')).n"],
  ['mts', 'export const n = 1', 'export const n = 2', "import { n } from './again.mts'; n"],
  ['ts', 'export const n = 1', 'export const n = 2', "require('./again').n"],
  ['ts', 'export const n = 1', 'export const n = 2', "(await import('./' + 'again.ts')).n"],
])('a changed .%s is read again (%#)', async (extension, former, later, cell) => {
  write(`again.${extension}`, former)
  expect(await run(cell)).toBe('result: 1')
  write(`again.${extension}`, later)
  expect(await run(cell)).toBe('result: 2')
  remove(`again.${extension}`)
})

test('import() of a file gives the one that an import statement gave', async () => {
  write('state.ts', 'export const state = { n: 0 }')
  write('user.ts', "import { state } from './state.ts'\nexport const bump = () => ++state.n")
  expect(await run("import { bump } from './user.ts'; import { state } from './state.ts'; bump()")).toBe('result: 1')
  expect(await run("(await import('./user.ts')).bump() + (await import('./' + 'state.ts')).state.n")).toBe('result: 4')
  expect(await run("import { state as again } from './state.ts'; again === state")).toBe('result: true')
})

test('files that import each other see what is there by then', async () => {
  write(
    'one.ts',
    "import { two } from './two.ts'\nexport function one() { return 1 }\nexport const sum = () => one() + two()",
  )
  write('two.ts', "import { one } from './one.ts'\nexport function two() { return one() + 1 }")
  expect(await run("import { sum } from './one.ts'; sum()")).toBe('result: 3')
  write('two.ts', "import { one } from './one.ts'\nexport function two() { return one() + 2 }")
  expect(await run("import { sum } from './one.ts'; sum()")).toBe('result: 4')
})

test('a file with an await at its top is waited for, also behind another one and by import()', async () => {
  write('waiting.ts', 'export const late: number = await new Promise<number>((give) => setTimeout(give, 5, 7))')
  write('over.ts', "export * from './waiting.ts'")
  expect(await run("import { late } from './over.ts'; late")).toBe('result: 7')
  write('waiting.ts', 'export const late = await Promise.resolve(8)')
  expect(await run("(await import('./over.ts')).late")).toBe('result: 8')
  write('waiting.ts', "export const late: number = await Promise.reject(new Error('never'))")
  expect(await traceback("import { late } from './over.ts'; late")).toMatch(/^Error: never\n.*waiting\.ts:1:50/)
})

test('a stop while a file runs leaves it to be run again', async () => {
  for (const endless of ['while (true) {}', 'await new Promise(() => {})']) {
    write('endless.ts', `console.log('runs')\n${endless}\nexport const end = 1`)
    for (const again of ['once', 'twice']) {
      let isRunning = false
      const ended = notebook.client.execute(`import { end } from './endless.ts'; end // ${again}`, {
        onOutput: () => (isRunning = true),
      })
      await until(() => isRunning)
      await notebook.client.interrupt()
      expect((await ended).status).toBe('error')
    }
    write('endless.ts', 'export const end = 1')
    expect(await run("import { end } from './endless.ts'; end")).toBe('result: 1')
  }
})

test('JavaScript with a declaration file beside it is read again, too', async () => {
  write('typed.d.ts', 'export declare const n: number')
  write('typed.js', 'export const n = 1')
  expect(await run("import { n } from './typed.js'; n")).toBe('result: 1')
  write('typed.js', 'export const n = 2')
  expect(await run("import { n } from './typed.js'; n")).toBe('result: 2')
  expect(await run('const wrong: string = n')).toContain('TS2322')
})

test('folders, files above, links and files without exports', async () => {
  write('../up.ts', 'export const up = 1')
  write('sub/deep/file.ts', "import { up } from '../../../up.ts'\nexport const n = up + 1, at = import.meta.url")
  write('sub/index.ts', "export * from './deep/file.ts'")
  expect(await run("import { n, at } from './sub'; [n, at.endsWith('/sub/deep/file.ts')]")).toBe('result: [ 2, true ]')
  symlinkSync(join(notebook.folder, 'sub/deep'), join(notebook.folder, 'link'))
  write('sub/deep/plain.ts', 'const n = 1\n;(globalThis as { plain?: number }).plain = n')
  expect(await run("import './link/plain.ts'; (globalThis as { plain?: number }).plain")).toBe('result: 1')
})

test('an error of a file names its place there', async () => {
  write('boom.ts', "interface Unused { a: 1 }\n\nexport function boom(): never {\n  throw new Error('boom')\n}")
  expect(await traceback("import { boom } from './boom.ts'\nboom()")).toContain('at boom (boom.ts:4:9)')
  write('top.ts', "type Unused = 1\nthrow new RangeError('top')\nexport const top = 1")
  const importTop = "import { top } from './top.ts'; top"
  expect(await traceback(importTop)).toContain('(top.ts:2:7)')
  write('top.ts', 'export const top = 1')
  expect(await run(importTop)).toBe('result: 1')
  remove('top.ts')
  expect(await run(importTop)).toContain("TS2307: Cannot find module './top.ts'")
  write('top.js', 'export const top = 2')
  expect(await run("import { top } from './top'; top")).toBe('result: 2')
})

test('import.meta of a cell and types alone', async () => {
  expect(await run('import.meta.dirname === __dirname')).toBe('result: true')
  write('types.ts', 'export interface Pair { a: number }')
  write('again.ts', "export { type Pair } from './types.ts'")
  expect(await run("import { Pair } from './again.ts'; const pair: Pair = { a: 1 }; pair.a")).toBe('result: 1')
})
