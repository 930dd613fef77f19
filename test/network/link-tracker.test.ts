import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  foldTimeline,
  LinkTracker,
  parseNotice,
  type LabEvent,
  type LinkChanged,
  type LinkNotice,
  type NetworkState,
  type WatchInput,
} from '../../src/network/index.js'
import { adminDown, bridge, lo, network, veth } from './build.js'
import { fixture } from './fixtures.js'

/** veth1 in ns1 (number 0 in root), veth2 in ns2 (number 1). In ns1 the number 1 is ns2, and 0 is root. */
const pair = network({
  root: { namespaceIds: { 0: 'ns1', 1: 'ns2' }, links: [lo()] },
  ns1: { namespaceIds: { 0: 'root', 1: 'ns2' }, links: [lo(), veth('veth1', 3, [2, 1])] },
  ns2: { namespaceIds: { 0: 'ns1', 1: 'root' }, links: [lo(), veth('veth2', 2, [3, 0])] },
})
const mac = (name: string) =>
  pair.namespaces.flatMap(({ links }) => links).find((link) => link.name === name)?.mac ?? null

function notice(more: Partial<LinkNotice>): WatchInput {
  const base: LinkNotice = {
    kind: 'link',
    atMs: 0,
    namespaceId: 0,
    isDeleted: false,
    index: 3,
    name: 'veth1',
    linkKind: 'veth',
    flags: ['BROADCAST'],
    operState: 'DOWN',
    mac: mac('veth1'),
    movedTo: null,
  }
  return { kind: 'notice', notice: { ...base, ...more } }
}

const number = (id: number, name: string | null): WatchInput => ({
  kind: 'notice',
  notice: { kind: 'namespace-id', atMs: 0, isDeleted: name === null, id, name },
})

const up = { flags: ['UP', 'LOWER_UP'], operState: 'UP' } as const
const down = { flags: ['BROADCAST'], operState: 'DOWN' } as const
const second = { namespaceId: 1, index: 2, name: 'veth2', mac: mac('veth2') }
const brief = ({ namespace, link, change, state }: LinkChanged) => [namespace, link, change, state].join(' ')

function run(inputs: readonly WatchInput[], initial: NetworkState = pair, known?: NetworkState[]): LinkChanged[] {
  const tracker = new LinkTracker(initial, known)
  return inputs.flatMap((input) => tracker.take(input))
}

describe('notices become events in the lab’s words', () => {
  test('down, and the other end knows why', () => {
    const inputs = [
      notice({ ...down, flags: [...down.flags] }),
      notice({ ...second, flags: ['UP'], operState: 'DOWN' }),
    ]
    expect(run(inputs)).toEqual([
      {
        kind: 'link-changed',
        namespace: 'ns1',
        link: 'veth1',
        index: 3,
        linkKind: 'veth',
        up: false,
        carrier: false,
        operState: 'DOWN',
        state: 'admin down',
        change: 'changed',
      },
      expect.objectContaining({ namespace: 'ns2', link: 'veth2', up: true, carrier: false, state: 'lower layer down' }),
    ])
  })

  test('the carrier goes before its reason is known: the state is told anew', () => {
    const inputs = [notice({ ...second, flags: ['UP'], operState: 'DOWN' }), notice({ flags: [], operState: 'DOWN' })]
    expect(run(inputs).map(brief)).toEqual([
      'ns2 veth2 changed no carrier',
      'ns1 veth1 changed admin down',
      'ns2 veth2 changed lower layer down',
    ])
  })

  test('a notice that changes nothing is no event', () => {
    expect(run([notice({ ...up, flags: [...up.flags] })])).toEqual([])
  })

  test('a rename by index', () => {
    expect(run([notice({ ...up, flags: [...up.flags], name: 'uplink' })])).toMatchObject([
      { change: 'renamed', link: 'uplink', formerName: 'veth1', index: 3, state: 'up' },
    ])
  })

  test('a deletion', () => {
    expect(run([notice({ isDeleted: true })]).map(brief)).toEqual(['ns1 veth1 removed absent'])
  })

  test('a link that is made, and one that nobody knew when it goes', () => {
    const made = notice({ namespaceId: null, index: 9, name: 'br0', linkKind: 'bridge', mac: '06:00:00:00:00:01' })
    const gone = notice({ namespaceId: null, index: 8, name: 'x', isDeleted: true, mac: '06:00:00:00:00:02' })
    expect(run([made, gone]).map(brief)).toEqual(['root br0 added admin down'])
  })

  test('a namespace that is gone takes its links along, and its number may be given again', () => {
    const inputs = [
      number(1, null),
      number(1, 'ns3'),
      notice({ namespaceId: 1, index: 1, name: 'lo', linkKind: 'loopback', mac: null }),
    ]
    expect(run(inputs).map(brief)).toEqual([
      'ns2 lo removed absent',
      'ns2 veth2 removed absent',
      'ns3 lo added admin down',
    ])
  })

  test('notices of a namespace whose name is not known yet wait for it', () => {
    const early = notice({ namespaceId: 7, index: 2, name: 'br0', linkKind: 'bridge', mac: '06:00:00:00:00:01' })
    const tracker = new LinkTracker(pair)
    expect(tracker.take(early)).toEqual([])
    expect(tracker.take(number(7, 'ns7')).map(brief)).toEqual(['ns7 br0 added admin down'])
  })
})

describe('moves', () => {
  const arrival = notice({ namespaceId: 1, index: 5, flags: [] })

  test('out of the root namespace: the name is right', () => {
    const initial = network({ root: { namespaceIds: { 0: 'ns1' }, links: [veth('veth1', 3, [2, null])] }, ns1: {} })
    const leave = notice({
      namespaceId: null,
      isDeleted: true,
      movedTo: { namespaceId: null, namespaceName: 'ns1', index: 4 },
    })
    expect(run([leave], initial)).toMatchObject([
      { namespace: 'root', change: 'moved', state: 'absent', movedTo: { namespace: 'ns1', index: 4 } },
    ])
  })

  test('out of another one: its own numbering decides, even where ip has put a name to the number', () => {
    const leave = (movedTo: LinkNotice['movedTo']) => run([notice({ isDeleted: true, movedTo })])
    const to = (namespace: string) => [{ namespace: 'ns1', change: 'moved', movedTo: { namespace, index: 5 } }]
    expect(leave({ namespaceId: 1, namespaceName: null, index: 5 })).toMatchObject(to('ns2'))
    // What ip calls ns1 has the number 0 in root; in ns1 the number 0 is root.
    expect(leave({ namespaceId: null, namespaceName: 'ns1', index: 5 })).toMatchObject(to('root'))
  })

  test('a number that nobody knows: the arrival tells, and the move is told before it', () => {
    const leave = notice({ isDeleted: true, movedTo: { namespaceId: 42, namespaceName: null, index: 5 } })
    const events = run([leave, arrival])
    expect(events.map(brief)).toEqual(['ns1 veth1 moved absent', 'ns2 veth1 added admin down'])
    expect(events[0]?.movedTo).toEqual({ namespace: 'ns2', index: 5 })
  })

  test('an arrival that is heard before the leave', () => {
    const leave = notice({ isDeleted: true, movedTo: { namespaceId: 999999, namespaceName: null, index: 5 } })
    const events = run([arrival, leave])
    expect(events.map(brief)).toEqual(['ns1 veth1 moved absent', 'ns2 veth1 added admin down'])
    expect(events[0]?.movedTo).toEqual({ namespace: 'ns2', index: 5 })
  })

  test('into a namespace without a name', () => {
    const leave = notice({ isDeleted: true, movedTo: { namespaceId: 42, namespaceName: null, index: 5 } })
    const settled = {
      namespaces: pair.namespaces.map((space) => ({
        ...space,
        links: space.links.filter(({ name }) => name !== 'veth1'),
      })),
    }
    expect(run([leave, { kind: 'settled', state: settled }])).toMatchObject([
      { change: 'moved', link: 'veth1', movedTo: { namespace: null, index: 5 } },
    ])
  })

  test('the peer is followed through a move', () => {
    const leave = notice({ isDeleted: true, movedTo: { namespaceId: 1, namespaceName: null, index: 5 } })
    const inputs = [leave, arrival, notice({ ...second, flags: ['UP'], operState: 'DOWN' })]
    expect(run(inputs).map(brief).at(-1)).toBe('ns2 veth2 changed lower layer down')
  })
})

describe('states that were read', () => {
  const grown = network({
    root: { namespaceIds: { 0: 'ns1', 1: 'ns2', 2: 'ns3' }, links: [lo(), bridge('br0', 4)] },
    ns1: { links: [lo(), veth('veth1', 3, [2, 1], adminDown)] },
    ns2: { links: [lo(), veth('veth2', 2, [3, 0], { carrier: false, operState: 'DOWN' })] },
    ns3: { links: [lo(), bridge('br3', 2)] },
  })

  test('meanwhile: only what is new in a new namespace counts', () => {
    const events = run([{ kind: 'read', state: grown, namespace: 'ns3' }])
    expect(events.map(brief)).toEqual(['ns3 lo added admin down', 'ns3 br3 added up'])
  })

  test('meanwhile: a link that is known elsewhere is about to arrive', () => {
    const state = network({ ns3: { links: [veth('veth1', 3, [2, 1])] } })
    expect(run([{ kind: 'read', state, namespace: 'ns3' }])).toEqual([])
  })

  test('meanwhile: what has gone since is told with its end', () => {
    const end = notice({ namespaceId: 2, index: 2, name: 'br3', linkKind: 'bridge', mac: null, isDeleted: true })
    const read: WatchInput = { kind: 'read', state: grown, namespace: 'ns3' }
    const found = ['ns3 lo added admin down', 'ns3 br3 added up']
    expect(run([number(2, 'ns3'), end, read]).map(brief)).toEqual([...found, 'ns3 br3 removed absent'])
    expect(run([number(2, 'ns3'), number(2, null), read]).map(brief)).toEqual([
      ...found,
      'ns3 lo removed absent',
      'ns3 br3 removed absent',
    ])
    expect(run([number(2, 'ns3'), end, number(2, null), number(3, 'ns3'), read]).map(brief)).toEqual(found)
  })

  test('after the last notice: it decides', () => {
    const events = run([{ kind: 'settled', state: grown }])
    expect(events.map(brief)).toEqual([
      'root br0 added up',
      'ns3 lo added admin down',
      'ns3 br3 added up',
      'ns1 veth1 changed admin down',
      'ns2 veth2 changed lower layer down',
    ])
    expect(run([{ kind: 'settled', state: pair }])).toEqual([])
  })

  test('peers that are known only afterwards count when events are told anew', () => {
    const before = network({
      root: { namespaceIds: pair.namespaces[0]?.namespaceIds ?? {}, links: [lo()] },
      ns1: {},
      ns2: {},
    })
    const inputs = [notice({ flags: [] }), notice({ ...second, flags: ['UP'], operState: 'DOWN' })]
    expect(run(inputs, before).map(brief).at(-1)).toBe('ns2 veth2 added no carrier')
    expect(run(inputs, before, [before, pair]).map(brief).at(-1)).toBe('ns2 veth2 added lower layer down')
  })
})

test('a real monitor’s notices, from a pair made in root to the end', () => {
  const before = network({
    root: { namespaceIds: { 0: 'ns1', 1: 'ns2' }, links: [lo({ up: true, carrier: true })] },
    ns1: {},
    ns2: {},
  })
  const inputs = fixture('monitor/6.1.txt')
    .split('\n')
    .flatMap((line): WatchInput[] => {
      const parsed = parseNotice(line)
      return parsed === null ? [] : [{ kind: 'notice', notice: parsed }]
    })
  const events = run(inputs, before)
  const about = (names: string[]) => events.filter(({ link }) => names.includes(link)).map(brief)
  expect(about(['veth1', 'uplink'])).toEqual([
    'root veth1 added admin down',
    'root veth1 moved absent',
    'ns1 veth1 added admin down',
    'ns1 veth1 changed lower layer down',
    'ns1 veth1 changed up',
    'ns1 veth1 changed admin down',
    'ns1 uplink renamed admin down',
    'ns1 uplink moved absent',
    'ns2 uplink added admin down',
    'ns2 uplink removed absent',
  ])
  expect(about(['q'])).toEqual([
    'root q added admin down',
    'root q moved absent',
    'ns3 q added admin down',
    'ns3 q removed absent',
  ])
  const start = inputs[0]?.kind === 'notice' ? inputs[0].notice.atMs : 0
  const tracker = new LinkTracker(before)
  const log = inputs.flatMap((input) =>
    tracker
      .take(input)
      .map((event): LabEvent => ({ v: 1, atMs: input.kind === 'notice' ? input.notice.atMs - start : 0, ...event })),
  )
  const timeline = foldTimeline(before, log, 2000)
  expect(timeline.tracks.find(({ link }) => link === 'uplink')).toMatchObject({
    namespace: 'ns2',
    moves: [
      { from: 'root', to: 'ns1' },
      { from: 'ns1', to: 'ns2' },
    ],
    renames: [{ from: 'veth1', to: 'uplink' }],
  })
})

describe('the timeline', () => {
  const event = (atMs: number, more: Partial<LinkChanged>): LabEvent => ({
    v: 1,
    atMs,
    kind: 'link-changed',
    namespace: 'ns1',
    link: 'veth1',
    index: 3,
    linkKind: 'veth',
    up: true,
    carrier: true,
    operState: 'UP',
    state: 'up',
    change: 'changed',
    ...more,
  })
  const track = (events: LabEvent[], link = 'veth1') =>
    foldTimeline(pair, events, 100).tracks.find((one) => one.link === link)

  test('without events each link has one span, and a loopback no track', () => {
    const { tracks, durationMs } = foldTimeline(pair, [], 100, [{ atMs: 3, command: 'true' }])
    expect(durationMs).toBe(100)
    expect(tracks.map(({ namespace, link, spans }) => [namespace, link, spans])).toEqual([
      ['ns1', 'veth1', [{ state: 'up', fromMs: 0, toMs: 100 }]],
      ['ns2', 'veth2', [{ state: 'up', fromMs: 0, toMs: 100 }]],
    ])
  })

  test('down and up again', () => {
    expect(track([event(10, { state: 'admin down' }), event(30, { state: 'up' })])?.spans).toEqual([
      { state: 'up', fromMs: 0, toMs: 10 },
      { state: 'admin down', fromMs: 10, toMs: 30 },
      { state: 'up', fromMs: 30, toMs: 100 },
    ])
  })

  test('states of an instant leave no span', () => {
    expect(track([event(10, { state: 'no carrier' }), event(10, { state: 'up' })])?.spans).toEqual([
      { state: 'up', fromMs: 0, toMs: 100 },
    ])
  })

  test('a move and a rename continue the track', () => {
    const events = [
      event(10, { change: 'moved', state: 'absent', movedTo: { namespace: 'ns2', index: 7 } }),
      event(10, { change: 'added', namespace: 'ns2', index: 7, state: 'admin down' }),
      event(20, {
        change: 'renamed',
        namespace: 'ns2',
        index: 7,
        link: 'eth0',
        formerName: 'veth1',
        state: 'admin down',
      }),
      event(50, { namespace: 'ns2', index: 7, link: 'eth0', state: 'up' }),
    ]
    expect(foldTimeline(pair, events, 100).tracks.map(({ namespace, link }) => `${namespace}.${link}`)).toEqual([
      'ns2.eth0',
      'ns2.veth2',
    ])
    expect(track(events, 'eth0')).toMatchObject({
      moves: [{ atMs: 10, from: 'ns1', to: 'ns2' }],
      renames: [{ atMs: 20, from: 'veth1', to: 'eth0' }],
      spans: [
        { state: 'up', toMs: 10 },
        { state: 'admin down', toMs: 50 },
        { state: 'up', toMs: 100 },
      ],
    })
  })

  test('a move whose new index is not told is continued by the next arrival of its kind', () => {
    const events = [
      event(10, { change: 'moved', state: 'absent', movedTo: { namespace: 'ns2', index: null } }),
      event(10, { change: 'added', namespace: 'ns2', index: 7, state: 'no carrier' }),
    ]
    expect(foldTimeline(pair, events, 100).tracks.filter(({ link }) => link === 'veth1')).toHaveLength(1)
    expect(track(events)?.spans.at(-1)).toEqual({ state: 'no carrier', fromMs: 10, toMs: 100 })
  })

  test('a move to nobody knows where, a deletion, and one made under the same index', () => {
    expect(track([event(10, { change: 'moved', movedTo: { namespace: null, index: 7 } })])?.spans.at(-1)?.state).toBe(
      'absent',
    )
    const again = [
      event(10, { change: 'removed', state: 'absent' }),
      event(50, { change: 'added', link: 'other', state: 'up' }),
    ]
    expect(track(again)?.spans.map(({ state }) => state)).toEqual(['up', 'absent'])
    expect(track(again, 'other')?.spans).toEqual([
      { state: 'absent', fromMs: 0, toMs: 50 },
      { state: 'up', fromMs: 50, toMs: 100 },
    ])
  })

  test('a loopback to which something happened has a track', () => {
    expect(track([event(5, { link: 'lo', index: 1, linkKind: 'loopback', state: 'up' })], 'lo')?.spans).toHaveLength(2)
  })

  test('other events are kept, and say nothing of links', () => {
    const other: LabEvent = { v: 1, atMs: 4, kind: 'command-started', id: 1, command: 'true' }
    expect(foldTimeline(pair, [other], 100).events).toEqual([other])
  })

  test('spans have no gaps and no empty ones but the last, whatever happens', () => {
    const happening = fc.record({
      atMs: fc.integer({ min: -20, max: 150 }),
      namespace: fc.constantFrom('root', 'ns1', 'ns2', 'ns3'),
      index: fc.integer({ min: 1, max: 4 }),
      link: fc.constantFrom('veth1', 'veth2', 'lo', 'eth0'),
      linkKind: fc.constantFrom('veth', 'loopback'),
      state: fc.constantFrom('absent', 'admin down', 'no carrier', 'lower layer down', 'up'),
      change: fc.constantFrom('added', 'removed', 'changed', 'moved', 'renamed'),
      movedTo: fc.record({
        namespace: fc.constantFrom('ns1', 'ns2', null),
        index: fc.constantFrom(1, 2, 3, null),
      }),
    })
    fc.assert(
      fc.property(fc.array(happening), fc.integer({ min: 0, max: 100 }), (happenings, durationMs) => {
        const events = happenings.map((more) => event(more.atMs, more as Partial<LinkChanged>))
        for (const { spans } of foldTimeline(pair, events, durationMs).tracks) {
          expect(spans[0]?.fromMs).toBe(0)
          expect(spans.at(-1)?.toMs).toBe(durationMs)
          for (const [position, span] of spans.entries()) {
            expect(span.toMs > span.fromMs || position === spans.length - 1).toBe(true)
            const next = spans[position + 1]
            if (next !== undefined) expect([span.toMs, span.state === next.state]).toEqual([next.fromMs, false])
          }
        }
      }),
    )
  })
})
