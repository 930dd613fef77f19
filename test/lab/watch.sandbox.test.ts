import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { displaySymbol, mime, notebookSession } from '../../src/display/index.js'
import { openLab, type Lab } from '../../src/lab/index.js'
import { recordShown, textOf, type RecordingSink } from './recording-sink.js'

let lab: Lab
let sink: RecordingSink

beforeAll(async () => {
  sink = recordShown()
  lab = await openLab({ name: 'watch-test' })
})
afterAll(() => lab.dispose())
beforeEach(async () => {
  await lab.reset()
  await lab.sh({ quiet: true })`sudo ip netns add ns1
sudo ip netns add ns2
sudo ip link add veth1 netns ns1 type veth peer name veth2 netns ns2
sudo ip -n ns1 addr add 192.168.1.101/24 dev veth1
sudo ip -n ns2 addr add 192.168.1.102/24 dev veth2
sudo ip -n ns1 link set veth1 up
sudo ip -n ns2 link set veth2 up
until ip -n ns1 link show veth1 | grep -q 'state UP ' && ip -n ns2 link show veth2 | grep -q 'state UP '; do sleep 0.01; done`
  sink.clear()
})

async function startCell(): Promise<void> {
  for (const hooks of notebookSession().hooks) await hooks.beforeCell?.({ number: 1, code: '' })
}

describe('lab.ping', () => {
  it('gives replies, shows how far it is, and ends as a summary', async () => {
    const rtt = await lab.ping('ns1', '192.168.1.102', { count: 40, intervalMs: 10 })
    expect(rtt.stats).toMatchObject({ sent: 40, received: 40, lossRatio: 0 })
    expect(rtt.replies.map(({ seq }) => seq)).toEqual(Array.from({ length: 40 }, (_, at) => at + 1))
    expect(sink.displays).toHaveLength(1)
    const [{ bundles } = { bundles: [] }] = sink.displays
    expect(textOf(bundles[0])).toMatch(
      /^Pinging 192\.168\.1\.102 from ns1: \d+ of 40 replies.*The stop button ends it\.$/,
    )
    expect(textOf(bundles.at(-1))).toMatch(/40 pings/)
    expect(bundles.length).toBeLessThan(20)
  })
  it('takes a namespace as its target', async () => {
    expect(await lab.ping('ns1', 'ns2', { count: 1 })).toMatchObject({ to: '192.168.1.102', target: 'ns2' })
  })
  it('does not throw on loss', async () => {
    const rtt = await lab.ping('ns1', '192.168.1.150', { count: 1, timeoutMs: 100 })
    expect(rtt.stats).toMatchObject({ sent: 1, received: 0, lossRatio: 1 })
    expect(await lab.ping('root', '192.168.1.102', { count: 1 })).toMatchObject({
      errors: [{ from: null, reason: 'Network is unreachable' }],
    })
  })
  it('refuses what cannot be meant, and leaves no progress behind', async () => {
    await expect(lab.ping('ns9', '192.168.1.102')).rejects.toThrow(/no network namespace is named "ns9"/)
    expect(sink.last.map(textOf).filter((text) => text.includes('stop button'))).toEqual([])
  })
  it('is stopped by the stop button, and what it had told stays at hand', async () => {
    await startCell()
    const call = lab.ping('ns1', '192.168.1.102', { count: 1000, intervalMs: 20 }).catch((error: unknown) => error)
    while (!sink.last.some((bundle) => / [1-9]\d* of 1000/.test(textOf(bundle)))) await setTimeout(10)
    expect(notebookSession().hooks.some((hooks) => hooks.interrupt?.() === true)).toBe(true)
    const error = await call
    expect(error).toMatchObject({
      name: 'StoppedError',
      message: expect.stringMatching(
        /^The ping from ns1 to 192\.168\.1\.102 was stopped after \d+ of 1000 replies\.$/,
      ) as string,
      result: { isInterrupted: true },
    })
    expect(String(error)).toMatch(/The ping from ns1 to 192\.168\.1\.102 was stopped after \d+ of 1000 replies/)
    expect(textOf(sink.last[0])).not.toContain('stop button')
  })
  it('plots its replies, and others beside them', async () => {
    const there = await lab.ping('ns1', '192.168.1.102', { count: 5, intervalMs: 10 })
    const back = await lab.ping('ns2', '192.168.1.101', { count: 5, intervalMs: 10 })
    const plot = await there.plot(back)[displaySymbol]()
    expect(Object.keys(plot)).toEqual(expect.arrayContaining([mime.text, mime.svg, mime.vegaLite]))
    expect(textOf(plot)).toMatch(/ns1[^]*ns2/)
    expect(JSON.parse(JSON.stringify(there))).not.toHaveProperty('plot')
  })
  it('writes its replies into the log', async () => {
    const before = lab.events.length
    await lab.ping('ns1', '192.168.1.102', { count: 3, intervalMs: 10 })
    const replies = lab.events.slice(before).filter(({ kind }) => kind === 'reply-received')
    expect(replies).toHaveLength(3)
    expect(replies.map(({ atMs }) => atMs)).toEqual([...replies.map(({ atMs }) => atMs)].sort((a, b) => a - b))
  })
  it('prints its summary once where nothing can be updated', async () => {
    const still = recordShown({ isLive: false })
    await lab.ping('ns1', '192.168.1.102', { count: 20, intervalMs: 10 })
    expect(still.displays).toHaveLength(1)
    sink = recordShown()
  })
})

describe('lab.watchLinks', () => {
  it('tells the story of every link, and draws it with what was run', async () => {
    await startCell()
    const links = await lab.watchLinks(async () => {
      await lab.sh`sudo ip -n ns2 link set veth2 down
sudo ip -n ns2 link set veth2 up
until ip -n ns2 link show veth2 | grep -q 'state UP '; do sleep 0.01; done
sudo ip netns add ns3
sudo ip -n ns3 link set lo up`
    })
    const states = (name: string): string[] | undefined =>
      links.tracks.find(({ link }) => link === name)?.spans.map(({ state }) => state)
    expect(states('veth2')).toEqual(expect.arrayContaining(['up', 'admin down']))
    expect(states('veth2')?.at(-1)).toBe('up')
    expect(links.commands.map(({ command }) => command)[0]).toMatch(/^sudo ip -n ns2 link set veth2 down/)
    expect(sink.last.map(textOf).join('\n')).toMatch(/ns2\.veth2: up, then admin down at/)
    // In the cell that watched, the chart takes the place of the sentences; in the next it shows by itself.
    const chart = expect.arrayContaining([mime.text, mime.svg, mime.vegaLite]) as string[]
    expect(await links.plot()[displaySymbol]()).toEqual({})
    const told = sink.last.filter((bundle) => /ns2\.veth2: up, then admin down at/.test(textOf(bundle)))
    expect(told.map((bundle) => Object.keys(bundle))).toEqual([chart])
    await startCell()
    expect(Object.keys(await links.plot()[displaySymbol]())).toEqual(chart)
    expect(lab.events.some((event) => event.kind === 'link-changed' && event.link === 'veth2')).toBe(true)
  })
  it('throws what its action throws', async () => {
    await expect(
      lab.watchLinks(() => {
        throw new Error('mine')
      }),
    ).rejects.toThrow('mine')
    expect((await lab.sh`echo fine`).stdout).toBe('fine\n')
  })
})
