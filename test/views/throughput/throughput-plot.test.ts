import { expect, it } from 'vitest'
import type { MimeBundle } from '../../../src/display/index.js'
import type { Throughput } from '../../../src/network/index.js'
import { throughputPlot, throughputText } from '../../../src/views/index.js'
import { chartLabels, overlap, pairsOf } from '../support/svg-parts.js'
import { schemaFaults } from '../support/vega-lite.js'

/** Of equal intervals with these rates in Mbit/s, from a namespace whose name is to be escaped. */
function throughputOf(rates: readonly number[], everySeconds = 0.1, from = 'n<1>'): Throughput {
  const seconds = rates.length * everySeconds
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / Math.max(1, rates.length)
  return {
    ...{ from, to: 'ns2', seconds, retransmits: 1, bitsPerSecond: mean * 1e6, bytes: (mean * 1e6 * seconds) / 8 },
    intervals: rates.map((rate, index) => ({
      startSeconds: index * everySeconds,
      endSeconds: (index + 1) * everySeconds,
      bitsPerSecond: rate * 1e6,
    })),
  }
}

const wave = (count: number, base: number): number[] =>
  Array.from({ length: count }, (_, index) => base * (1 + 0.2 * Math.sin(index / 3)))

const plots: [string, Throughput, string][] = [
  ['two seconds', throughputOf(wave(20, 38)), 'throughput (Mbit/s)'],
  ['ten minutes of a fast link', throughputOf(wave(600, 15000), 1), 'throughput (Gbit/s)'],
  ['a slow one', throughputOf(wave(20, 0.2)), 'throughput (kbit/s)'],
  ['one interval', throughputOf([12]), 'throughput (Mbit/s)'],
  ['nothing arrived', throughputOf([0, 0, 0]), 'throughput (bit/s)'],
  ['no intervals', { ...throughputOf([40]), intervals: [] }, 'iperf3 told nothing of single intervals'],
]

it.each(plots)('%s: a valid chart, in every form, with its unit, without labels on one another', (_, result, words) => {
  const bundle: MimeBundle = throughputPlot(result)
  expect(Object.keys(bundle)).toEqual(['text/plain', 'image/png', 'image/svg+xml', 'application/vnd.vegalite.v5+json'])
  expect(schemaFaults(bundle)).toEqual([])
  const svg = bundle['image/svg+xml'] as string
  expect(svg).toContain('<title id="')
  expect(svg).toContain(words)
  expect(svg).toContain('n&lt;1&gt; → ns2: ')
  expect(svg).not.toContain('n<1>')
  for (const [one, other] of pairsOf(chartLabels(svg)))
    expect(overlap(one, other), `${one.words} | ${other.words}`).toBe(false)
})

it('says in words what the chart says', () => {
  expect(throughputText(throughputOf([30, 40, 50], 1, 'ns1'))).toBe(
    'ns1 → ns2: 40.0 Mbit/s over 3.0 s, 1 segment sent again.\n' +
      '3 intervals: min 30.0 Mbit/s, median 40.0 Mbit/s, max 50.0 Mbit/s.',
  )
  expect(throughputText({ ...throughputOf([45_200], 2, 'ns1'), retransmits: 1200 })).toBe(
    'ns1 → ns2: 45.2 Gbit/s over 2.0 s, 1,200 segments sent again.',
  )
})
