import { beforeAll, describe, expect, it } from 'vitest'
import type { Order } from '../../src/lesson/index.js'
import { runLesson, type LessonRun } from './lesson-run.js'

const allAnswered = /3 packets transmitted, 3 received, 0% packet loss/g

describe.each<[string, Order]>([
  ['from top to bottom', 'top-to-bottom'],
  ['with its sections in another order', { seed: 3 }],
])('03 run %s', (_, order) => {
  let run: LessonRun

  beforeAll(async () => {
    run = await runLesson('03-why-loopback', order)
  })

  it('ends without an error', () => {
    expect(run.failure).toBeUndefined()
  })

  it('reaches neighbours with lo down, and counts nothing at lo', () => {
    expect(run.text('neighbour-start').match(/lo \(loopback\) is admin down/g)).toHaveLength(2)
    expect(run.streams('neighbour-ping').match(allAnswered)).toHaveLength(2)
    expect(run.text('neighbour-observe')).toContain('Observed: in both directions')
    const [lo, veth1] = run.streams('neighbour-counters').split(/^(?=\d+: veth1)/m)
    expect(lo).toMatch(/^1: lo: [^]*RX:.*\n +0 +0 [^]*TX:.*\n +0 +0 /)
    expect(veth1).toMatch(/RX:.*\n +[1-9]\d* +[1-9]/)
  })

  it('does not reach itself with lo down, and does with lo up', () => {
    expect(run.text('self-ping')).toContain('Observed: no')
    expect(run.streams('self-ping')).not.toMatch(/unreachable/i)
    expect(run.streams('self-route')).toMatch(/^192\.168\.1\.102 dev veth1 [^]*^local 192\.168\.1\.101 dev lo /m)
    expect(run.text('self-up')).toContain('lo in ns1 is now up')
    expect(run.streams('self-up').match(allAnswered)).toHaveLength(1)
  })

  it('explains both by the table local, and sees the frames at lo alone', () => {
    expect(run.streams('table-show')).toMatch(/^local 192\.168\.1\.101 dev veth1 /m)
    expect(run.streams('table-rules')).toMatch(/^0:\s+from all lookup local\n32766:\s+from all lookup main\n/)
    expect(run.pictures('table-capture')).toHaveLength(1)
    expect(run.streams('table-count')).toContain('lo: 2 frames of the ping, veth1: 0')
    expect(run.text('table-count')).toContain('Observed: at lo')
  })

  it('finds 127.0.0.1 in a new namespace only after lo was on, and then all of 127', () => {
    expect(run.streams('localhost-before')).not.toMatch(/inet/)
    expect(run.streams('localhost-before')).toContain('ping: connect: Network is unreachable')
    expect(run.text('localhost-observe')).toContain('Observed: no')
    expect(run.streams('localhost-up')).toMatch(/state UNKNOWN[^]*inet 127\.0\.0\.1\/8 [^]*1 received, 0% packet loss/)
    expect(run.text('localhost-all')).toContain('Observed: ns1 itself')
    expect(run.streams('localhost-table')).toMatch(/^local 127\.0\.0\.0\/8 dev lo /m)
    expect(run.streams('localhost-down')).toMatch(/inet 127\.0\.0\.1\/8 [^]*0 received, 100% packet loss/)
    expect(run.streams('localhost-down')).not.toMatch(/unreachable/i)
  })

  it('loses the message to itself with lo down, and sees it at lo otherwise', () => {
    expect(run.text('message-off')).toContain('Observed: no')
    expect(run.streams('message-on')).toContain('From 192.168.1.101 icmp_seq=1 Destination Host Unreachable')
    expect(run.text('message-on')).toMatch(/ns1 → ns1: ICMP host unreachable/)
  })

  it('serves strangers only while lo is down', () => {
    expect(run.streams('service-listen')).toMatch(/LISTEN .*:8000/)
    expect(run.streams('service-outside')).toBe('Hello from ns1\n')
    expect(run.streams('service-inside')).toMatch(
      /\(28\) Connection timed out [^]*\(7\) Failed to connect to 127\.0\.0\.1/,
    )
    expect(run.text('service-inside')).toContain('Observed: ns2 only')
    expect(run.streams('service-up').match(/Hello from ns1/g)).toHaveLength(2)
    expect(run.text('service-private-outside')).toContain('Observed: by neither')
  })

  it('says what is still missing where a task was not done', () => {
    expect(run.text('task-gaps')).toContain('Reached: ns1 answers itself at 127.0.0.1')
    expect(run.text('task-check')).toMatch(/Not yet: box answers itself [^]*Seen: there is no namespace box/)
    expect(run.streams('break-symptom').match(/Hello from ns1/g)).toHaveLength(2)
    expect(run.streams('break-symptom')).toContain('Failed to connect to 127.0.0.1 port 8000')
    expect(run.text('break-check')).toContain('Not yet: ns1 reaches itself at 127.0.0.1')
  })

  it('answers the questions of its recap by experiment', () => {
    expect(run.text('recap-own')).toContain('Observed: ns2')
    expect(run.text('recap-route')).toContain('Observed: by veth2 and by lo')
    expect(run.text('recap-never')).toContain('Observed: Network is unreachable')
  })
})
