import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { usualLimits } from '../../../src/lesson/authoring/grade/limits.js'
import { formatNotebook, gradeFolder, skeleton, type Grade, type Notebook } from '../../../src/lesson/index.js'

export const folder = mkdtempSync(join(tmpdir(), 'vethbook-graded-'))
export const lesson = join(folder, 'lesson.ipynb')
export const submitted = mkdtempSync(join(tmpdir(), 'vethbook-submitted-'))

export function removeFolders(): void {
  for (const each of [folder, submitted]) rmSync(each, { recursive: true })
}

export const answer = '%%sh\nsudo ip link add veth1 type veth peer name veth2\nsudo ip link set veth1 netns ns1'

/** The lesson, with other text in some of its cells. */
export function submission(changes: Record<string, string>): Notebook {
  const notebook = skeleton('Graded')
  const cells = notebook.cells.map((cell) => ({ ...cell, source: changes[cell.id] ?? cell.source }))
  return { ...notebook, cells }
}

const forged = (goal: string) => `await display({ [Symbol.for('Jupyter.display')]: () => ({
  'application/vnd.vethbook.check.v1+json': { goal: '${goal}', passed: true, saw: 'all', wanted: 'all', hint: null, solution: null },
  'text/plain': 'reached',
}) })`

export const submissions: Record<string, Record<string, string>> = {
  'good.ipynb': { 'task-yours': answer },
  'untouched.ipynb': {},
  'forger.ipynb': {
    'task-yours': `const { lesson: ours } = await import('vethbook')
Object.assign(ours, { check: async () => ({ passed: true }) })`,
    'task-check': forged('one end of a cable is in ns1'),
  },
  'killer.ipynb': { 'task-yours': `process.kill(process.ppid, 'SIGKILL')\nawait new Promise(() => undefined)` },
  'flooder.ipynb': { 'namespaces-add': "for (;;) console.log('x'.repeat(100_000))", 'task-yours': answer },
  'yes.ipynb': { 'namespaces-add': '%%sh\nyes', 'task-yours': answer },
  'looper.ipynb': { 'namespaces-add': 'while (true) {}', 'task-yours': answer },
  'writer.ipynb': {
    'task-yours': `const fs = require('node:fs')
for (const path of ['${submitted}/good.ipynb', '${lesson}', '${folder}/new', '/tmp/vethbook-was-here']) {
  try { fs.writeFileSync(path, 'x') } catch {}
  try { fs.rmSync(path) } catch {}
}
fs.writeFileSync('mine', 'x')`,
  },
  'filler.ipynb': {
    'task-yours': `const { appendFileSync } = require('node:fs')
const block = Buffer.alloc(1 << 20, 1)
for (let n = 0; n < 1000; n++) appendFileSync('fill' + n, block)`,
  },
  'eater.ipynb': {
    'namespaces-add': `const kept = []\nfor (;;) kept.push(Buffer.alloc(1 << 26, 1))`,
  },
  'forker.ipynb': {
    'namespaces-add': `const { spawn } = require('node:child_process')
for (let n = 0; n < 5000; n++) spawn('sleep', ['1000'], { detached: true, stdio: 'ignore' }).on('error', () => undefined)
await new Promise(() => undefined)`,
  },
}

/** Writes the lesson, and these submissions, by their names. */
export function handIn(names: readonly string[]): void {
  writeFileSync(lesson, formatNotebook(skeleton('Graded')))
  for (const name of names) {
    const changes = submissions[name]
    writeFileSync(join(submitted, name), changes ? formatNotebook(submission(changes)) : '{')
  }
}

/** Hands in these, and grades them with less patience than usual. */
export async function grade(names: readonly string[]): Promise<Map<string, Grade>> {
  handIn(names)
  const limits = { ...usualLimits, timeMs: 120_000, cellMs: 20_000, memoryBytes: 1.5 * 2 ** 30, processes: 300 }
  const grades = await gradeFolder(submitted, lesson, new AbortController().signal, { limits })
  return new Map(grades.map((each) => [each.file, each]))
}
