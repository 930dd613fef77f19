import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { vethbook } from '../support/cli.js'
import { writeNotebookFile } from '../support/notebook-file.js'

const folder = mkdtempSync(join(tmpdir(), 'vethbook-lint-'))
afterAll(() => rmSync(folder, { recursive: true }))
writeNotebookFile(folder, 'good.ipynb', ['# T', '1 + 1'])
writeNotebookFile(folder, 'bad.ipynb', ['# T', '### U'])

const lint = (...args: string[]) => vethbook(['lint', ...args], { cwd: folder })

test('without findings the exit code is 0', async () => {
  expect(await lint('good.ipynb')).toEqual({ code: 0, stdout: 'no findings\n', stderr: '' })
})

test('a finding names file, cell, line and remedy, and the exit code is 1', async () => {
  expect(await lint('good.ipynb', 'bad.ipynb')).toEqual({
    code: 1,
    stdout:
      'bad.ipynb: cell 2 (c2), line 1: the heading “U” has level 3 and follows one of level 1 [heading-skip]\n' +
      '    begin it with ##\n1 finding\n',
    stderr: '',
  })
})

test('as JSON, for programs', async () => {
  const { code, stdout } = await lint('bad.ipynb', '--json')
  expect(code).toBe(1)
  expect(JSON.parse(stdout)).toMatchObject([{ file: 'bad.ipynb', cell: 2, id: 'c2', line: 1, rule: 'heading-skip' }])
})

test('a file that is not there is a wrong command line', async () => {
  expect(await lint('gone.ipynb')).toMatchObject({ code: 2, stderr: 'vethbook: gone.ipynb: no such file\n' })
})
