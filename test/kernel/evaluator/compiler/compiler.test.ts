import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openCompiler, type Compiled } from '../../../../src/kernel/evaluator/compiler/compiler.js'

const folder = mkdtempSync(join(tmpdir(), 'vethbook-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Compiles cells one after another; what each came to. */
function compile(...cells: string[]): Compiled[] {
  const compiler = openCompiler(folder)
  return cells.map((source, at) => {
    const compiled = compiler.compile(source, at)
    if (compiled.ok) compiler.declare(compiled.declarations, at + 1)
    return compiled
  })
}

/** TypeScript's words against the last of some cells; empty: there are none. */
function complaints(...cells: string[]): string[] {
  const last = compile(...cells).at(-1)!
  return last.ok ? [] : last.problems.map(({ message }) => message)
}

test('what former cells declare is known through one another', () => {
  const cells = ['interface Point { x: number }', 'const origin = (): Point => ({ x: 0 })', 'const at = origin()']
  expect(complaints(...cells, 'const n: number = at.x')).toEqual([])
  expect(complaints(...cells, 'const s: string = at.x')).toEqual(["Type 'number' is not assignable to type 'string'."])
})

test('a mistake is told again when the same cell runs again', () => {
  const told = complaints('const n: number = "a"')
  expect(told).toHaveLength(1)
  expect(complaints('const n: number = "a"', 'const n: number = "a"')).toEqual(told)
})

test('a cell that is right after one that was not has nothing said against it', () => {
  expect(complaints('const n: number = "a"', 'const n: number = 1')).toEqual([])
})

test('a name that is nearly right brings up the one that was meant, of whatever cell', () => {
  expect(complaints('const temperature = 1', 'temperatur')).toEqual([
    "Cannot find name 'temperatur'. Did you mean 'temperature'?",
  ])
})

test('so does the twentieth mistake', () => {
  const cells = Array.from({ length: 20 }, () => 'temperatur')
  expect(complaints('const temperature = 1', ...cells)).toEqual([
    "Cannot find name 'temperatur'. Did you mean 'temperature'?",
  ])
})

test('nothing of ours is shown of an unfinished cell', () => {
  const [compiled] = compile('function unfinished() {')
  expect(compiled).toMatchObject({ ok: false, problems: [{ code: 1005, place: { line: 1, column: 24 } }] })
})

test('a name may be written with escapes', () => {
  expect(complaints('const abc = 1', 'const n: number = \\u0061bc')).toEqual([])
})

test('types of imported packages go from cell to cell, whether the cell imports or not', () => {
  const cells = ["import { statSync } from 'node:fs'", "const found = statSync('/')", 'const size = found.size']
  expect(complaints(...cells, 'const s: string = size')).toEqual(["Type 'number' is not assignable to type 'string'."])
  expect(complaints(...cells, '1 + 1', 'const n: number = found.size')).toEqual([])
})

test('what a cell declares for everything is known to all later ones', () => {
  const cell = 'declare global { interface Array<T> { second(): T } }\nexport {}'
  expect(complaints(cell, '1 + 1', 'const n: number = [1, 2].second()')).toEqual([])
})

test('more cells than one checker is kept for', () => {
  const cells = Array.from({ length: 250 }, (_, n) => (n === 0 ? 'const n0 = 0' : `const n${n} = n${n - 1} + 1`))
  expect(compile(...cells).filter(({ ok }) => !ok)).toEqual([])
})

test('inspection tells the documentation of the language and of Node', () => {
  const compiler = openCompiler(folder)
  expect(compiler.inspect('[1].map', 5)?.documentation).toMatch(/^Calls a defined callback function on each element/)
  expect(compiler.inspect('console.log', 9)?.documentation).toMatch(/^Prints to `stdout` with newline/)
})
