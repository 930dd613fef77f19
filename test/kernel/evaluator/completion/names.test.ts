import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { completeModule } from '../../../../src/kernel/evaluator/completion/modules.js'
import { completePath } from '../../../../src/kernel/evaluator/completion/paths.js'

let root: string
let folder: string

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'vethbook-names-'))
  folder = join(root, 'lessons')
  for (const path of [
    'lessons/data',
    'lessons/node_modules/near',
    'node_modules/@scope/far',
    'node_modules/@types/x',
    'node_modules/.bin',
  ])
    // prettier-ignore
    mkdirSync(join(root, path), { recursive: true })
  for (const name of ['my data.json', 'helper.ts', '.hidden', 'data/😀.csv']) writeFileSync(join(folder, name), '')
})
afterAll(() => rmSync(root, { recursive: true }))

describe('packages to import', () => {
  const matches = (code: string): string[] | undefined =>
    completeModule(code, code.length, folder)?.matches.map(({ text }) => text)
  it('are those of every node_modules on the way up, our own, and Node’s', () => {
    expect(matches("import a from '")).toEqual(expect.arrayContaining(['near', '@scope/far', 'vethbook', 'node:fs']))
    expect(matches("import a from '")).not.toContain('@types/x')
    expect(matches("import a from '@s")).toEqual(['@scope/far'])
    expect(matches("import a from 'node:fs/")).toEqual(['node:fs/promises'])
    expect(matches("import a from 'fs/")).toEqual(['fs/promises'])
  })
  it.each(["export * from 'nea", "await import('nea", "require('nea", "import 'nea", "import a = require('nea"])(
    '%s',
    (code) => expect(matches(code)).toEqual(['near']),
  )
  it.each(["const a = 'nea", "f('nea", "import a from './nea", "f(require, 'nea"])('%s wants none', (code) => {
    expect(matches(code)).toBeUndefined()
  })
  it('replace the whole name up to the cursor', () => {
    const code = "const face = '😀'; import('@scope/f')"
    const cursor = code.length - 2
    expect(completeModule(code, cursor, folder)).toMatchObject({ start: cursor - 8, end: cursor })
  })
})

describe('names of files', () => {
  const at = (code: string) => completePath(code, code.length, folder)
  const matches = (code: string): string[] | undefined => at(code)?.matches.map(({ text }) => text)
  it('are offered where a string begins like a path', () => {
    expect(matches("import a from './")).toEqual(['data/', 'helper.ts', 'my data.json', 'node_modules/'])
    expect(matches("readFileSync('./h")).toEqual(['helper.ts'])
    expect(matches("readFileSync('./.h")).toEqual(['.hidden'])
    expect(matches("readFileSync('../")).toEqual(['lessons/', 'node_modules/'])
    expect(matches(`readFileSync('${root}/les`)).toEqual(['lessons/'])
    expect(matches("readFileSync('./nowhere/")).toEqual([])
    expect(matches("readFileSync('./helper.ts/")).toEqual([])
  })
  it('replace what stands behind the last slash', () => {
    const code = "f('😀', './data/"
    expect(at(code)).toEqual({ start: code.length, end: code.length, matches: [{ text: '😀.csv', type: 'file' }] })
  })
  it.each(["const a = 'h", 'const a = ./', "readFileSync('h"])('%s wants none', (code) => {
    expect(matches(code)).toBeUndefined()
  })
})
