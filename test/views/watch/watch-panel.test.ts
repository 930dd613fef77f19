import { expect, test } from 'vitest'
import type { TrafficSample } from '../../../src/network/index.js'
import { watchPanel } from '../../../src/views/index.js'

const carried = (packets: number, dropped = 0) => ({ bytes: packets * 98, packets, errors: 0, dropped })
const samples = [0, 1, 2, 3].map((turn): TrafficSample => ({
  atMs: turn * 500,
  links: [
    { namespace: 'ns1', link: 'veth<1>', received: carried(turn * 5, turn), sent: carried(turn * 6) },
    { namespace: 'ns2', link: 'veth2', received: carried(turn * 6), sent: carried(turn * 5) },
  ],
}))
const reply = (seq: number) => ({ seq, ttl: 64, rttMs: 0.04 * seq, atMs: seq * 500 })
const watched = { durationMs: 2000, samples, ping: { from: 'ns1', to: 'ns2', replies: [reply(1), reply(2)], lost: 1 } }

test('says what was carried while it was watched, and of the ping its replies and losses', async () => {
  const { 'text/plain': text } = await watchPanel(watched, { hasEnded: true })
  expect(text).toBe(
    [
      'Traffic over 2.00 s.',
      'ns1.veth<1>: received 15 packets (3 dropped), sent 18 packets.',
      'ns2.veth2: received 18 packets, sent 15 packets.',
      'Ping ns1 → ns2: 2 replies, the last after 0.080 ms, 1 lost.',
    ].join('\n'),
  )
})

test('while it goes on it says how it is ended, and has no PNG; names are escaped', async () => {
  const going = await watchPanel(watched, { hasEnded: false })
  expect(Object.keys(going)).toEqual(['text/plain', 'image/svg+xml'])
  expect(going['text/plain']).toMatch(/^Traffic, 2\.00 s so far\. The stop button ends it\./)
  const svg = going['image/svg+xml'] as string
  expect(svg).toContain('ns1.veth&lt;1&gt;')
  expect(svg).toMatch(/role="img" aria-labelledby=/)
  expect(svg).not.toMatch(/NaN|undefined/)
})

test('a lab without links, and one that was watched for an instant', async () => {
  const nothing = await watchPanel({ durationMs: 0, samples: [], ping: null }, { hasEnded: true })
  expect(nothing['text/plain']).toBe('Traffic over 0.00 s.')
  expect(nothing['image/svg+xml']).not.toMatch(/NaN|undefined/)
  expect(Object.keys(nothing)).toContain('image/png')
})
