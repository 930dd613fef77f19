import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { useKernel } from './support/notebook.js'

const notebook = useKernel()
const run = (code: string) => notebook.run(code)
const write = (path: string, text: string) => {
  mkdirSync(dirname(join(notebook.folder, path)), { recursive: true })
  writeFileSync(join(notebook.folder, path), text)
}

test('a missing package gets the line that installs it, by the name of the package alone', async () => {
  expect(await run("import { a } from 'not-there-1'; a")).toMatch(/npm install not-there-1$/m)
  expect(await run("import { a } from 'not-there-2/deep/path'; a")).toMatch(/npm install not-there-2$/m)
  expect(await run("import { a } from '@scope/not-there/deep'; a")).toMatch(/npm install @scope\/not-there$/m)
})

test('no installation is proposed where none would help', async () => {
  write('node_modules/half/package.json', JSON.stringify({ name: 'half', exports: { './a': './a.js' } }))
  for (const name of ['half/b', './nothing.js', 'node:nothing']) {
    const shown = await run(`import { a } from '${name}'; a`)
    expect(shown).toContain(`Cannot find module '${name}'`)
    expect(shown).not.toContain('npm install')
  }
})

test('subpaths of an ESM-only package that says only what it exports are found and typed', async () => {
  const exports = { './sub': { types: './sub.d.ts', import: './sub.js' } }
  write('node_modules/@scope/esm/package.json', JSON.stringify({ name: '@scope/esm', type: 'module', exports }))
  write('node_modules/@scope/esm/sub.js', 'export const sub = 7')
  write('node_modules/@scope/esm/sub.d.ts', 'export declare const sub: number')
  expect(await run("import { sub } from '@scope/esm/sub'; sub")).toBe('result: 7')
  expect(await run('const wrong: string = sub')).toContain('TS2322')
})

test('JSON is typed', async () => {
  write('typed.json', '{ "a": 1 }')
  expect(await run("import typed from './typed.json'; const wrong: string = typed.a")).toContain('TS2322')
})

test('what is only found missing when the cell runs gets the line, too', async () => {
  const told = "error: Error: Cannot find module 'not-there-4'\n  npm install not-there-4"
  for (const cell of [
    "import 'not-there-4'",
    "require('not-there-4')",
    "const missing = 'not-there-4'; await import(missing)",
  ]) {
    expect(await run(cell)).toBe(told)
  }
})

test('a package that is exported for Node only, its default and its names', async () => {
  const exports = { '.': { node: { types: './index.d.ts', import: './index.mjs' } } }
  write('node_modules/for-node/package.json', JSON.stringify({ name: 'for-node', exports }))
  write('node_modules/for-node/index.mjs', 'export default 3; export const four = 4')
  write('node_modules/for-node/index.d.ts', 'declare const d: number; export default d; export declare const four: 4')
  expect(await run("import three, { four } from 'for-node'; [three, four]")).toBe('result: [ 3, 4 ]')
  expect(await run("const all = await import('for-node'); [all.default, all.four]")).toBe('result: [ 3, 4 ]')
})

test('a package with an await at its top is waited for', async () => {
  const exports = { '.': { types: './index.d.ts', import: './index.js' } }
  write('node_modules/waits/package.json', JSON.stringify({ name: 'waits', type: 'module', exports }))
  write('node_modules/waits/index.js', 'export const value = await Promise.resolve(9); export default 8')
  write(
    'node_modules/waits/index.d.ts',
    'export declare const value: number; declare const d: number; export default d',
  )
  expect(await run("require('waits')")).toContain("const { … } = await import('waits')")
  expect(await run("import eight, { value } from 'waits'; [eight, value]")).toBe('result: [ 8, 9 ]')
  expect(await run("import * as all from 'waits'; [all.default, all.value]")).toBe('result: [ 8, 9 ]')
  expect(await run("(await import('waits')).value")).toBe('result: 9')
})

test('without types a package is any', async () => {
  write('node_modules/no-types/package.json', JSON.stringify({ name: 'no-types', main: 'main.js' }))
  write('node_modules/no-types/main.js', 'module.exports = () => 3')
  expect(await run("import three from 'no-types'; three().toFixed(1)")).toBe("result: '3.0'")
})
