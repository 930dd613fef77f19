import { expect, test } from 'vitest'
import { report } from '../../bench/topology.js'

const line = (tool: string, buildMs: number, more = {}) => ({
  tool,
  n: 10,
  buildMs,
  pingOk: true,
  complete: true,
  ...more,
})

test('the table has the median of the good runs, the ratios and the verdicts; failed runs are named', () => {
  const text = report([
    ...[8, 11, 30].map((ms) => line('ours', ms)),
    line('ours', 1, { pingOk: false }),
    line('go-netlink', 10),
    line('raw-c', 9),
    line('used', 9, { firstReadMs: 2.54 }),
  ])
  const cells = (text.split('\n').find((each) => each.startsWith('| build, 10 hosts')) ?? '').split('|')
  expect(cells.map((cell) => cell.trim()).slice(2, 7)).toEqual([
    '11',
    '10 (1.10)',
    '9 (1.22)',
    '≤ 1.2 × go-netlink: yes',
    '≤ 1.2 × raw-c: no',
  ])
  expect(text).toContain('| build, 10 hosts, in an agent at work, ms | 9 | 10 (0.90) |')
  expect(text).toContain('Read at once after a build, before any pause: 2.5 ms at 10 hosts, in an agent at work.')
  expect(text).toContain('Runs that failed: ours at 10.')
})

test('what a lab takes has a row each, the median of its rounds', () => {
  const times = { stateMs: 1, firstResetMs: 1, resetMs: 1, largeResetMs: 1, emptyCellMs: 1, cellMs: 1 }
  const round = (nodeStartMs: number) => ({ tool: 'lab' as const, ...times, nodeStartMs, agentMb: 3 * nodeStartMs })
  const text = report([], [40, 34, 12].map(round))
  expect(text).toContain('| lab.nodes(), one more, ms | 34 | – | – | ≤ 20: no | ≤ 20: no |')
  expect(text).toContain('| memory of the agent, 1000 hosts, MB | 102 | – | – | ≤ 100: no | ≤ 60: no |')
})
