import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { mutateSolutions } from '../../../src/lesson/authoring/mutations.js'
import { formatNotebook, lintNotebook, skeleton, testNotebooks } from '../../../src/lesson/index.js'

const lessons = fileURLToPath(new URL('../../../notebooks', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'vethbook-authors-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** What is wrong, in words. */
async function problemsOf(paths: string[]): Promise<string[]> {
  const { notebooks, hostChanges } = await testNotebooks(paths, new AbortController().signal)
  expect(notebooks.every(({ trials }) => trials.length > 2)).toBe(true)
  const wrong = notebooks.flatMap(({ path, trials }) =>
    trials.flatMap(({ name, cells }) =>
      cells.flatMap(({ id, problem }) => (problem === undefined ? [] : [`${path}, ${name}, ${id}: ${problem}`])),
    ),
  )
  return [...wrong, ...hostChanges]
}

/** Lines of solutions that no check misses. */
async function unnoticed(path: string): Promise<string[]> {
  const mutations = await mutateSolutions(path, new AbortController().signal)
  console.log(
    `${path}: ${mutations.length} lines left out, ${mutations.filter(({ isNoticed }) => isNoticed).length} noticed`,
  )
  return mutations.filter(({ isNoticed }) => !isNoticed).map(({ goal, leftOut }) => `${path}, ${goal}: ${leftOut}`)
}

describe('a solution with one line left out', () => {
  const names = readdirSync(lessons).filter((name) => name.endsWith('.ipynb'))

  test.each(names)('does not pass the check of %s', async (name) => {
    expect(await unnoticed(join(lessons, name))).toEqual([])
  })

  test('does not pass the check of a new lesson', async () => {
    const path = join(folder, 'mutated.ipynb')
    writeFileSync(path, formatNotebook(skeleton('New')))
    expect((await mutateSolutions(path, new AbortController().signal)).length).toBe(2)
    expect(await unnoticed(path)).toEqual([])
  })
})

describe('vethbook lint', () => {
  const names = readdirSync(lessons, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ipynb'))

  test.each(names.filter((name) => !name.startsWith('.')))('has nothing to say of %s', async (name) => {
    expect(await lintNotebook(join(lessons, name))).toEqual([])
  })
})

describe('vethbook test, wholly', () => {
  const names = readdirSync(lessons).filter((name) => name.endsWith('.ipynb'))
  // Two at a time, as a machine of two processors tries them; the clock of a test runs for no more than these.
  const pairs = names.flatMap((name, at) => (at % 2 === 0 ? [names.slice(at, at + 2)] : []))

  test.each(pairs)('%s and %s', async (...pair) => {
    expect(await problemsOf(pair.map((name) => join(lessons, name)))).toEqual([])
  })

  test('what vethbook new writes', async () => {
    const path = join(folder, 'new.ipynb')
    writeFileSync(path, formatNotebook(skeleton('New')))
    expect(await problemsOf([path])).toEqual([])
  })
})
