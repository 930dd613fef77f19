import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTrials } from './trials.js'

let trials: Awaited<ReturnType<typeof openTrials>>
beforeAll(async () => {
  trials = await openTrials()
})
afterAll(() => trials.close())
const problemsOf = (...sources: string[]) => trials.problemsOf(...sources)

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

// What lessons may do wrong with puzzles: puzzle-trials.deep.test.ts.
test('the puzzles of a section are well where they are open as given, and their stored answers solve them', async () => {
  const gaps = "await lesson.gaps('sudo ip netns add ▢', 'ns1 is there', exists('ns1'), { fill: ['ns1'] })"
  const lines = "['sudo ip netns add ns1', 'sudo ip -n ns1 link set lo up']"
  const order = `await lesson.order('lo of ns1 is up', ${lines}, isUp('lo', { in: 'ns1' }))`
  const breaks = 'const task = await lesson.break(lab, { level: 1, seed: 5 })'
  const open = "await lesson.found({ cause: '…', at: '…' })"
  expect(await problemsOf(gaps, order, 'await lab.reset()', breaks, open, 'await lesson.repaired()')).toEqual([])
})
