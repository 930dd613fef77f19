import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { parseNotebook, type Cell } from '../../src/lesson/nbformat.js'
import { vethbook } from '../support/cli.js'
import { eventually, processesWith } from '../support/processes.js'

const folder = mkdtempSync(join(tmpdir(), 'vethbook-run-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A notebook of these code cells; a pair gives a cell its tags. Its name. */
function notebook(name: string, sources: (string | [source: string, tag: string])[]): string {
  const cells = sources.map((each, index) => {
    const [source, ...tags] = typeof each === 'string' ? [each] : each
    return { cell_type: 'code', id: `c${index}`, metadata: { tags }, execution_count: null, outputs: [], source }
  })
  writeFileSync(join(folder, name), JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }))
  return name
}

function executed(path: string): Cell[] {
  return parseNotebook(readFileSync(join(folder, path), 'utf8'), path).cells
}

describe('vethbook run', () => {
  test('prints a line a cell with its time, and keeps what they showed', async () => {
    const name = notebook('good.ipynb', ['const x = 20\nconsole.log("hello")', 'x + 1'])
    const { code, stdout } = await vethbook(['run', name, '--out', 'kept/out.ipynb'], { cwd: folder })
    expect(code).toBe(0)
    expect(stdout).toMatch(/^good\.ipynb\n +1\/2 {2}const x = 20 … +\d+\.\d\d s\n +2\/2 {2}x \+ 1 +\d+\.\d\d s\n/)
    expect(executed('kept/out.ipynb')).toMatchObject([
      { execution_count: 1, outputs: [{ output_type: 'stream', name: 'stdout', text: 'hello\n' }] },
      { execution_count: 2, outputs: [{ output_type: 'execute_result', data: { 'text/plain': '21' } }] },
    ])
    expect(executed(name)).toMatchObject([{ outputs: [] }, { outputs: [] }])
  })

  test('stops at the first cell that fails, and prints it, its output and the error', async () => {
    const failing = notebook('bad.ipynb', ['1', 'console.log("so far")\nnull.x', 'console.log("never")'])
    const next = notebook('next.ipynb', ['1'])
    const { code, stdout, stderr } = await vethbook(['run', failing, next, '--out', 'two'], { cwd: folder })
    expect(code).toBe(1)
    expect(stderr).toContain('Cell 2 of bad.ipynb:\n    console.log("so far")\n    null.x\n')
    expect(stderr).toMatch(/The error:\n {4}.*null/)
    expect(stderr).toContain('vethbook: bad.ipynb: cell 2 failed\n')
    expect(stdout).not.toContain('3/3')
    expect(stdout).not.toContain('next.ipynb')
  })

  test('an error that its cell declares is no failure', async () => {
    const name = notebook('declared.ipynb', [['throw new Error("wanted")', 'raises-exception'], 'console.log("after")'])
    const { code, stdout } = await vethbook(['run', name, '--out', 'declared-out.ipynb'], { cwd: folder })
    expect(code).toBe(0)
    expect(stdout).toContain('(failed, as expected)')
    expect(executed('declared-out.ipynb')).toMatchObject([
      { outputs: [{ output_type: 'error', ename: 'Error', evalue: 'wanted' }] },
      { outputs: [{ text: 'after\n' }] },
    ])
  })

  test('several notebooks go to a folder', async () => {
    const names = ['a.ipynb', 'b.ipynb'].map((name) => notebook(name, ['1']))
    expect((await vethbook(['run', ...names, '--out', 'both'], { cwd: folder })).code).toBe(0)
    for (const name of names) expect(executed(join('both', name))[0]).toMatchObject({ execution_count: 1 })
  })

  test("runs in the notebook's folder", async () => {
    const name = notebook('where.ipynb', ['console.log(process.cwd())'])
    await vethbook(['run', join(folder, name), '--out', join(folder, 'where-out.ipynb')], { cwd: '/' })
    expect(executed('where-out.ipynb')[0]).toMatchObject({
      outputs: [{ text: expect.stringContaining(basename(folder)) as string }],
    })
  })

  test.each(['SIGINT', 'SIGTERM'] as const)('%s ends the kernel, also in a busy loop', async (signal) => {
    const name = notebook(`hang-${signal}.ipynb`, ['1', 'while (true) {}'])
    const value = randomUUID()
    const { code, stderr } = await vethbook(['run', name], {
      cwd: folder,
      env: { VETHBOOK_RUN_TEST: value },
      onOutput: (child, stdout) => {
        if (stdout.includes('2/2')) child.kill(signal)
      },
    })
    expect(stderr).toBe('vethbook: stopped; its kernel and sandboxes are ended\n')
    expect(code).toBe(1)
    const left = () => processesWith(`VETHBOOK_RUN_TEST=${value}`)
    await eventually(() => (left().length === 0 ? true : undefined), { withinMs: 10_000 })
    expect(left()).toEqual([])
  })
})
