import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openLanguage } from '../../../src/kernel/evaluator/language.js'

const folder = mkdtempSync(join(tmpdir(), 'language-'))
afterAll(() => rmSync(folder, { recursive: true }))
const language = openLanguage(folder, { values: {}, declarations: [] }, () => undefined)
let count = 0
const run = (cell: string) => language.run(cell, ++count)

test('completion offers members of what was declared before, best first, with their kind', async () => {
  await run('const ring = { radius: 1, rotate() {} }')
  const { start, end, matches } = language.complete('ring.r', 6)
  expect([start, end]).toEqual([5, 6])
  expect(matches).toEqual([
    { text: 'radius', type: 'property' },
    { text: 'rotate', type: 'method' },
  ])
})

test('inspection tells signature and documentation, at the end of a name too', async () => {
  await run('/** Turns it round. */\nfunction turn(degrees: number): string { return `${degrees}` }')
  const found = { signature: 'function turn(degrees: number): string', documentation: 'Turns it round.' }
  expect(language.inspect('turn(1)', 1)).toEqual(found)
  expect(language.inspect('turn', 4)).toEqual(found)
  expect(language.inspect('nobody', 3)).toBeUndefined()
})

test('the indent of an unfinished text follows its brackets', () => {
  expect(language.isComplete('function f() {')).toEqual({ status: 'incomplete', indent: '  ' })
  expect(language.isComplete('if (a) {\n  f(')).toEqual({ status: 'incomplete', indent: '    ' })
  expect(language.isComplete('f(1)')).toEqual({ status: 'complete' })
  expect(language.isComplete('f(1))')).toEqual({ status: 'invalid' })
})
