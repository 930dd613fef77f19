import { beforeAll, describe, expect, it } from 'vitest'
import type { Order } from '../../src/lesson/index.js'
import { runLesson, type LessonRun } from './lesson-run.js'

describe.each<[string, Order]>([
  ['from top to bottom', 'top-to-bottom'],
  ['with its sections in another order', { seed: 5 }],
])('04 run %s', (_, order) => {
  let run: LessonRun

  beforeAll(async () => {
    run = await runLesson('04-network-model', order)
  })

  it('ends without an error', () => {
    expect(run.failure).toBeUndefined()
  })

  it('takes a ping apart: 14, 20, 8 and 56 bytes, 98 in all', () => {
    expect(run.streams('envelopes-capture')).toContain('56(84) bytes of data')
    expect(run.pictures('envelopes-capture')).toHaveLength(1)
    const bytes = [...run.streams('envelopes-bytes').matchAll(/^(\w+) +([0-9a-f]+)$/gm)]
    expect(bytes.map(([, name, hex]) => [name, (hex ?? '').length / 2])).toEqual([
      ['Ethernet', 14],
      ['IPv4', 20],
      ['ICMP', 8],
      ['data', 56],
    ])
    expect(run.text('envelopes-bytes')).toContain('Observed: 98')
  })

  it('asks everybody for a MAC address, and keeps the answer', () => {
    expect(run.text('link-question')).toContain("Observed: everybody's")
    expect(run.text('link-question')).toContain('2054')
    expect(run.text('link-arp')).toMatch(/target MAC[^]*00:00:00:00:00:00/)
    expect(arpNumbers(run.text('link-arp'))).toEqual(['1 1', '2048 2048', '6 6', '4 4', '1 2'])
    const [, known] = /^192\.168\.1\.102 dev veth1 lladdr (\S+)/m.exec(run.streams('link-neigh')) ?? []
    expect(run.streams('link-neigh')).toMatch(new RegExp(`^veth2@if\\d+ +UP +${known} `, 'm'))
    expect(run.text('link-arp')).toContain(`answer: '${known}'`)
    expect(run.text('link-second')).toContain('Observed: no')
  })

  it('shows what a router changes: MAC addresses and TTL, and no IP address', () => {
    expect(run.streams('network-settings')).toMatch(/^default via 10\.1\.0\.1 dev veth1[^]*ip_forward = 1/)
    expect(run.text('network-ping')).toContain('Observed: 63')
    expect(run.text('network-compare')).toContain('Observed: the MAC addresses')
    const [before, after] = run
      .streams('network-bytes')
      .trim()
      .split('\n')
      .map((line) => line.split(' ').slice(1))
    const differing = before?.flatMap((byte, index) => (byte === after?.[index] ? [] : [index + 1]))
    expect([before?.[8], after?.[8]]).toEqual(['40', '3f'])
    for (const place of differing ?? []) expect([9, 11, 12]).toContain(place)
    expect(run.streams('network-ttl')).toContain('From 10.1.0.1 icmp_seq=1 Time to live exceeded')
  })

  it('shows the handshake, the ports in its bytes, and the page', () => {
    expect(run.text('transport-capture')).toMatch(/TCP SYN, [^]*TCP SYN ACK, [^]*TCP ACK, [^]*FIN/)
    expect(run.text('transport-capture')).toContain('Observed: 3')
    expect(run.streams('transport-bytes')).toMatch(/^.. .. 1f 40 /)
    expect(run.streams('transport-wish')).toMatch(/^GET \/ HTTP\/1\.1[^]*200 OK[^]*Hello from ns2/)
  })

  it('tells a port that refuses from one that is silent', () => {
    expect(run.text('refused-capture')).toMatch(/TCP RST ACK, [^]*Observed: a TCP answer/)
    expect(run.streams('refused-silent')).toContain('curl: (28) Connection timed out')
    expect(run.text('refused-silent')).not.toMatch(/RST/)
    expect(run.text('refused-ping')).toContain('none lost')
    expect(run.text('refused-udp-trace')).toContain('ICMP port unreachable')
  })

  it('says what is still missing where a task was not done', () => {
    expect(run.text('task-gaps')).toContain('Reached: both ends know a way out, by the router')
    expect(run.text('task-check')).toContain('Not yet: ns1 reaches 10.2.0.2 through the router')
    expect(run.streams('break-symptom')).toMatch(/2 received, 0% packet loss[^]*Connection timed out/)
    expect(run.text('break-check')).toContain('Not yet: ns1 reaches port 8000 of ns2')
  })

  it('answers the questions of its recap by experiment', () => {
    expect(run.text('recap-arp')).toContain('Observed: that of 10.1.0.1')
    expect(run.text('recap-size')).toContain('Observed: 42')
    expect(run.text('recap-port')).toContain('Observed: refused at once')
  })
})

/** Rows of the table that are numbers: in the question, in the answer. */
function arpNumbers(table: string): string[] {
  return [...table.matchAll(/question: (\d+),\s*answer: (\d+)/g)].map(([, question, answer]) => `${question} ${answer}`)
}
