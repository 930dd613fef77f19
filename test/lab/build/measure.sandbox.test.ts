import { afterAll, beforeAll, expect, it } from 'vitest'
import { displaySymbol, notebookSession, registerSink } from '../../../src/display/index.js'
import { openLab, type Lab } from '../../../src/lab/index.js'
import { recordingSink, textOf } from '../recording-sink.js'

let lab: Lab

const sink = recordingSink()

beforeAll(async () => {
  registerSink(sink)
  lab = await openLab({ name: 'measure' })
  await lab.build({
    namespaces: {
      ns1: { links: { eth0: { addresses: '10.0.0.1/24', rateMbit: 40 } } },
      ns2: { eth0: '10.0.0.2/24' },
      alone: { links: { lo: {} }, routes: [] },
    },
    links: [['ns1.eth0', 'ns2.eth0']],
  })
})
afterAll(() => lab.dispose())

const servers = async () => (await lab.sh({ quiet: true, fails: 'maybe' })`pgrep -c iperf3`).stdout.trim()

it('what a connection carries through a link of 40 Mbit/s, with its units, and no server is left', async () => {
  const result = await lab.measure('ns1', 'ns2', { seconds: 1 })
  expect(result).toMatchObject({ from: 'ns1', to: 'ns2' })
  // What is in the queue at the end is counted in a longer time.
  expect(result.bitsPerSecond).toBeGreaterThan(1e6)
  expect(result.bitsPerSecond).toBeLessThan(60e6)
  expect(result.bytes).toBeGreaterThan(0)
  const words = textOf(await result[displaySymbol]())
  expect(words).toMatch(/^ns1 → ns2: [\d.]+ Mbit\/s over [\d.]+ s, \d+ segments? sent again\.$/m)
  // What was told while it ran gave way to it.
  expect(sink.last.at(-1)).toEqual({ 'text/plain': words })
  const { intervals } = result
  expect(intervals.length).toBeGreaterThan(0)
  intervals.forEach(({ startSeconds, endSeconds }, index) => {
    expect(startSeconds).toBeGreaterThanOrEqual(intervals[index - 1]?.endSeconds ?? 0)
    expect(endSeconds).toBeGreaterThan(startSeconds)
  })
  expect(result.plot()[displaySymbol]()).toMatchObject({
    'text/plain': words,
    'image/svg+xml': expect.stringContaining('throughput (Mbit/s)') as string,
  })
  expect(await servers()).toBe('0')
})

const shown = () => textOf(sink.last.at(-1))

it('how far it is told; the stop button ends it, and no server is left', async () => {
  const measuring = lab.measure('ns1', 'ns2', { seconds: 600 })
  const stopped = expect(measuring).rejects.toMatchObject({
    name: 'StoppedError',
    message: 'The measurement from ns1 to ns2 was stopped.',
  })
  // Two are there: it is under way.
  while ((await servers()) !== '2') await new Promise((resolve) => setTimeout(resolve, 20))
  while (!/^Measuring ns1 → ns2: .*bit\/s after \d+ s\. The stop button ends it\.$/.test(shown()))
    await new Promise((resolve) => setTimeout(resolve, 20))
  expect(notebookSession().hooks.some((hooks) => hooks.interrupt?.() === true)).toBe(true)
  await stopped
  expect(shown()).toBe('Not done.')
  expect(await servers()).toBe('0')
})

it('where there is no iperf3, or no namespace or address, the words say what to do', async () => {
  await expect(lab.measure('ns1', 'nowhere')).rejects.toThrow('no network namespace is named nowhere; there are')
  await expect(lab.measure('ns1', 'alone')).rejects.toThrow('alone has no address to measure to yet')
  await expect(lab.measure('ns1', 'ns2', { seconds: 0 })).rejects.toThrow('seconds is from 1 to 3600, not 0')
  // The same programs without that one.
  await lab.sh({ quiet: true })`folder=$(dirname $(command -v iperf3))
mkdir /tmp/real /tmp/without
mount --rbind $folder /tmp/real
ln -s /tmp/real/* /tmp/without
rm /tmp/without/iperf3
mount --bind /tmp/without $folder`
  await expect(lab.measure('ns1', 'ns2')).rejects.toThrow('sudo apt-get install iperf3')
})
