import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseTraffic, trafficRates, type LinkTraffic } from '../../src/network/index.js'

/** As Linux 6.18 prints it. */
const recorded = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo:     336       4    0    0    0     0          0         0      336       4    0    0    0     0       0          0
 veth1: 1076296   10001    1    2    0     0          0         0  1076206   10000    3    4    0     0       0          0
h100-eth0.7@x:12345678901 9 0 0 0 0 0 0 0 0 0 0 0 0 0 0
`

test('reads what each link but lo has carried', () => {
  expect(parseTraffic('ns1', recorded)).toEqual([
    {
      namespace: 'ns1',
      link: 'veth1',
      received: { bytes: 1_076_296, packets: 10_001, errors: 1, dropped: 2 },
      sent: { bytes: 1_076_206, packets: 10_000, errors: 3, dropped: 4 },
    },
    {
      namespace: 'ns1',
      link: 'h100-eth0.7@x',
      received: { bytes: 12_345_678_901, packets: 9, errors: 0, dropped: 0 },
      sent: { bytes: 0, packets: 0, errors: 0, dropped: 0 },
    },
  ])
})

const link = (received: number, sent: number, name = 'veth1'): LinkTraffic => {
  const carried = (packets: number) => ({ bytes: 0, packets, errors: 0, dropped: 0 })
  return { namespace: 'ns1', link: name, received: carried(received), sent: carried(sent) }
}

test('tells packets a second, and nothing of the moment at which a link was made anew', () => {
  const rates = trafficRates([
    { atMs: 100, links: [link(10, 0)] },
    { atMs: 600, links: [link(20, 5), link(7, 7, 'late')] },
    { atMs: 1100, links: [link(0, 0), link(8, 7, 'late')] },
    { atMs: 1600, links: [link(1, 0)] },
  ])
  expect([...rates]).toEqual([
    [
      'ns1.veth1',
      [
        { atMs: 600, received: 20, sent: 10 },
        { atMs: 1600, received: 2, sent: 0 },
      ],
    ],
    ['ns1.late', [{ atMs: 1100, received: 2, sent: 0 }]],
  ])
})

test('never tells a rate below zero, whatever counters do', () => {
  const sample = fc.record({
    atMs: fc.nat(),
    links: fc.array(fc.tuple(fc.nat(), fc.nat()).map(([a, b]) => link(a, b))),
  })
  fc.assert(
    fc.property(fc.array(sample), (samples) => {
      for (const list of trafficRates(samples).values())
        for (const { received, sent } of list) expect(Math.min(received, sent)).toBeGreaterThanOrEqual(0)
    }),
  )
})
