import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { mime, notebookSession } from '../../src/display/index.js'
import { openLab, type Lab } from '../../src/lab/index.js'
import { recordShown, textOf, type RecordingSink } from './recording-sink.js'

let lab: Lab
let sink: RecordingSink

beforeAll(async () => {
  sink = recordShown()
  lab = await openLab({ name: 'traffic-test' })
  await lab.sh({ quiet: true })`ip netns add ns1
ip netns add ns2
ip link add veth1 netns ns1 type veth peer name veth2 netns ns2
ip -n ns1 addr add 10.0.0.1/24 dev veth1
ip -n ns2 addr add 10.0.0.2/24 dev veth2
ip -n ns1 link set veth1 up
ip -n ns2 link set veth2 up
until ip -n ns1 link show veth1 | grep -q 'state UP '; do sleep 0.01; done`
})
afterAll(() => lab.dispose())
beforeEach(() => sink.clear())

const stop = (): boolean => notebookSession().hooks.some((hooks) => hooks.interrupt?.() === true)

it('shows in one place what links carry, until the stop button ends it; the last picture stays', async () => {
  for (const hooks of notebookSession().hooks) await hooks.beforeCell?.({ number: 1, code: '' })
  const watching = lab.watch({ ping: ['ns1', 'ns2'], intervalMs: 100 })
  await expect.poll(() => textOf(sink.last[0]), { timeout: 20_000 }).toMatch(/Ping ns1 → ns2: [3-9]\d* replies/)
  expect(stop()).toBe(true)
  const seen = await watching
  expect(sink.displays).toHaveLength(1)
  expect(textOf(sink.last[0])).toMatch(
    /^Traffic over .*\nns1\.veth1: received [1-9]\d* packets, sent [1-9]\d* packets\.$/m,
  )
  expect(sink.last[0]?.[mime.png]).toBeDefined()
  expect(seen.ping?.replies.length).toBeGreaterThanOrEqual(3)
  expect(seen.samples.at(-1)?.links.map(({ namespace, link }) => `${namespace}.${link}`)).toEqual([
    'ns1.veth1',
    'ns2.veth2',
  ])
  expect((await lab.sh({ quiet: true })`pgrep -c ping || true`).stdout).toBe('0\n')
})

it('hears of namespaces made meanwhile', async () => {
  for (const hooks of notebookSession().hooks) await hooks.beforeCell?.({ number: 2, code: '' })
  const watching = lab.watch({ intervalMs: 100 })
  await lab.sh({ quiet: true })`ip netns add ns3
ip -n ns3 link add br0 type bridge`
  await expect.poll(() => textOf(sink.last[0]), { timeout: 20_000 }).toContain('ns3.br0: received 0 packets')
  stop()
  expect(Object.keys(await watching)).toEqual(['durationMs', 'samples', 'ping'])
})

it('of several machines each reading has the links of all', async () => {
  await lab.nodes(['node1'])
  await lab.link('root.c0', 'node1.eth0')
  for (const hooks of notebookSession().hooks) await hooks.beforeCell?.({ number: 3, code: '' })
  const watching = lab.watch({ intervalMs: 100 })
  await expect.poll(() => textOf(sink.last[0]), { timeout: 20_000 }).toContain('node1/root.eth0: received')
  stop()
  const { samples } = await watching
  const ofCable = ({ links }: (typeof samples)[number]) =>
    links.flatMap(({ namespace, link }) => (['c0', 'eth0'].includes(link) ? [`${namespace}.${link}`] : []))
  expect(samples.length).toBeGreaterThan(0)
  expect(samples.map(ofCable)).toEqual(samples.map(() => ['root.c0', 'node1/root.eth0']))
})

it('ends by itself when the time is over', async () => {
  await lab.watch({ forMs: 200, intervalMs: 100 })
  expect(textOf(sink.last[0])).toMatch(/^Traffic over /)
})

it.each<[string, () => Promise<unknown>]>([
  ['intervalMs is from 100 to 60000, not 5', () => lab.watch({ intervalMs: 5 })],
  ['forMs is from 500 to 86400000, not 1', () => lab.watch({ forMs: 1 })],
  ['lab.watch has no option forms; it has ping, forMs and intervalMs', () => lab.watch({ forms: 100 } as never)],
  ['no network namespace is named "ns9"', () => lab.watch({ ping: ['ns9', 'ns2'] })],
])('what cannot be meant is one clear error: %s', async (message, ask) => {
  await expect(ask()).rejects.toThrow(message)
})
