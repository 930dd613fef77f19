import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTrials } from './trials.js'

let trials: Awaited<ReturnType<typeof openTrials>>
beforeAll(async () => {
  trials = await openTrials()
})
afterAll(() => trials.close())
const problemsOf = (...sources: string[]) => trials.problemsOf(...sources)

describe('the puzzles of a section', () => {
  const gaps = "await lesson.gaps('sudo ip netns add ▢', 'ns1 is there', exists('ns1'), { fill: ['ns1'] })"
  const inOrder = ['sudo ip netns add ns1', 'sudo ip -n ns1 link set lo up']
  const order = (lines: readonly string[], seed: number) =>
    `await lesson.order('lo of ns1 is up', ${JSON.stringify(lines)}, isUp('lo', { in: 'ns1' }), { seed: ${seed} })`
  const breaks = 'const task = await lesson.break(lab, { level: 1, seed: 5 })'

  test('a repair that a cell above has done is open where that cell did not run', async () => {
    const mends = '%%sh\nsudo ip -n ns1 link set veth1 up\nsudo ip -n ns2 link set veth2 up'
    expect(await problemsOf(breaks, mends, 'await lesson.repaired()')).toEqual([])
  })

  test('must not be solved as they are given', async () => {
    expect(await problemsOf('%%sh\nsudo ip netns add ns1', gaps.replace('add', 'exec ns1 ip netns add'))).toEqual([
      'c5: “ns1 is there” is reached before its gaps are filled. Let it look for what the commands with gaps make.',
    ])
    const either = ['sudo ip netns add ns1; sudo ip -n ns1 link set lo up', 'true']
    expect(await problemsOf(order(either, 1))).toEqual([
      'c4: the lines of “lo of ns1 is up” reach it in the order in which they are shown. Shuffle them otherwise: { seed: 2 }',
    ])
    expect(await problemsOf(breaks, "await lesson.found({ cause: 'link-down', at: 'ns1.veth1' })")).toEqual([
      expect.stringMatching(/^c5: the diagnosis of “ns1 no longer reaches 10\.0\.0\.2\.” stands in the cell/),
    ])
  })

  test('must be solved by what the lesson has stored', async () => {
    expect(await problemsOf(gaps.replace("fill: ['ns1']", "fill: ['ns2']"))).toEqual([
      expect.stringMatching(/^c4: the stored answer of “ns1 is there” does not reach it\. Seen: /),
    ])
    expect(await problemsOf(order([...inOrder].reverse(), 1))).toContainEqual(
      expect.stringMatching(/^c4: .*the stored answer of “lo of ns1 is up” does not reach it\. Seen: .* failed: /s),
    )
    expect(await problemsOf(gaps.replace(", { fill: ['ns1'] }", ''))).toEqual([
      expect.stringMatching(/^c4: LessonError: A gap is still empty/),
    ])
  })
})
