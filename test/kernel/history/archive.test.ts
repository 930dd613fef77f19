import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { History, openArchive } from '../../../src/kernel/history/index.js'

let folder: string
let log: string[]
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'history-')), 'of', 'kernels')
  log = []
})
afterEach(() => rmSync(join(folder, '../..'), { recursive: true }))

/** A kernel's session with these cells, each of which gives its own source in capitals. */
function session(...sources: string[]): History {
  const history = new History(openArchive(folder, (line) => log.push(line)))
  for (const [at, source] of sources.entries()) history.setOutput(history.add(at + 1, source), source.toUpperCase())
  return history
}

test('what former sessions ran comes before what this one did, their outputs too', () => {
  session('a', 'b')
  session('c')
  const third = session('d')
  expect(third.ask({ hist_access_type: 'tail', n: 3 })).toEqual([
    [1, 2, 'b'],
    [2, 1, 'c'],
    [3, 1, 'd'],
  ])
  expect(third.ask({ hist_access_type: 'tail', n: 2, output: true })).toEqual([
    [2, 1, ['c', 'C']],
    [3, 1, ['d', 'D']],
  ])
})

test('a range names a session by its number, or by how many it was before this one', () => {
  session('a', 'b')
  session('c')
  const third = session('d')
  const range = (number: number) => third.ask({ hist_access_type: 'range', session: number, start: 1, stop: 10 })
  expect(range(0)).toEqual([[3, 1, 'd']])
  expect(range(3)).toEqual([[3, 1, 'd']])
  expect(range(-1)).toEqual([[2, 1, 'c']])
  expect(range(-2)).toHaveLength(2)
  expect(range(1)).toEqual([
    [1, 1, 'a'],
    [1, 2, 'b'],
  ])
  expect(range(-3)).toEqual([])
  expect(range(99)).toEqual([])
})

test('a search goes through all sessions, and a unique one gives the newest of each', () => {
  session('ip link', 'ip address')
  const second = session('ip link', 'ping')
  expect(second.ask({ hist_access_type: 'search', pattern: 'ip *' })).toHaveLength(3)
  expect(second.ask({ hist_access_type: 'search', pattern: 'ip *', unique: true })).toEqual([
    [1, 2, 'ip address'],
    [2, 1, 'ip link'],
  ])
  expect(second.ask({ hist_access_type: 'search', pattern: 'ip *', n: 1 })).toEqual([[2, 1, 'ip link']])
})

test('kernels that run at once have a session each, and see what the other has run', () => {
  const [one, two] = [session(), session()]
  one.add(1, 'first of one')
  two.add(1, 'first of two')
  one.add(2, 'second of one')
  // One's own cells are the newest, whoever began first.
  expect(one.ask({ hist_access_type: 'tail' })).toEqual([
    [2, 1, 'first of two'],
    [1, 1, 'first of one'],
    [1, 2, 'second of one'],
  ])
  expect(one.ask({ hist_access_type: 'range', session: 0 })).toHaveLength(2)
})

test('a kernel that runs nothing leaves no file', () => {
  expect(session().ask({ hist_access_type: 'tail' })).toEqual([])
  session('a')
  session().ask({ hist_access_type: 'tail' })
  expect(readdirSync(folder)).toEqual(['1.jsonl'])
})

test('only its owner can read it', () => {
  session('password = 1')
  expect(statSync(folder).mode & 0o077).toBe(0)
  expect(statSync(join(folder, '1.jsonl')).mode & 0o077).toBe(0)
})

test('a file that was cut off, and what is no history, are passed over', () => {
  session('a', 'b', 'c')
  const file = join(folder, '1.jsonl')
  truncateSync(file, statSync(file).size - 30)
  appendFileSync(file, '\n7\nnull\n{"line":"x","source":1}\n')
  writeFileSync(join(folder, 'notes.txt'), 'mine')
  const history = session('d')
  expect(history.ask({ hist_access_type: 'tail' }).map(([, , source]) => source)).toEqual(['a', 'b', 'd'])
})

test('many lines in a source stay one entry', () => {
  session('one\ntwo\u2028three "four"')
  expect(session('b').ask({ hist_access_type: 'range', session: -1 })).toEqual([[1, 1, 'one\ntwo\u2028three "four"']])
})

test('where nothing can be written a session is kept in memory, which is said once', () => {
  const history = new History(openArchive(join(import.meta.filename, 'history'), (line) => log.push(line)))
  history.setOutput(history.add(1, 'a'), 'A')
  history.add(2, 'b')
  expect(history.ask({ hist_access_type: 'tail' })).toEqual([
    [1, 1, 'a'],
    [1, 2, 'b'],
  ])
  expect(log).toEqual([expect.stringMatching(/^the history of this session is kept in memory only: ENOTDIR/)])
})

test('the oldest sessions go when there are too many, or too much of them', () => {
  session('a')
  for (let number = 2; number <= 1_100; number++) writeFileSync(join(folder, `${number}.jsonl`), '')
  session('b')
  expect(readdirSync(folder)).toHaveLength(1_000)
  expect(readdirSync(folder)).toContain('1101.jsonl')
  for (let number = 1_200; number < 1_206; number++) {
    writeFileSync(join(folder, `${number}.jsonl`), ' '.repeat(7_000_000))
  }
  session('c')
  expect(readdirSync(folder).sort()).toEqual([1202, 1203, 1204, 1205, 1206].map((number) => `${number}.jsonl`))
})

test('a session that has grown too large is kept in memory from there on', () => {
  const history = session('a')
  for (let line = 2; line < 12; line++) history.add(line, 'x'.repeat(1_000_000))
  expect(history.ask({ hist_access_type: 'tail' })).toHaveLength(11)
  expect(statSync(join(folder, '1.jsonl')).size).toBeLessThan(8_000_000)
  expect(log).toEqual(['the history of this session is kept in memory only: it has grown too large'])
})
