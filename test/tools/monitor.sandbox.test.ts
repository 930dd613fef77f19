import { beforeEach, describe, expect, test } from 'vitest'
import type { LabEvent, LabEventBody, LinkTimeline } from '../../src/network/index.js'
import { watchLinks } from '../../src/tools/index.js'
import { cleanScript, netlinkUp, pairScript, untilUp, useNode, withoutNetlink } from './sandbox.js'

const { node: realNode, run } = useNode()

beforeEach(async () => {
  await run(`${cleanScript}${pairScript}`)
  await netlinkUp(realNode())
})

type LinkEvent = Extract<LabEvent, { kind: 'link-changed' }>

function eventsOf(timeline: LinkTimeline, ...names: string[]): LinkEvent[] {
  return timeline.events.filter(
    (event): event is LinkEvent => event.kind === 'link-changed' && names.includes(event.link),
  )
}
const brief = ({ namespace, link, change, state }: LinkEvent) => [namespace, link, change, state].join(' ')
const trackOf = (timeline: LinkTimeline, link: string) => timeline.tracks.find((track) => track.link === link)
const statesOf = (timeline: LinkTimeline, link: string) => trackOf(timeline, link)?.spans.map(({ state }) => state)

/** Processes and sockets that listen. The shell that asks names itself otherwise, lest it be counted. */
const listeners = () =>
  run(`pgrep -fc "[m]onitor label|vethbook-[m]onitor" || true
awk '$2 == 0 && $3 != 0 && $4 != "00000000"' /proc/net/netlink | wc -l`)
const none = '0\n0\n'
/** The kernel ends a namespace in its own time: commands that wait for it. */
const untilGone = (...links: string[]) =>
  links.map((link) => `while ip ${link} > /dev/null 2>&1; do sleep 0.01; done`).join('\n')

describe.each(['rtnetlink', 'ip monitor'])('by %s:', (way) => {
  const node = () => (way === 'rtnetlink' ? realNode() : withoutNetlink(realNode()))

  test('both ends of a pair while one goes down and up', async () => {
    const emitted: LabEventBody[] = []
    const timeline = await watchLinks(
      node(),
      () =>
        run(`ip -n ns1 link set veth1 down
while ip -n ns2 link show veth2 | grep -q 'state UP '; do sleep 0.01; done
ip -n ns1 link set veth1 up
${untilUp('-n ns1 link show veth1', '-n ns2 link show veth2')}`),
      (event) => emitted.push(event),
    )
    expect(statesOf(timeline, 'veth1')).toEqual(['up', 'admin down', 'up'])
    expect(statesOf(timeline, 'veth2')).toEqual(['up', 'lower layer down', 'up'])
    expect(trackOf(timeline, 'lo')).toBeUndefined()
    expect(emitted.map((event) => event.kind)).toEqual(timeline.events.map((event) => event.kind))
    expect(timeline.overrunsAtMs).toBeUndefined()
  })

  test('an action that does nothing', async () => {
    const timeline = await watchLinks(
      node(),
      () => undefined,
      () => undefined,
    )
    expect(timeline.events).toEqual([])
    expect(timeline.tracks.map(({ spans }) => spans)).toEqual(
      Array(2).fill([{ state: 'up', fromMs: 0, toMs: timeline.durationMs }]),
    )
  })

  test('2,000 administrative changes of one end, in order, with times; the last states right', async () => {
    await run(`ip -n ns1 link set veth1 down
for turn in $(seq 1000); do echo link set veth1 up; echo link set veth1 down; done > /tmp/toggles`)
    const timeline = await watchLinks(
      node(),
      () => run('ip -n ns1 -batch /tmp/toggles'),
      () => undefined,
    )
    let isUp = false
    const changes = eventsOf(timeline, 'veth1').filter(({ up }) => {
      const isChange = up !== isUp
      isUp = up
      return isChange
    })
    expect(changes).toHaveLength(2000)
    expect(changes.map(({ up }) => up)).toEqual(Array.from({ length: 2000 }, (_, position) => position % 2 === 0))
    const times = timeline.events.map(({ atMs }) => atMs)
    expect(times).toEqual([...times].sort((one, other) => one - other))
    expect(times[0]).toBeGreaterThanOrEqual(0)
    expect(times.at(-1)).toBeLessThanOrEqual(timeline.durationMs)
    expect(statesOf(timeline, 'veth1')?.at(-1)).toBe('admin down')
    expect(statesOf(timeline, 'veth2')?.at(-1)).toBe('lower layer down')
  })

  test('notices that came faster than they could be read: the timeline says so, and ends right', async () => {
    await run(`for turn in $(seq 10000); do echo link set veth1 down; echo link set veth1 up; done > /tmp/flood
echo link set veth1 down >> /tmp/flood`)
    const timeline = await watchLinks(
      node(),
      () =>
        run(`monitor=${way === 'rtnetlink' ? '$PPID' : "$(pgrep -f '^ip .*monitor')"}
kill -STOP $monitor
ip -n ns1 -batch /tmp/flood
kill -CONT $monitor`),
      () => undefined,
    )
    expect(timeline.overrunsAtMs?.length).toBeGreaterThan(0)
    expect(statesOf(timeline, 'veth1')?.at(-1)).toBe('admin down')
    expect(statesOf(timeline, 'veth2')?.at(-1)).toBe('lower layer down')
  })

  test('a move is followed, by the new namespace and the new index, and a rename by index', async () => {
    // The index that veth1 has is taken in ns2, so it gets another one there.
    const index = (await run('ip -n ns1 -o link show veth1 | cut -d: -f1')).trim()
    await run(`ip -n ns2 link add taken index ${index} type bridge`)
    const timeline = await watchLinks(
      node(),
      () =>
        run(`ip -n ns1 link set veth1 netns ns2
ip -n ns2 link set veth1 name uplink
ip -n ns2 link set uplink up
${untilUp('-n ns2 link show uplink')}`),
      () => undefined,
    )
    const events = eventsOf(timeline, 'veth1', 'uplink')
    const moved = events.find(({ change }) => change === 'moved')
    const arrived = events.find(({ change }) => change === 'added')
    expect(moved).toMatchObject({ namespace: 'ns1', index: Number(index), state: 'absent' })
    expect(moved?.movedTo).toEqual({ namespace: 'ns2', index: arrived?.index })
    expect(arrived?.index).not.toBe(Number(index))
    expect(events.find(({ change }) => change === 'renamed')).toMatchObject({
      namespace: 'ns2',
      link: 'uplink',
      formerName: 'veth1',
      index: arrived?.index,
    })
    expect(trackOf(timeline, 'uplink')).toMatchObject({
      namespace: 'ns2',
      moves: [{ from: 'ns1', to: 'ns2' }],
      renames: [{ from: 'veth1', to: 'uplink' }],
    })
    expect(statesOf(timeline, 'uplink')).toEqual(['up', 'admin down', 'up'])
  })

  test('a pair from its making to its end, moved on the way', async () => {
    const timeline = await watchLinks(
      node(),
      () =>
        run(`ip link add veth5 type veth peer name veth6
ip link set veth5 netns ns1
ip -n ns1 link set veth5 up
ip link set veth6 up
${untilUp('-n ns1 link show veth5')}
ip link del veth6`),
      () => undefined,
    )
    expect(trackOf(timeline, 'veth5')).toMatchObject({
      namespace: 'ns1',
      linkKind: 'veth',
      moves: [{ from: 'root', to: 'ns1' }],
    })
    expect(statesOf(timeline, 'veth5')?.[0]).toBe('absent')
    expect(statesOf(timeline, 'veth5')).toContain('up')
    expect(statesOf(timeline, 'veth5')?.at(-1)).toBe('absent')
    expect(statesOf(timeline, 'veth6')?.at(-1)).toBe('absent')
  })

  test('a namespace made by the action is heard, and its links go with it', async () => {
    const timeline = await watchLinks(
      node(),
      () =>
        run(`ip netns add ns3
ip -n ns3 link set lo up
ip -n ns3 link add br0 type bridge
ip -n ns3 link set br0 up
ip link add veth5 type veth peer name veth6
ip link set veth6 netns ns3
ip -n ns3 link set veth6 up
ip link set veth5 up
${untilUp('-n ns3 link show veth6')}
ip netns del ns2
ip netns del ns3
${untilGone('link show veth5', '-n ns1 link show veth1')}`),
      () => undefined,
    )
    expect(trackOf(timeline, 'veth6')).toMatchObject({ namespace: 'ns3', moves: [{ from: 'root', to: 'ns3' }] })
    expect(statesOf(timeline, 'veth6')).toContain('up')
    expect(trackOf(timeline, 'br0')).toMatchObject({ namespace: 'ns3', linkKind: 'bridge' })
    for (const link of ['veth5', 'veth6', 'br0', 'veth1', 'veth2'])
      expect(statesOf(timeline, link)?.at(-1)).toBe('absent')
  })

  test('a watch leaves nothing behind but numbers of namespaces', async () => {
    const [links, addresses] = [await run('ip -o link'), await run('ip -o addr')]
    await watchLinks(
      node(),
      async () => expect(await listeners()).not.toBe(none),
      () => undefined,
    )
    expect(await run('ip -o link')).toBe(links)
    expect(await run('ip -o addr')).toBe(addresses)
    expect(await run('ip netns list | cut -d" " -f1 | sort')).toBe('ns1\nns2\n')
    await expect.poll(listeners).toBe(none)
  })

  test('what the action throws is thrown, and nothing goes on listening', async () => {
    const action = () => Promise.reject(new Error('the action failed'))
    await expect(watchLinks(node(), action, () => undefined)).rejects.toThrow('the action failed')
    await expect.poll(listeners).toBe(none)
  })

  test('commands that were run meanwhile are told with their times', async () => {
    const commands: { at: number; command: string }[] = []
    const timeline = await watchLinks(
      node(),
      () => void commands.push({ at: performance.now(), command: 'true' }),
      () => undefined,
      { commands: () => commands },
    )
    expect(timeline.commands).toEqual([{ atMs: expect.any(Number) as number, command: 'true' }])
    expect(timeline.commands[0]?.atMs).toBeLessThanOrEqual(timeline.durationMs)
  })

  describe('a bridge', () => {
    test('its port’s joining and leaving is no coming and going', async () => {
      const timeline = await watchLinks(
        node(),
        () =>
          run(`ip link add br0 type bridge
ip link set br0 up
ip link add p type veth peer name q
ip link set q up
ip link set p master br0 up
${untilUp('link show p')}
ip link set p nomaster`),
        () => undefined,
      )
      expect(eventsOf(timeline, 'p').filter(({ change }) => change === 'removed')).toEqual([])
      expect(eventsOf(timeline, 'p').map(brief)[0]).toBe('root p added admin down')
      expect(statesOf(timeline, 'p')?.at(-1)).toBe('up')
      expect(trackOf(timeline, 'br0')?.linkKind).toBe('bridge')
    })
  })
})
