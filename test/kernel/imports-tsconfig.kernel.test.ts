import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { useKernel } from './support/notebook.js'

const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })))

/** A folder with these files. */
function folderOf(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'vethbook-test-'))
  folders.push(folder)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

describe('a tsconfig.json beside the notebook', () => {
  const compilerOptions = {
    baseUrl: '.',
    paths: { '@lib/*': ['./lib/*'] },
    types: ['marks'],
    noUnusedLocals: true,
    target: 'ES5',
    module: 'NodeNext',
    verbatimModuleSyntax: true,
    outDir: 'elsewhere',
  }
  const notebook = useKernel(
    folderOf({
      'tsconfig.json': JSON.stringify({ extends: './base.json', compilerOptions, include: ['types'] }),
      'base.json': '{ "compilerOptions": { "strict": true, "noUncheckedIndexedAccess": true } }',
      'lib/a.ts': 'export const a = 1',
      'src/b.ts': "export { a as b } from '@lib/a'",
      'types/global.d.ts': 'declare const fromTypes: number',
      'node_modules/@types/marks/index.d.ts': 'declare const mark: string',
      'node_modules/no-types/package.json': '{ "name": "no-types", "main": "main.js" }',
      'node_modules/no-types/main.js': 'module.exports = 3',
    }),
  )
  const run = (code: string) => notebook.run(code)

  test('decides how strictly is checked, with what it extends', async () => {
    expect(await run('const n: number = null')).toContain("Type 'null' is not assignable")
    expect(await run('const n: number = [1][0]')).toContain("Type 'number | undefined' is not assignable")
  })

  test('decides where modules and types are found', async () => {
    expect(await run("import { a } from '@lib/a'; a")).toBe('result: 1')
    expect(await run("import { b } from 'src/b'; b")).toBe('result: 1')
    expect(await run('const s: string = fromTypes')).toContain('TS2322')
    expect(await run('const n: number = mark')).toContain('TS2322')
  })

  test('decides neither what cells are compiled to nor that names are used', async () => {
    expect(await run('const unused = 1n; for (const n of new Set([unused])) console.log(n)')).toBe('stdout: 1n')
  })

  test('a package without types gets the line that may install them', async () => {
    expect(await run("import three from 'no-types'")).toMatch(/TS7016: .*\n {2}npm install --save-dev @types\/no-types/)
  })
})

describe('a tsconfig.json that is broken', () => {
  const notebook = useKernel(
    folderOf({ 'tsconfig.json': '{ "compilerOptions": { "strict": true, "strct": true, "types": ["nope"] }' }),
  )

  test('is told once, in the first cell, and counts as far as it can be read', async () => {
    const told = await notebook.run('1')
    expect(told).toMatch(/^stderr: tsconfig\.json:1:\d+ - error TS1005: '}' expected\.$/m)
    expect(told).toMatch(/^tsconfig\.json:1:40 - error TS5025: Unknown compiler option 'strct'/m)
    expect(told).toContain("there are no types 'nope'\n  npm install --save-dev @types/nope\n")
    expect(told).toMatch(/restart of the kernel reads it again\.\nresult: 1$/)
    expect(await notebook.run('2')).toBe('result: 2')
    expect(await notebook.run('const n: number = null')).toContain('TS2322')
  })
})
