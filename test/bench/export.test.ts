import { expect, test } from 'vitest'
import { chartTitles, report, type Measured } from '../../bench/export.js'

const measured = (label: string, more: Partial<Measured> = {}): Measured => ({
  ...{ label, bytes: 102_400, gzip: 20_480, requests: 1, requestsExternal: 0, externalRefs: 0, fcp: 200 },
  ...{
    charts: 4,
    chartsAt: 210,
    axeRules: 0,
    axeNodes: 0,
    darkContrast: 0,
    noJs: { charts: 4 },
    mobile: { overflow: 0 },
  },
  ...more,
})

test('the tables name what a lesson misses, and tell the peers beside ours', () => {
  const text = report(
    [
      { lesson: '00-a', bytes: 51_200, charts: 3, missed: [], passed: 23 },
      { lesson: '01-b', bytes: 204_800, charts: 9, missed: ['size: "200.0 KB"'], passed: 22 },
    ],
    [measured('ours'), measured('nbconvert', { requests: 3, requestsExternal: 2, charts: 2, noJs: { charts: 2 } })],
    4,
  )
  expect(text).toContain('| 00-a | 50 | 3 | all 23 |')
  expect(text).toContain('| 01-b | 200 | 9 | 22 of 23; missed: size: "200.0 KB" |')
  expect(text).toContain('| ours | 100 (20) | 1 (0) | 200 | 4/4 | 210 | 0/0 | 4/4 | 0 |')
  expect(text).toContain('| nbconvert | 100 (20) | 3 (2) | 200 | 2/4 |')
})

test('charts are looked for by their titles, each once, where they are large enough to count', () => {
  const svg = (title: string): string =>
    `<svg width="452" height="${title === 'flat' ? 52 : 164}" role="img"><title id="x">${title}</title></svg>`
  expect(
    chartTitles(svg('a &amp; b') + svg('a &amp; b') + svg('c') + svg('flat') + '<svg><title>d</title></svg>'),
  ).toEqual(['a & b', 'c'])
})
