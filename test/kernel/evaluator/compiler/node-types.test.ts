import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openCompiler } from '../../../../src/kernel/evaluator/compiler/compiler.js'
import { keptFiles } from '../../../../src/kernel/evaluator/compiler/files.js'
import { specifiersOf } from '../../../../src/kernel/evaluator/compiler/internals.js'

const folder = mkdtempSync(join(tmpdir(), 'vethbook-test-'))
afterAll(() => rmSync(folder, { recursive: true }))
writeFileSync(join(folder, 'agent.ts'), "import { Agent } from 'https'\nexport const agent = new Agent()\n")

/** What TypeScript has against the last of some cells, each with those before it. */
function complaints(cells: string[]): string[] {
  const compiler = openCompiler(folder)
  let last: string[] = []
  for (const [at, source] of cells.entries()) {
    const compiled = compiler.compile(source, at)
    last = compiled.ok ? [] : compiled.problems.map(({ message }) => message)
    if (compiled.ok) compiler.declare(compiled.declarations, at + 1)
  }
  return last
}

const namesOf = (): Set<string> =>
  new Set(
    keptFiles()
      .filter(({ fileName }) => fileName.includes('/@types/node/'))
      .map(({ fileName }) => basename(fileName, '.d.ts')),
  )

/** Before anything else here has been compiled. */
test('what a cell without imports knows of Node needs none of the files that are left out', () => {
  expect(complaints(['console.log(process.pid, Buffer.from("a"), setTimeout, URL, fetch, performance)'])).toEqual([])
  const known = namesOf()
  const rare = ['http2', 'https', 'inspector.generated', 'cluster', 'zlib', 'test']
  expect(rare.filter((name) => known.has(name))).toEqual([])
  const asking = keptFiles()
    .filter((file) => specifiersOf(file).some((name) => rare.includes(name.replace(/^node:/, ''))))
    .map(({ fileName }) => basename(fileName))
  // It names every module, for `process.getBuiltinModule`.
  expect(asking).toEqual(['process.d.ts'])
})

test.each([
  ['an import', ["import { gzipSync } from 'zlib'\nconst n: number = gzipSync('a')"]],
  ['an import by the other name', ["import http2 from 'node:http2'\nconst n: number = http2.connect('http://a')"]],
  ['a module below another', ["import assert from 'node:assert/strict'\nconst n: number = assert.AssertionError"]],
  ['a module that has no other name', ["import test from 'node:test'\nconst n: number = test.mock"]],
  ['an imported type', ["let session: import('inspector').Session\nconst n: number = session!"]],
  [
    'a type that an earlier cell has named',
    ["import v8 from 'v8'\nconst h = v8.getHeapStatistics()", 'const n: number = h'],
  ],
  ['a file of one’s own', ["import { agent } from './agent'\nconst n: number = agent"]],
  ['what Node itself gives', ["const n: number = process.getBuiltinModule('v8').getHeapStatistics()"]],
  ['import =', ["import decoder = require('string_decoder')\nconst n: number = decoder.StringDecoder"]],
])('%s brings its types with it', (_, cells) => {
  expect(complaints(cells)).toEqual([expect.stringMatching(/^Type '[^]+' is not assignable to type 'number'\./)])
})

test('a module that is not there is still said not to be there', () => {
  expect(complaints(["import x from 'node:zlib2'"])).toEqual([
    expect.stringContaining("Cannot find module 'node:zlib2'"),
  ])
})
