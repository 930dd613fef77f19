import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { parseNotebook } from '../../src/lesson/nbformat.js'
import { vethbook } from '../support/cli.js'

const folder = mkdtempSync(join(tmpdir(), 'vethbook-new-'))
afterAll(() => rmSync(folder, { recursive: true }))
// The terms that lessons must explain.
copyFileSync(fileURLToPath(new URL('../../notebooks/glossary.md', import.meta.url)), join(folder, 'glossary.md'))

const run = (...args: string[]) => vethbook(args, { cwd: folder })

describe('vethbook new', () => {
  test('writes a lesson that passes vethbook lint and runs from top to bottom', async () => {
    const { code, stdout } = await run('new', '06-my-first_lesson')
    expect(code).toBe(0)
    expect(stdout).toContain('06-my-first_lesson.ipynb is there.')
    const { cells } = parseNotebook(readFileSync(join(folder, '06-my-first_lesson.ipynb'), 'utf8'), 'new')
    expect(cells[0]?.source).toMatch(/^# 06 · My first lesson\n/)
    expect(await run('lint', '06-my-first_lesson.ipynb')).toEqual({ code: 0, stdout: 'no findings\n', stderr: '' })
    // All that vethbook test does takes its time: authors.deep.test.ts.
    expect(await run('run', '06-my-first_lesson.ipynb')).toMatchObject({ code: 0, stderr: '' })
  })

  test('leaves alone what is there', async () => {
    expect((await run('new', 'twice.ipynb')).code).toBe(0)
    const { code, stderr } = await run('new', 'twice')
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'vethbook: twice.ipynb is there already; choose another name\n',
    })
  })

  test('says which folder is missing', async () => {
    expect(await run('new', 'gone/lesson')).toMatchObject({ code: 2, stderr: 'vethbook: there is no folder gone\n' })
  })
})
