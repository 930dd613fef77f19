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
