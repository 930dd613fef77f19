import { compile, type TopLevelSpec } from 'vega-lite'
import { expect, it } from 'vitest'
import { foldEvents, type LabEvent, type LabEventBody } from '../../../src/network/index.js'
import { labTimeline } from '../../../src/views/index.js'

const at = (atMs: number, event: LabEventBody): LabEvent => ({ v: 1, atMs, ...event })
const link = (atMs: number, state: 'up' | 'admin down' | 'no carrier'): LabEvent =>
  at(atMs, {
    kind: 'link-changed',
    ...{ namespace: 'ns1', link: 'veth1', index: 2, linkKind: 'veth', up: true, carrier: state === 'up' },
    ...{ operState: 'UP', state, change: 'changed' },
  })

const neighbour = (atMs: number, state: string, mac: string | null): LabEvent =>
  at(atMs, { kind: 'neighbour-changed', namespace: 'ns1', link: 'veth1', address: '10.0.0.2', mac, state })

function events(): LabEvent[] {
  const pings = Array.from({ length: 30 }, (_, index): LabEvent => {
    const ping = { ping: 1, from: 'ns1', to: '10.0.0.2', seq: index + 1 }
    return index >= 10 && index < 18
      ? // Known with the reply that comes after them.
        at(2800, { kind: 'reply-lost', ...ping, reason: 'no answer', ageMs: 1800 - index * 100 })
      : at(1000 + index * 100, { kind: 'reply-received', ...ping, ttl: 64, rttMs: 0.05 })
  })
  return [
    at(500, { kind: 'command-started', id: 1, command: 'sudo ip link set veth1 up' }),
    link(520, 'up'),
    neighbour(525, 'REACHABLE', '02:00:00:00:00:02'),
    neighbour(528, 'STALE', '02:00:00:00:00:02'),
    at(530, { kind: 'command-ended', id: 1, exitCode: 0, durationMs: 30 }),
    ...pings.slice(0, 10),
    at(1985, { kind: 'cell-started', cell: 7, code: '%%sh' }),
    at(1990, { kind: 'command-started', id: 2, command: 'sudo ip link set veth1 down\nip link' }),
    link(1995, 'admin down'),
    neighbour(1996, 'INCOMPLETE', null),
    neighbour(2500, 'FAILED', null),
    ...pings.slice(10, 18),
    link(2790, 'no carrier'),
    link(2795, 'up'),
    at(2799, { kind: 'command-ended', id: 2, exitCode: 1, durationMs: 800 }),
    at(2800, { kind: 'cell-ended', cell: 7, ok: false }),
    ...pings.slice(18),
  ]
}

it('folds events: commands with their ends, links as spans without gaps, pings as points', () => {
  const { fromMs, toMs, commands, links, pings } = foldEvents(events())
  expect([fromMs, toMs]).toEqual([500, 3900])
  expect(commands.map(({ cell, fromMs: from, toMs: to, exitCode }) => [cell, from, to, exitCode])).toEqual([
    [null, 500, 530, 0],
    [7, 1990, 2799, 1],
  ])
  expect(links).toEqual([
    {
      namespace: 'ns1',
      link: 'veth1',
      spans: [
        { state: 'up', fromMs: 520, toMs: 1995 },
        { state: 'admin down', fromMs: 1995, toMs: 2790 },
        { state: 'no carrier', fromMs: 2790, toMs: 2795 },
        { state: 'up', fromMs: 2795, toMs: 3900 },
      ],
    },
  ])
  const lost = pings[0]?.points.filter(({ rttMs }) => rttMs === null)
  expect(lost?.map(({ seq, atMs }) => [seq, atMs])).toEqual(
    [11, 12, 13, 14, 15, 16, 17, 18].map((seq) => [seq, 900 + seq * 100]),
  )
  expect(lost?.[0]?.loss).toEqual({ reason: 'no answer', knownMs: 2800 })
})

it('says what happened in the order of time', () => {
  expect(labTimeline(foldEvents(events()), { png: false })['text/plain']).toBe(
    [
      '3.40 s of the lab: 2 commands; 1 link that changed; 30 pings, 8 lost.',
      '   0.00 s  sudo ip link set veth1 up',
      '   0.02 s  veth1 in ns1: up',
      '   0.03 s  10.0.0.2 on veth1 in ns1: resolved, 02:00:00:00:00:02',
      '   0.50 s  30 pings ns1 → 10.0.0.2, 8 lost',
      '   1.49 s  [7] sudo ip link set veth1 down … (and 1 more) (exit code 1)',
      '   1.50 s  veth1 in ns1: admin down',
      '   1.50 s  10.0.0.2 on veth1 in ns1: asked for',
      '   1.50 s  ns1 → 10.0.0.2: 11 to 18 lost (no answer), known at 2.30 s',
      '   2.00 s  10.0.0.2 on veth1 in ns1: failed',
      '   2.29 s  veth1 in ns1: no carrier',
      '   2.29 s  veth1 in ns1: up',
    ].join('\n'),
  )
})

it('is zoomable in a page, and still as SVG', () => {
  const bundle = labTimeline(foldEvents(events()))
  const spec = bundle['application/vnd.vegalite.v5+json'] as { params: { bind: string; views: string[] }[] }
  expect(spec.params[0]).toMatchObject({ bind: 'scales', views: ['commands', 'links', 'neighbours', 'pings'] })
  // Over whichever panel the wheel turns: it is the one time axis that follows.
  const signals = compile(spec as unknown as TopLevelSpec).spec.signals?.map(({ name }) => name) ?? []
  expect(signals.filter((name) => name.startsWith('zoom_'))).toEqual(['zoom_at'])
  const svg = bundle['image/svg+xml'] as string
  expect(svg).toContain('sudo ip link set veth1 up')
  // Right of its tick, where there is more room than left of it.
  expect(svg).toMatch(/\[7\] sudo ip link set veth1 down …/)
  // A failed command's tick, and eight crosses.
  expect(svg.split('#b8009d').length - 1).toBeGreaterThanOrEqual(9)
})

it('an empty log is said', () => {
  expect(labTimeline(foldEvents([]), { png: false })['text/plain']).toBe('0.00 s of the lab: 0 commands.')
})

const frame = (atMs: number, layers: string[], to: string | null): LabEvent =>
  at(atMs, {
    kind: 'frame-captured',
    capture: 1,
    from: 'ns1',
    to,
    link: 'veth1',
    layers,
    isLast: to === null,
    ageMs: 50,
  })

const lesson = (): LabEvent[] => [
  at(100, { kind: 'fault-injected', fault: 1 }),
  at(200, { kind: 'prediction', question: 'Will it arrive?', answer: 'no', right: true }),
  frame(300, ['Ethernet', 'ARP'], 'ns2'),
  frame(310, ['Ethernet', 'IPv4', 'ICMP'], null),
  at(400, { kind: 'check-failed', check: 'ping', saw: 'no answer', wanted: 'a reply' }),
  at(600, { kind: 'repaired', fault: 1, what: 'veth2 in ns2 was down', how: 'ip -n ns2 link set veth2 up' }),
  at(700, { kind: 'check-passed', check: 'ping', saw: 'a reply after 0.05 ms' }),
]

it('frames stand where they were seen, and what a lesson did and found is told, in words, marks and data', () => {
  const timeline = foldEvents(lesson())
  expect(timeline.captures[0]?.frames.map(({ atMs, isLast }) => [atMs, isLast])).toEqual([
    [250, false],
    [260, true],
  ])
  expect(timeline.lesson.map(({ kind, good }) => [kind, good])).toEqual([
    ['fault', null],
    ['prediction', true],
    ['check', false],
    ['repair', true],
    ['check', true],
  ])
  const bundle = labTimeline(timeline)
  expect(bundle['text/plain']).toBe(
    [
      '0.60 s of the lab: 0 commands; 1 fault, 1 mended; 2 checks, 1 failed.',
      '   0.00 s  fault 1 was put in',
      '   0.10 s  expected: Will it arrive? no, which is right',
      '   0.15 s  capture 1: 2 frames (1 ARP, 1 ICMP), 1 went no further, the last one ICMP, ns1 by veth1',
      '   0.30 s  check failed: ping: no answer, wanted: a reply',
      '   0.50 s  fault 1 mended: veth2 in ns2 was down (ip -n ns2 link set veth2 up)',
      '   0.60 s  check passed: ping: a reply after 0.05 ms',
    ].join('\n'),
  )
  const svg = bundle['image/svg+xml'] as string
  for (const row of ['faults', 'checks', 'predictions', 'capture 1']) expect(svg).toContain(`>${row}<`)
  expect(svg).toContain('captures: a cross is a frame that went no further')
  const spec = bundle['application/vnd.vegalite.v5+json'] as { params: { views: string[] }[] }
  expect(spec.params[0]?.views).toEqual(['lesson', 'captures'])
})
