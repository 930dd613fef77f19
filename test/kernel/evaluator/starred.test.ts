import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openLanguage } from '../../../src/kernel/evaluator/language.js'
import { textOfFailure, textOfValue } from './cells/text.js'

const folder = mkdtempSync(join(tmpdir(), 'starred-'))
afterAll(() => rmSync(folder, { recursive: true }))
const write = (name: string, text: string): void => writeFileSync(join(folder, name), text)
write('x.ts', 'export const a = 1\nexport interface Shape { sides: number }\nexport class Box {}\nexport default 7\n')
write('y.ts', "export const a = 'of y'\nexport * from './z'\n")
write('z.ts', 'export const deep = () => 5\n')
write('types.ts', 'export interface Line { length: number }\nexport const value = 1\n')
write('w.ts', 'export const changing = 1')

const language = openLanguage(folder, { values: {}, declarations: [] }, () => undefined)
let count = 0

/** What the last of some cells came to; all of them are one notebook's. */
async function lastOf(...cells: string[]): Promise<string> {
  let outcome = ''
  for (const source of cells) {
    const run = await language.run(source, ++count)
    outcome = run.ok ? textOfValue(run.value) : textOfFailure(run.failure.name, run.failure.message)
  }
  return outcome
}

test('later cells know what a cell hands on by a star: values, types, classes, not the default', async () => {
  const use = 'const s: Shape = { sides: a }\n;[s, new Box() instanceof Box]'
  expect(await lastOf("export * from './x'", use)).toBe('[ { sides: 1 }, true ]')
  expect(await lastOf('const t: string = a')).toContain("Type 'number' is not assignable to type 'string'")
  expect(await lastOf('Shape')).toContain("'Shape' only refers to a type")
})

test('a later cell that hands on the same name goes before, and what its module has from another is there, too', async () => {
  expect(await lastOf("export * from './y'", '[a, deep()]')).toBe("[ 'of y', 5 ]")
})

test('the cell’s own name goes before', async () => {
  expect(await lastOf("export * from './x'\nexport const a = 'own'", 'a')).toBe("'own'")
  expect(await lastOf("export * from './x'", 'a')).toBe('1')
})

test('types alone', async () => {
  expect(await lastOf("export type * from './types'", 'const l: Line = { length: 3 }\nl')).toBe('{ length: 3 }')
  expect(await lastOf('value')).toContain("'value' cannot be used as a value because it was")
})

test('a file that has changed is read again', async () => {
  expect(await lastOf("export * from './w'", 'changing')).toBe('1')
  write('w.ts', 'export const changing = 22')
  expect(await lastOf("export * from './w'", 'changing')).toBe('22')
})
