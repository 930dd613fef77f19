import { expect, test } from 'vitest'
import { parseInterval } from '../../src/tools/measure.js'

test('what iperf3’s server prints: its intervals, and not their sum', () => {
  expect(parseInterval('[  5]   0.10-0.20   sec   474 KBytes  38800 Kbits/sec                  ')).toEqual({
    startSeconds: 0.1,
    endSeconds: 0.2,
    bitsPerSecond: 38_800_000,
  })
  expect(parseInterval('[ 15] 599.00-600.00 sec   474 MBytes  4.50 Kbits/sec')?.bitsPerSecond).toBe(4500)
  for (const line of [
    'Server listening on 5201 (test #1)',
    '[ ID] Interval           Transfer     Bitrate',
    '[  5]   0.00-2.00   sec  3.41 GBytes  14631615 Kbits/sec                  receiver',
    '[  5] local 10.0.0.2 port 5201 connected to 10.0.0.1 port 51548',
  ])
    expect(parseInterval(line)).toBeNull()
})
