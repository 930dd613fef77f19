import { describe, expect, it } from 'vitest'
import { report } from '../../bench/kernel.js'
import { isReached } from '../../bench/table.js'

const median = (value: number): { median: number } => ({ median: value })
const measured = {
  floor: { median_ms: 146 },
  machine: { load_before_rounds: [0.5, 1.25] },
  kernels: {
    ours: {
      summary: { start_s: median(0.4), define_ms: median(7.5), print_s: median(2), print_lines: median(99_999) },
    },
    ipykernel: { summary: { start_s: median(0.5), print_s: median(1.5) } },
    deno: { summary: { start_s: median(0.2) } },
  },
}

/** The cells of the line that starts with a title. */
function line(title: string): string[] {
  const found = report(measured)
    .split('\n')
    .find((text) => text.startsWith(`| ${title}`))
  return (found ?? '').split('|').map((cell) => cell.trim())
}

describe("the kernels' table", () => {
  it('has the ratio to each peer and both verdicts', () => {
    const cells = [
      '',
      'start to first cell idle, s',
      '0.4',
      '0.5 (0.80)',
      '–',
      '0.2 (2.00)',
      '≤ ipykernel: yes',
      '≤ deno: no',
      '',
    ]
    expect(line('start to first')).toEqual(cells)
  })

  it('judges by a number where no peer sets the bound', () => {
    expect(line('function').slice(-3)).toEqual(['≤ 10: yes', '≤ 5: no', ''])
  })

  it('says how many lines came', () => {
    expect(line('100,000 lines')).toEqual([
      ...[
        '',
        '100,000 lines, s',
        '2, 99999 received',
        '1.5 (1.33)',
        '–',
        '–',
        '≤ 1.5 × ipykernel: yes',
        '≤ ipykernel: no',
        '',
      ],
    ])
  })

  it('judges nothing that was not measured', () => {
    expect(line('trivial').slice(-3)).toEqual(['≤ ipykernel: not measured', '≤ deno: not measured', ''])
    expect(isReached({ atMost: 1 }, { ours: undefined, peers: {} })).toBeUndefined()
  })

  it('tells what the run was measured against', () => {
    expect(report(measured)).toContain('Bare Node with zeromq: 146 ms. Load before the rounds: 0.5, 1.3.')
  })
})
