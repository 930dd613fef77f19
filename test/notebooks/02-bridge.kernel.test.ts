import { beforeAll, describe, expect, it } from 'vitest'
import type { Order } from '../../src/lesson/index.js'
import { runLesson, type LessonRun } from './lesson-run.js'

const allAnswered = /3 packets transmitted, 3 received, 0% packet loss/g

describe.each<[string, Order]>([
  ['from top to bottom', 'top-to-bottom'],
  ['with its sections in another order', { seed: 2 }],
])('02 run %s', (_, order) => {
  let run: LessonRun

  beforeAll(async () => {
    run = await runLesson('02-bridge', order)
  })

  it('ends without an error', () => {
    expect(run.failure).toBeUndefined()
  })

  it('builds the bridge and shows it at each step', () => {
    expect(run.text('cables-add')).toContain('the veth pair veth11 (in the root namespace) – veth1 (in ns1) was added')
    expect(run.text('bridge-ports')).toContain('veth11 in the root namespace is now a port of br0')
    expect(run.text('bridge-picture')).toMatch(/br0 \(bridge\) is [^;]*;\s+ports\s+veth11\s+and\s+veth22/)
    for (const id of ['cables-picture', 'bridge-picture']) expect(run.pictures(id), id).toHaveLength(1)
  })

  it('has no carrier on the bridge while the far ends are down', () => {
    expect(run.streams('bridge-carrier')).toMatch(/^br0 +DOWN .*<NO-CARRIER,/m)
    expect(run.text('bridge-carrier')).toContain('Observed: no')
    expect(run.streams('bridge-carrier')).toMatch(/^veth11@if\d+ +\S*DOWN .*<NO-CARRIER,/m)
  })

  it('works from a clean start as the article claims', () => {
    expect(run.streams('ping-run').match(allAnswered)).toHaveLength(2)
    expect(run.text('ping-observe')).toContain('Observed: answers')
  })

  it('fails in four commands straight after the chapter before, and pings over the old pair', () => {
    const output = run.text('leftovers-run')
    expect(output).toContain('Cannot create namespace file "/run/netns/ns1": File exists')
    expect(output.match(/An interface with the same name exists in the target netns/g)?.length).toBeGreaterThanOrEqual(
      2,
    )
    expect(run.streams('leftovers-observe')).toBe(
      [
        'failed: sudo ip netns add ns1',
        'failed: sudo ip netns add ns2',
        'failed: sudo ip link set veth1 netns ns1',
        'failed: sudo ip link set veth2 netns ns2',
        '',
      ].join('\n'),
    )
    expect(run.text('leftovers-observe')).toContain('Observed: 4')
    expect(run.streams('leftovers-ping').match(allAnswered)).toHaveLength(2)
    expect(run.streams('leftovers-bridge')).toMatch(/RX: +bytes packets.*\n +0 +0 /)
    expect(run.streams('leftovers-bridge')).not.toMatch(/ dev veth\d+ master br0/)
  })

  it("reproduces the article's failure to the letter", () => {
    const printed = [
      'PING 192.168.1.104 (192.168.1.104) 56(84) bytes of data.',
      'From 192.168.1.101 icmp_seq=1 Destination Host Unreachable',
      'From 192.168.1.101 icmp_seq=2 Destination Host Unreachable',
      'From 192.168.1.101 icmp_seq=3 Destination Host Unreachable',
      '',
      '--- 192.168.1.104 ping statistics ---',
      '3 packets transmitted, 0 received, +3 errors, 100% packet loss, time …ms',
      'pipe 3',
    ].join('\n')
    expect(run.streams('unreachable-ping').replace(/time \d+ms/, 'time …ms')).toContain(printed)
  })

  it('finds the cause: the older route wins, over a link without carrier', () => {
    const routes = run.streams('unreachable-route')
    expect(routes).toMatch(/^192\.168\.1\.104 dev veth1 src 192\.168\.1\.101/m)
    expect(routes).toMatch(/^192\.168\.1\.0\/24 dev veth1 .*linkdown *\n192\.168\.1\.0\/24 dev veth3 /m)
    expect(run.text('unreachable-whose')).toContain('Observed: of the old cable of ns1')
    const back = run.streams('unreachable-back')
    expect(back).toContain('3 packets transmitted, 0 received, 100% packet loss')
    expect(back).not.toMatch(/unreachable/i)
    expect(run.text('unreachable-explain-it')).toContain('link-down at veth2 in ns2')
  })

  it('mends it with one command and shows the real success', () => {
    expect(run.text('unreachable-mend')).toMatch(/the veth pair veth1 \(in ns1\) – veth2 \(in ns2\) is gone/)
    expect(run.streams('unreachable-mend').match(allAnswered)).toHaveLength(2)
  })

  it('fills the FDB as frames pass', () => {
    expect(run.streams('fdb-empty').trim()).toBe('')
    const learned = run.streams('fdb-ping')
    expect(run.text('fdb-observe')).toContain('Observed: 2')
    const [first, second] = [...run.streams('fdb-whose').matchAll(/^veth\d@if\d+ +UP +(\S+) /gm)].map(
      (match) => match[1],
    )
    expect(learned).toContain(`${first} dev veth11 master br0`)
    expect(learned).toContain(`${second} dev veth22 master br0`)
    expect(run.streams('fdb-whose')).toContain('ageing_time 30000')
  })

  it('sends to whom it knows by one port, and floods what nobody is known to have', () => {
    const frames = run.text('fdb-flood-run')
    for (const to of ['ns2', 'ns3']) expect(frames).toMatch(new RegExp(`→ ${to}: ICMP echo request 1.*a flooded copy`))
    expect(frames.match(/→ ns2: ICMP echo request 1/g)).toHaveLength(2)
    expect(frames.match(/→ ns3: ICMP echo request 1/g)).toHaveLength(1)
    expect(frames).toContain('Observed: ns2 and ns3')
  })

  it('needs no address on the bridge, until the root namespace wants to take part', () => {
    expect(run.streams('address-none')).not.toMatch(/inet/)
    expect(run.streams('address-none').match(allAnswered)).toHaveLength(1)
    expect(run.text('address-none')).toContain('Observed: yes')
    expect(run.streams('address-root-fails')).toContain('ping: connect: Network is unreachable')
    expect(run.streams('address-give').match(allAnswered)).toHaveLength(1)
  })

  it('draws the bridge and the direct pair side by side', () => {
    const chart = run.pictures('compare-ping').at(-1)
    expect(chart).toHaveProperty(['application/vnd.vegalite.v5+json'])
    expect(String(chart?.['text/plain'])).toContain('192.168.1.104')
    expect(String(chart?.['text/plain'])).toContain('192.168.1.102')
  })

  it('says what is still missing where a task was not done', () => {
    expect(run.text('task-check')).toMatch(/Not yet: ns3 has 192\.168\.1\.105 [^]*Seen: ns3 has no address/)
    expect(run.text('task-gaps')).toContain('Reached: ns3 has a cable to br0')
  })

  it('runs lines in an order on a copy, and leaves the lab as it was', () => {
    expect(run.text('task-order')).toContain('Reached: veth3 is in ns3 and has 192.168.1.105')
    expect(run.text('task-gaps')).toContain('namespace ns3 was added')
  })

  it('breaks the bridge, and mends it where nobody is there to do it', () => {
    expect(run.text('break-start')).toContain('ns1 no longer reaches 192.168.1.104')
    expect(run.streams('break-yours')).toContain('0 received')
    expect(run.text('break-found')).toContain('Right: ')
    expect(run.text('break-repaired')).toContain('ns1 reaches 192.168.1.104 again')
  })

  it('answers the questions of its recap by experiment', () => {
    const recap = ['recap-one', 'recap-two', 'recap-three'].map((id) => /Observed: (.*)/.exec(run.text(id))?.[1])
    expect(recap).toEqual(['no', '0', 'they stay'])
  })
})
