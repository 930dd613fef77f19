import { afterAll, beforeAll, expect, it } from 'vitest'
import { displaySymbol, registerSink } from '../../src/display/index.js'
import { openLab, quietLab, type Lab } from '../../src/lab/index.js'
import { recordingSink } from './recording-sink.js'

let lab: Lab

beforeAll(async () => {
  registerSink(recordingSink())
  lab = await openLab()
})
afterAll(() => lab.dispose())

it('a command, a link that changed and a ping stand on one time axis', async () => {
  await lab.sh`ip link add v1 type veth peer name v2`
  await lab.sh`ip link set lo up`
  await lab.watchLinks(() => lab.sh`ip link set v1 up; ip link set v2 up`)
  await lab.ping('root', '127.0.0.1', { count: 2 })
  const timeline = lab.timeline()
  expect(timeline.events).toEqual(lab.events)
  expect(timeline.commands.map(({ command }) => command)).toContain('ip link set lo up')
  expect(timeline.links.find(({ link }) => link === 'v1')?.spans.at(-1)?.state).toBe('up')
  expect(timeline.pings.map(({ points }) => points.length)).toEqual([2])

  // Nobody watched these: they are known from one reading to the next.
  expect(timeline.links.map(({ link }) => link)).toEqual(expect.arrayContaining(['v1', 'v2']))
  await lab.sh`ip addr add 10.0.0.1/24 dev v1; ip neigh add 10.0.0.2 dev v1 lladdr 02:00:00:00:00:02`
  const later = lab.timeline()
  expect(later.neighbours).toMatchObject([
    {
      namespace: 'root',
      link: 'v1',
      address: '10.0.0.2',
      points: [{ resolution: 'resolved', mac: '02:00:00:00:00:02' }],
    },
  ])
  const changes = later.events.flatMap((event) => (event.kind === 'network-changed' ? event.changes : []))
  expect(changes).toContainEqual({ kind: 'address-added', namespace: 'root', link: 'v1', address: '10.0.0.1/24' })

  const shown = timeline[displaySymbol]() as Record<string, unknown>
  expect(shown['text/plain']).toContain('ip link set lo up')
  expect(shown['image/svg+xml']).toContain('<svg')
  expect(JSON.parse(JSON.stringify(timeline))).toEqual({ ...timeline })

  const before = timeline.events.length
  await lab.sh`true`
  expect(timeline.events.length).toBe(before)
})

it('what a lesson adds to the log stands in the timeline', () => {
  quietLab(lab)?.emit({ kind: 'fault-injected', fault: 1 })
  expect(lab.events.at(-1)).toMatchObject({ v: 1, kind: 'fault-injected', fault: 1 })
  expect(lab.timeline().lesson).toMatchObject([{ kind: 'fault', words: 'fault 1', good: null }])
})

it('a loss stands where it was sent, however late it is known', async () => {
  await lab.sh`ip link add d1 type veth peer name d2; ip link set d1 up; ip link set d2 up; ip addr add 10.9.9.1/24 dev d1`
  await lab.ping('root', '10.9.9.2', { count: 3, timeoutMs: 300 })
  const lost = lab.events.flatMap((event) => (event.kind === 'reply-lost' ? [event] : []))
  expect(lost.map(({ seq }) => seq)).toEqual([1, 2, 3])
  const sentMs = lost.map(({ atMs, ageMs }) => atMs - ageMs)
  expect([...sentMs].sort((one, other) => one - other)).toEqual(sentMs)
  expect(lost.every(({ ageMs }) => ageMs >= 0)).toBe(true)
  expect(lab.timeline()[displaySymbol]()).toMatchObject({
    'text/plain': expect.stringMatching(/10\.9\.9\.2: 1 to 3 lost/),
  })
})
