import { randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { vethbook } from '../support/cli.js'
import { writeNotebookFile, type CellText } from '../support/notebook-file.js'
import { eventually, processesWith } from '../support/processes.js'

const folder = mkdtempSync(join(tmpdir(), 'vethbook-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

const notebook = (name: string, cells: CellText[]) => writeNotebookFile(folder, name, cells)
const run = (...args: string[]) => vethbook(['test', ...args], { cwd: folder })

describe('vethbook test', () => {
  test('runs a notebook in every way, and tells each with its time', async () => {
    notebook('good.ipynb', [
      '# Title',
      'const lab = 1',
      '## A',
      'const a = 1',
      { code: 'console.log(a++); throw new Error("wanted")', tags: ['raises-exception'] },
      '## B',
      `globalThis.ran = (globalThis.ran ?? 0) + 1`,
      { code: 'if (globalThis.ran !== 1) throw new Error(`${globalThis.ran} runs`)', tags: ['raises-exception'] },
    ])
    const { code, stdout, stderr } = await run('good.ipynb', '--junit', 'good.xml')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(
      /^ok {6}good\.ipynb {2}top to bottom {2}\d+\.\d\d s\n +1 {2}const lab = 1 +\d+\.\d\d s\n +2 {2}const a = 1 /,
    )
    const names = [...stdout.matchAll(/^ok +good\.ipynb {2}(.*) {2}[\d.]+ s$/gm)].map((match) => match[1])
    expect(names).toEqual([
      'top to bottom',
      'every cell twice',
      'section alone: A',
      'section alone: B',
      expect.stringMatching(/^sections in the order of seed \d+$/),
    ])
    expect(stdout).toMatch(/^ok {6}this machine’s network is as it was\n6 passed, 0 failed\n$/m)
    expect(readFileSync(join(folder, 'good.xml'), 'utf8').match(/<testsuite /g)).toHaveLength(6)
  })

  test('finds what a section takes from another, and what works only once', async () => {
    notebook('bad.ipynb', [
      '## A',
      'const shared = 7',
      {
        code: 'globalThis.once = globalThis.once === undefined ? 1 : lost()\nfunction lost(): never { throw new Error("again") }',
      },
      { code: 'if (globalThis.twice) throw new Error(`tag${"ged"}`); globalThis.twice = true', tags: ['runs-once'] },
      '## B',
      'shared + 1',
    ])
    const { code, stdout } = await run('bad.ipynb')
    expect(code).toBe(1)
    expect(stdout).toMatch(/^ok +bad\.ipynb {2}top to bottom/m)
    expect(stdout).toMatch(
      /^FAILED +bad\.ipynb {2}every cell twice[^]*cell 2 \(c3\): the second time: Error: again\n[^]*runs-once/m,
    )
    expect(stdout).not.toContain('tagged')
    expect(stdout).toMatch(/^ok +bad\.ipynb {2}section alone: A/m)
    expect(stdout).toMatch(
      /^FAILED +bad\.ipynb {2}section alone: B[^]*cell 4 \(c6\): TypeScriptError: .*Cannot find name 'shared'/m,
    )
    expect(stdout).toMatch(/^FAILED +bad\.ipynb {2}sections in the order of seed \d/m)
  })

  test('goes on after a cell that ended the kernel', async () => {
    notebook('deadly.ipynb', [
      '## A',
      'process.kill(process.ppid, "SIGKILL"); await new Promise(() => undefined)',
      '## B',
      '1 + 1',
    ])
    const { code, stdout } = await run('deadly.ipynb')
    expect(code).toBe(1)
    expect(stdout).toMatch(
      /^FAILED +deadly\.ipynb {2}top to bottom[^]*?cell 1 \(c2\): KernelEnded: the kernel ended: SIGKILL/m,
    )
    expect(stdout).toMatch(/^ok +deadly\.ipynb {2}section alone: B/m)
  })

  test('a file that is no notebook ends it at once, and is named', async () => {
    notebook('fine.ipynb', ['1'])
    const { code, stderr } = await run('fine.ipynb', join(process.cwd(), 'package.json'))
    expect(code).toBe(2)
    expect(stderr).toMatch(/package\.json is not a notebook/)
  })

  test('Ctrl+C ends kernels and sandboxes', async () => {
    const opened = join(folder, 'opened')
    notebook('long.ipynb', [
      `import { openLab } from 'vethbook'\nconst lab = await openLab()\nawait lab.sh\`ip link\``,
      `require('node:fs').writeFileSync(${JSON.stringify(opened)}, '')`,
      'await new Promise(() => setInterval(() => undefined, 1000))',
    ])
    const value = randomUUID()
    const left = () => processesWith(`VETHBOOK_TEST_TEST=${value}`)
    const ran = vethbook(['test', 'long.ipynb', 'long.ipynb'], {
      cwd: folder,
      env: { VETHBOOK_TEST_TEST: value },
      async onStart(child) {
        await eventually(() => existsSync(opened) || undefined, { withinMs: 60_000 })
        child.kill('SIGINT')
      },
    })
    expect(await ran).toMatchObject({ code: 1, stderr: 'vethbook: stopped; its kernels and sandboxes are ended\n' })
    await eventually(() => (left().length === 0 ? true : undefined), { withinMs: 10_000 })
    expect(left()).toEqual([])
  })
})
