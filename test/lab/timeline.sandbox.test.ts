import { afterAll, beforeAll, expect, it } from 'vitest'
import { displaySymbol, registerSink } from '../../src/display/index.js'
import { openLab, type Lab } from '../../src/lab/index.js'
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

  const shown = timeline[displaySymbol]() as Record<string, unknown>
  expect(shown['text/plain']).toContain('ip link set lo up')
  expect(shown['image/svg+xml']).toContain('<svg')
  expect(JSON.parse(JSON.stringify(timeline))).toEqual({ ...timeline })

  const before = timeline.events.length
  await lab.sh`true`
  expect(timeline.events.length).toBe(before)
})
