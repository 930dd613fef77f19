import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MimeBundle } from '../../../src/display/index.js'
import { rttPlot } from '../../../src/views/index.js'
import { palette } from '../../../src/views/palette.js'
import { pingOf, quick } from '../support/ping.js'
import { chartLabels, overlap, pairsOf } from '../support/svg-parts.js'
import { chartOf, schemaFaults } from '../support/vega-lite.js'

const unreachable = [1, 2, 3].map((seq) => ({ seq, from: '192.168.1.101', reason: 'Destination Host Unreachable' }))
const lossy = quick().map((time, index) => ([3, 6, 7, 8, 54].includes(index) ? null : time))

const plots: [string, () => MimeBundle][] = [
  ['one series', () => rttPlot([pingOf({ times: quick() })])],
  ['losses', () => rttPlot([pingOf({ times: lossy })])],
  ['all lost', () => rttPlot([pingOf({ to: '192.168.1.104', times: [null, null, null], errors: unreachable })])],
  ['one reply', () => rttPlot([pingOf({ times: [0.14] })])],
  ['three replies', () => rttPlot([pingOf({ times: [0.14, 0.048, 0.036] })])],
  [
    'nothing sent',
    () => rttPlot([pingOf({ times: [], errors: [{ seq: null, from: null, reason: 'Network is unreachable' }] })]),
  ],
  ['nothing at all', () => rttPlot([])],
  [
    'two series',
    () => rttPlot([pingOf({ target: 'ns2', times: quick() }), pingOf({ from: 'ns2', times: quick(100, 0.08) })]),
  ],
  [
    'three series, much alike',
    () =>
      rttPlot([0.05, 0.0501, 0.0502].map((base) => pingOf({ from: 'a-long-namespace-name', times: quick(60, base) }))),
  ],
  [
    'seven series',
    () => rttPlot([1, 2, 3, 4, 5, 6, 7].map((n) => pingOf({ to: `10.0.0.${n}`, times: quick(20, n / 50) }))),
  ],
  ['far from zero', () => rttPlot([pingOf({ times: quick(40).map((time) => 50 + time) })])],
  ['five thousand', () => rttPlot([pingOf({ times: quick(5000) })])],
]

function svgOf(bundle: MimeBundle): string {
  return bundle['image/svg+xml'] as string
}

describe('rttPlot', () => {
  it.each(plots)('%s: a valid chart, in every form, without labels on one another', (_, plot) => {
    const bundle = plot()
    expect(Object.keys(bundle)).toEqual([
      'text/plain',
      'image/png',
      'image/svg+xml',
      'application/vnd.vegalite.v5+json',
    ])
    expect(schemaFaults(bundle)).toEqual([])
    expect(chartOf(bundle).$schema).toContain('/v5.json')
    expect(svgOf(bundle)).not.toMatch(/NaN|undefined|Infinity/)
    const labels = chartLabels(svgOf(bundle))
    expect(labels.length).toBeGreaterThan(0)
    for (const [a, b] of pairsOf(labels)) expect(overlap(a, b), `"${a.words}" on "${b.words}"`).toBe(false)
    const [, width = '0'] = /viewBox="0 0 (\d+)/.exec(svgOf(bundle)) ?? []
    expect(Number(width)).toBeLessThanOrEqual(660)
  })

  it('says in its title what is seen', () => {
    const titles = plots.map(([, plot]) => chartOf(plot()).title.text.join(' '))
    expect(titles).toEqual([
      '100 pings ns1 → 192.168.1.102: none lost, median 0.048 ms',
      '100 pings ns1 → 192.168.1.102: 5 lost, median 0.048 ms',
      '3 pings ns1 → 192.168.1.104: none answered (Destination Host Unreachable, said 192.168.1.101)',
      '1 ping ns1 → 192.168.1.102: answered in 0.14 ms',
      '3 pings ns1 → 192.168.1.102: none lost, median 0.048 ms',
      'ns1 → 192.168.1.102: nothing was sent (Network is unreachable)',
      'No pings to show',
      '2 series of pings: none of 200 lost, medians 0.048 to 0.077 ms',
      '3 series of pings: none of 180 lost, medians 0.048 ms',
      '7 series of pings: none of 140 lost, medians 0.020 to 0.14 ms',
      '40 pings ns1 → 192.168.1.102: none lost, median 50.0 ms',
      '5,000 pings ns1 → 192.168.1.102: none lost, median 0.048 ms',
    ])
  })

  it('draws each reply as a dot and each loss as a cross on the axis', () => {
    const svg = svgOf(rttPlot([pingOf({ times: lossy })], { png: false }))
    const marks = (paint: string) => svg.split(paint).length - 1
    expect(marks(`<path transform=`) - marks(`stroke="${palette.lost}"`)).toBeGreaterThanOrEqual(95)
    expect(marks(`stroke="${palette.lost}"`)).toBe(5)
    // Units on both axes, and the lines named at their ends.
    const words = chartLabels(svg).map((label) => label.words)
    expect(words).toEqual(expect.arrayContaining(['median 0.048 ms', 'p95 0.077 ms', 'ping number']))
    expect(svg).toContain('round trip (ms)')
  })

  it('tells all of it in words', () => {
    const bundle = rttPlot([pingOf({ times: lossy, isInterrupted: true })], { png: false })
    expect(bundle['text/plain']).toBe(
      '100 pings ns1 → 192.168.1.102: 5 lost, median 0.048 ms, stopped early.\n' +
        'Round trip: min 0.035, median 0.048, p95 0.077, max 0.14 ms.\n' +
        'Lost: number 4, 7–9, 55.',
    )
    expect(chartOf(bundle).description).toBe(bundle['text/plain'])
    expect(svgOf(bundle)).toContain('role="img"')
    expect(svgOf(bundle)).toContain('Lost: number 4, 7–9, 55.</desc>')
  })

  it('says so when the time axis does not start at zero', () => {
    const far = rttPlot([pingOf({ times: quick(40).map((time) => 50 + time) })], { png: false })
    expect(chartOf(far).title.subtitle).toEqual(['the time axis starts at 50.0 ms'])
    expect(chartOf(rttPlot([pingOf({ times: quick() })], { png: false })).title.subtitle).toBeUndefined()
  })

  it('says so when not every reply is drawn', () => {
    const many = rttPlot([pingOf({ times: quick(5000) })], { png: false })
    expect(chartOf(many).title.subtitle?.join()).toContain('1,500 points')
    expect(svgOf(many).length).toBeLessThan(400_000)
  })

  it('leaves a reply without a time out', () => {
    const result = pingOf({ times: [0.05, 0.06] })
    result.replies.push({ seq: 3, ttl: 64, rttMs: Number.NaN })
    const bundle = rttPlot([{ ...result, stats: { ...result.stats, sent: 3, received: 3 } }], { png: false })
    expect(JSON.stringify(bundle)).not.toMatch(/NaN|null,"rttMs"/)
    expect(bundle['text/plain']).toContain('none lost')
  })

  it('lets no name become markup', () => {
    const bundle = rttPlot([pingOf({ from: '<img src=x onerror=alert(1)>', times: [1, 2] })], { png: false })
    expect(svgOf(bundle)).not.toContain('<img')
    expect(svgOf(bundle)).toContain('&lt;img')
  })

  it('numbers series that have the same ends, as before and after a change', () => {
    const [before, after] = [pingOf({ times: quick() }), pingOf({ times: quick(100, 0.08) })]
    const words = chartLabels(svgOf(rttPlot([before, after], { png: false }))).map((label) => label.words)
    expect(words).toEqual(expect.arrayContaining(['1: ns1 → 192.168.1.102', '2: ns1 → 192.168.1.102']))
  })

  it('draws whatever was measured', () => {
    const time = fc.option(fc.double({ min: 0, max: 5000, noNaN: true }), { freq: 4 })
    const series = fc.array(fc.array(time, { maxLength: 60 }), { maxLength: 5 })
    fc.assert(
      fc.property(series, (all) => {
        const bundle = rttPlot(
          all.map((times) => pingOf({ times })),
          { png: false },
        )
        expect(svgOf(bundle)).not.toMatch(/NaN|Infinity/)
        for (const [a, b] of pairsOf(chartLabels(svgOf(bundle)))) {
          expect(overlap(a, b), `"${a.words}" on "${b.words}"`).toBe(false)
        }
      }),
      { numRuns: 25 },
    )
  })

  it('prints nothing while it draws', () => {
    const warnings: Error[] = []
    const listen = (warning: Error) => warnings.push(warning)
    process.on('warning', listen)
    rttPlot([pingOf({ times: quick() })])
    process.off('warning', listen)
    expect(warnings).toEqual([])
  })

  it('looks as it did', async () => {
    await expect(svgOf(rttPlot([pingOf({ times: lossy.slice(0, 30) })]))).toMatchFileSnapshot('../files/rtt-losses.svg')
  })
})
