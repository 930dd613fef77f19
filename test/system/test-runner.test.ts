import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'

/** The runner is plain JavaScript; what is used of it here. */
interface Outcome {
  passed: number
  skipped: number
  failures: { title: string; detail: string }[]
}
interface Child {
  code: number | null
  reason: string
  text: string
}
const runner = fileURLToPath(new URL('../../scripts/test.mjs', import.meta.url))
const load = (name: string): Promise<unknown> => import(new URL(`../../scripts/test/${name}`, import.meta.url).href)
const { vitestOutcome } = (await load('vitest.mjs')) as {
  vitestOutcome(title: string, file: string, child: Child, folder: string): Outcome
}
const { compareHosts } = (await load('host.mjs')) as {
  compareHosts(before: Record<string, string>, after: Record<string, string>): string[]
}

const folder = mkdtempSync(join(tmpdir(), 'vethbook-runner-'))
afterAll(() => rmSync(folder, { recursive: true }))

const good: Child = { code: 0, reason: 'exit code 0', text: '' }

/** What the runner makes of a report of vitest's; undefined: vitest wrote none. */
function outcome(report: object | undefined, child = good): Outcome {
  const file = join(folder, 'report.json')
  rmSync(file, { force: true })
  const counts = { numPassedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] }
  if (report) writeFileSync(file, JSON.stringify({ ...counts, ...report }))
  return vitestOutcome('unit', file, child, '/checkout')
}

describe('a suite counts as failed', () => {
  test('where its process crashed before it wrote a report, with the end of its output', () => {
    const crash = { code: null, reason: 'ended by SIGSEGV', text: 'line 1\nline 2\n' }
    expect(outcome(undefined, crash).failures).toEqual([{ title: 'unit (ended by SIGSEGV)', detail: 'line 1\nline 2' }])
  })

  test('where it ran no test', () => {
    expect(outcome({}).failures).toEqual([{ title: 'unit', detail: 'No test ran.' }])
  })

  test('where a file of it cannot be loaded', () => {
    const file = { name: '/checkout/test/a.test.ts', status: 'failed', message: 'no such import', assertionResults: [] }
    expect(outcome({ numPassedTests: 3, testResults: [file] })).toEqual({
      passed: 3,
      skipped: 0,
      failures: [{ title: 'test/a.test.ts', detail: 'no such import' }],
    })
  })

  test('where every test passed but the process says otherwise', () => {
    const child = { code: 1, reason: 'exit code 1', text: 'Unhandled Rejection' }
    expect(outcome({ numPassedTests: 3 }, child).failures).toEqual([
      { title: 'unit (exit code 1)', detail: 'Unhandled Rejection' },
    ])
  })

  test('test by test, each with what it says', () => {
    const failing = { status: 'failed', fullName: 'a b', failureMessages: ['expected 1 to be 2'] }
    const passing = { status: 'passed', fullName: 'a c', failureMessages: [] }
    const file = {
      name: '/checkout/test/a.test.ts',
      status: 'failed',
      message: '',
      assertionResults: [failing, passing],
    }
    expect(outcome({ numPassedTests: 1, testResults: [file] }, { ...good, code: 1 })).toEqual({
      passed: 1,
      skipped: 0,
      failures: [{ title: 'test/a.test.ts > a b', detail: 'expected 1 to be 2' }],
    })
  })
})

describe('hosts', () => {
  test('that are the same have no differences', () => {
    expect(compareHosts({ links: 'lo' }, { links: 'lo' })).toEqual([])
  })

  test('that differ are told by their part and by what is different', () => {
    const [before, after] = ['[{"ifname":"lo"},{"ifname":"a"}]', '[{"ifname":"lo"},{"ifname":"b"}]']
    const [text] = compareHosts({ links: before, rules: '' }, { links: after, rules: '' })
    expect(text).toBe('links changed.\nBefore: {"ifname":"a"}]\nAfter: {"ifname":"b"}]')
  })
})

test('a suite that there is none of is refused before anything runs', () => {
  const { status, stderr } = spawnSync(process.execPath, [runner, 'unti'], { encoding: 'utf8' })
  expect(status).toBe(2)
  expect(stderr).toMatch(/^No suite unti\. Suites: lint, unit, sandbox/)
})
