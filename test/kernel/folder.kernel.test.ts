import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { useKernel } from './support/notebook.js'

const notebook = useKernel()
const run = (code: string) => notebook.run(code)
const write = (path: string, text: string) => writeFileSync(join(notebook.folder, path), text)

test('our own package is found from an empty folder, with its types', async () => {
  expect(await run("import { openLab } from 'vethbook'; typeof openLab")).toBe("result: 'function'")
  expect(await run('const wrong: number = openLab')).toContain('TS2322')
  expect(await run("import { notThere } from 'vethbook'")).toContain("has no exported member 'notThere'")
})

test('files beside the notebook are imported, checked and read again when they change', async () => {
  write('helper.ts', 'export const answer: number = 41')
  expect(await run("import { answer } from './helper.ts'; answer")).toBe('result: 41')
  write('helper.ts', 'export const answer: number = 42; export const more = "x"')
  expect(await run("import { answer } from './helper.js'; answer")).toBe('result: 42')
  write('helper.ts', 'export const answer: number = "a"')
  expect(await run("import { answer } from './helper.ts'; answer")).toContain('helper.ts')
})

test('JSON beside the notebook is imported', async () => {
  write('data.json', '{ "a": [1, 2] }')
  expect(await run("import data from './data.json'; data.a[1]")).toBe('result: 2')
})

test('packages of the folder are found, also one that came after the kernel, ESM only with exports only', async () => {
  expect(await run("import { late } from 'late-package'")).toContain("Cannot find module 'late-package'")
  const folder = join(notebook.folder, 'node_modules/late-package')
  mkdirSync(folder, { recursive: true })
  const exports = { '.': { types: './types.d.ts', import: './late.mjs' } }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'late-package', type: 'module', exports }))
  writeFileSync(join(folder, 'late.mjs'), 'export const late = "here"')
  writeFileSync(join(folder, 'types.d.ts'), 'export declare const late: string')
  expect(await run("const { late } = await import('late-package'); late.length")).toBe('result: 4')
})

test('the current directory is the notebook folder', async () => {
  expect(await run('process.cwd()')).toBe(`result: '${notebook.folder}'`)
})
