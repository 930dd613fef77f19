import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startKernel, type KernelClient } from '../../../src/kernel/index.js'
import { checkTrials } from '../../../src/lesson/authoring/check-trials.js'
import { openStepper } from '../../../src/lesson/authoring/step.js'
import type { TriedCell } from '../../../src/lesson/authoring/trial.js'
import { parseNotebook } from '../../../src/lesson/index.js'
import { notebookText } from '../../support/notebook-file.js'

const folder = mkdtempSync(join(tmpdir(), 'vethbook-checks-'))
let kernel: KernelClient
beforeAll(async () => {
  kernel = await startKernel({ cwd: folder })
})
afterAll(async () => {
  await kernel.shutdown()
  rmSync(folder, { recursive: true })
})

const start = `import { exists, isUp, lesson, openLab } from 'vethbook'\nconst lab = await openLab()`

/** What the trial of a section of these cells, behind a first one that opens a lab, has to say against it. */
async function problemsOf(...sources: string[]): Promise<string[]> {
  const notebook = parseNotebook(notebookText(['# T', '## A', start, ...sources]), 'x')
  const [trial, ...others] = checkTrials(notebook)
  expect(others).toEqual([])
  const tried: TriedCell[] = []
  const stepper = openStepper(kernel, notebook, new AbortController().signal, () => undefined)
  await stepper.restart()
  await trial?.run(stepper, (cell) => tried.push(cell))
  return tried.flatMap(({ id, problem }) => (problem === undefined ? [] : [`${id}: ${problem}`]))
}

describe('the checks of a section', () => {
  test('are well where a task is open, and its solution reaches it', async () => {
    const solution = '{ solution: `sudo ip netns add ns1\n  sudo ip netns add ns2` }'
    const task = `await lesson.task('ns2 is there', exists('ns2'), ${solution})`
    expect(await problemsOf(task, '%%sh\n# your commands here', `await lesson.check('ns2 is there')`)).toEqual([])
  })

  test('are well where the section’s own cells reach them, and its first cell alone does not', async () => {
    const check = `await lesson.check('ns1 is there', exists('ns1'), { solution: 'sudo ip netns add ns1' })`
    expect(await problemsOf('%%sh\nsudo ip netns add ns1', check)).toEqual([])
  })

  test('must not pass before anything was done', async () => {
    const check = `await lesson.check('lo is up', isUp('lo'), { solution: 'sudo ip link set lo up' })`
    expect(await problemsOf('1 + 1', check)).toEqual([
      'c5: the check “lo is up” passes at the start of its section, before anything was done. Let it look for what the section makes.',
    ])
    const task = `await lesson.task('lo is up', isUp('lo'), { solution: 'true' })`
    expect(await problemsOf(task)).toEqual([
      'c4: the task “lo is up” is done before the reader has begun. Let the section start without it.',
    ])
  })

  test('must pass after their solutions', async () => {
    const wrong = `await lesson.check('ns1 is there', exists('ns1'), { solution: 'sudo ip netns add ns2' })`
    const [problem, ...others] = await problemsOf(wrong)
    expect(problem).toMatch(/^c4: the solution of “ns1 is there” does not reach it\. Seen: .*\. Wanted: .*\.$/)
    expect(others).toEqual([])
    const failing = `await lesson.check('ns1 is there', exists('ns1'), { solution: 'sudo ip netns add ns1; false' })`
    expect(await problemsOf(failing)).toEqual([
      expect.stringMatching(/^c4: the solution of “ns1 is there” fails: CommandError/),
    ])
  })

  test('must have solutions, and be waited for', async () => {
    expect(await problemsOf(`await lesson.check('ns1 is there', exists('ns1'))`)).toEqual([
      `c4: the check “ns1 is there” has no solution. Give it the lines that reach it: { solution: '…' }`,
    ])
  })

  test('must be able to look at a section’s start', async () => {
    const check = `await lesson.check('three links', () => count === 3, { solution: 'true' })`
    expect(await problemsOf('const count = 3', check)).toEqual([
      expect.stringMatching(
        /^c5: after the section’s first cell alone it cannot run: TypeScriptError: .*'count'.*\nLet it look/,
      ),
    ])
  })
})
