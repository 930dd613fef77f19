import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { lessonPage } from '../../src/export/index.js'
import { readNotebook } from '../../src/lesson/index.js'

test('jupyter nbconvert --to vethbook makes the very page', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vethbook-nbconvert-'))
  try {
    const lesson = 'test/fixtures/export/lesson.ipynb'
    const parameters = ['nbconvert', '--to', 'vethbook', lesson, '--output-dir', folder]
    await promisify(execFile)('.venv/bin/jupyter', parameters)
    const made = readFileSync(join(folder, 'lesson.html'), 'utf8')
    expect(made === (await lessonPage(await readNotebook(lesson), {})).html).toBe(true)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
