import { existsSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PingParser, type PingNotice, type PingReport } from '../../../src/network/index.js'
import { fixture } from '../fixtures.js'

function read(stdout: string, stderr = ''): { report: PingReport; notices: PingNotice[] } {
  const parser = new PingParser()
  const notices = [
    ...stdout.split('\n').map((line) => parser.line(line)),
    ...stderr.split('\n').map((line) => parser.errorLine(line)),
  ]
  return { report: parser.report(), notices: notices.flatMap((notice) => notice ?? []) }
}

/** A recorded run: its stdout, and its stderr where it had any. */
function recorded(release: string, name: string): PingReport {
  const stderr = `ping/${release}/${name}.stderr.txt`
  const hasStderr = existsSync(new URL(`../../fixtures/${stderr}`, import.meta.url))
  return read(fixture(`ping/${release}/${name}.txt`), hasStderr ? fixture(stderr) : '').report
}

const none = { minMs: null, avgMs: null, maxMs: null, mdevMs: null }

describe.each(['20221126', 's20190709', 's20121221'])('iputils %s', (release) => {
  test('replies, and ping’s own figures', () => {
    const { replies, errors, lost, stats } = recorded(release, 'ok')
    expect(replies.map(({ seq, ttl }) => [seq, ttl])).toEqual([
      [1, 63],
      [2, 63],
      [3, 63],
    ])
    expect(stats).toMatchObject({ sent: 3, received: 3, lossRatio: 0 })
    expect(stats.maxMs).toBe(Math.max(...replies.map(({ rttMs }) => rttMs)))
    expect(stats.avgMs).toBeCloseTo(replies.reduce((sum, { rttMs }) => sum + rttMs, 0) / 3, 2)
    expect([errors, lost]).toEqual([[], []])
  })

  test('Destination Host Unreachable, said by the sender’s own address or by a router', () => {
    const reason = 'Destination Host Unreachable'
    const { errors, lost, stats } = recorded(release, 'host-unreachable')
    expect(errors).toEqual([1, 2, 3].map((seq) => ({ seq, from: '10.0.1.2', reason })))
    expect(lost).toEqual([1, 2, 3].map((seq) => ({ seq, reason })))
    expect(stats).toEqual({ sent: 3, received: 0, lossRatio: 1, ...none })
    expect(recorded(release, 'host-unreachable-remote').errors[0]).toEqual({ seq: 1, from: '10.0.1.1', reason })
  })

  test('Network is unreachable: nothing was sent', () => {
    const { errors, lost, stats } = recorded(release, 'net-unreachable')
    expect(errors).toEqual([{ seq: null, from: null, reason: 'Network is unreachable' }])
    expect(lost).toEqual([{ seq: 1, reason: 'Network is unreachable' }])
    expect(stats).toEqual({ sent: 0, received: 0, lossRatio: 1, ...none })
  })

  test('a blackhole route', () => {
    expect(recorded(release, 'blackhole').errors).toEqual([{ seq: null, from: null, reason: 'Invalid argument' }])
  })

  test('Time to live exceeded', () => {
    expect(recorded(release, 'ttl').errors).toEqual(
      [1, 2].map((seq) => ({ seq, from: '10.0.1.1', reason: 'Time to live exceeded' })),
    )
  })

  test('a router that prohibits, a packet too long for the path and for the link', () => {
    expect(recorded(release, 'prohibited').errors[0]).toEqual({ seq: 1, from: '10.0.1.1', reason: 'Packet filtered' })
    expect(recorded(release, 'frag').errors[0]?.reason).toBe('Frag needed and DF set (mtu = 1300)')
    const { errors, stats } = recorded(release, 'toolong')
    expect(errors.map(({ reason }) => reason.toLowerCase())).toEqual(Array(2).fill('message too long, mtu=1300'))
    expect(stats).toMatchObject({ sent: 2, received: 0, lossRatio: 1 })
  })

  test('silence', () => {
    const { errors, lost, stats } = recorded(release, 'silent')
    expect(errors).toEqual([])
    expect(lost).toEqual([1, 2, 3].map((seq) => ({ seq, reason: 'no answer' })))
    expect(stats).toEqual({ sent: 3, received: 0, lossRatio: 1, ...none })
  })

  test('no answer yet', () => {
    const { notices, report } = read(fixture(`ping/${release}/outstanding.txt`))
    expect(notices).toEqual([
      { kind: 'pending', seq: 1 },
      { kind: 'pending', seq: 2 },
    ])
    expect(report.stats).toMatchObject({ sent: 3, received: 0 })
  })

  test('a warning is no error, an unknown name is one', () => {
    expect(recorded(release, 'broadcast')).toMatchObject({ errors: [], stats: { sent: 2, received: 2 } })
    expect(recorded(release, 'name').errors[0]?.reason).toMatch(/nosuch/)
  })

  test('an interrupted run has what was sent until then', () => {
    const { replies, stats } = recorded(release, 'interrupted')
    expect(replies.length).toBeGreaterThan(1)
    expect(stats).toMatchObject({ sent: stats.received, lossRatio: 0 })
    expect(stats.received).toBe(replies.length)
  })
})

describe('iputils 20221126', () => {
  test('IPv6', () => {
    expect(recorded('20221126', 'ok6')).toMatchObject({
      replies: [{ seq: 1, ttl: 63 }, { seq: 2 }, { seq: 3 }],
      errors: [],
    })
    expect(recorded('20221126', 'ttl6').errors[0]).toEqual({
      seq: 1,
      from: '2001:db8:1::1',
      reason: 'Time exceeded: Hop limit',
    })
    expect(recorded('20221126', 'host6-unreachable').errors[2]).toEqual({
      seq: 3,
      from: '2001:db8:1::2',
      reason: 'Destination unreachable: Address unreachable',
    })
    expect(recorded('20221126', 'net6-unreachable').stats.sent).toBe(0)
  })

  test('a hundred', () => {
    const { replies, stats } = recorded('20221126', 'hundred')
    expect(replies.map(({ seq }) => seq)).toEqual(Array.from({ length: 100 }, (_, position) => position + 1))
    expect(stats).toMatchObject({ sent: 100, received: 100, minMs: 0.003, avgMs: 0.027, maxMs: 0.183, mdevMs: 0.025 })
  })

  test('half of them lost', () => {
    const { lost, stats } = recorded('20221126', 'linkdown-midway')
    expect(lost).toEqual([
      { seq: 3, reason: 'no answer' },
      { seq: 4, reason: 'no answer' },
    ])
    expect(stats).toMatchObject({ sent: 4, received: 2, lossRatio: 0.5 })
  })

  test('several that answer one', () => {
    const { replies, duplicates, stats } = recorded('20221126', 'dup')
    expect(replies.map(({ seq }) => seq)).toEqual([1, 2, 3])
    expect(duplicates.map(({ seq }) => seq)).toEqual([1, 2])
    expect(stats).toMatchObject({ sent: 3, received: 3, lossRatio: 0 })
  })

  test('too little data for a time stamp: answered, without a time', () => {
    const { replies, lost, stats } = recorded('20221126', 'small')
    expect([replies, lost]).toEqual([[], []])
    expect(stats).toEqual({ sent: 2, received: 2, lossRatio: 0, ...none })
  })
})

describe('forms that are rare', () => {
  // Written after iputils' ping_common.c and the releases before 2012.
  const lines = (...texts: string[]) => read(texts.join('\n')).report

  test('a duplicate that says so', () => {
    const { replies, duplicates } = lines(
      '64 bytes from 10.0.0.1: icmp_seq=1 ttl=64 time=0.1 ms',
      '64 bytes from 10.0.0.1: icmp_seq=1 ttl=64 time=0.2 ms (DUP!)',
      '64 bytes from 10.0.0.1: icmp_seq=2 ttl=64 time=0.3 ms (DUP!)',
    )
    expect([replies.map(({ rttMs }) => rttMs), duplicates.map(({ rttMs }) => rttMs)]).toEqual([[0.1], [0.2, 0.3]])
  })

  test('icmp_req, a name beside the address, time<1 ms, hlim', () => {
    const { replies } = lines(
      '64 bytes from 10.0.0.1: icmp_req=1 ttl=64 time=0.1 ms',
      '64 bytes from ns2.example (10.0.0.1): icmp_seq=2 ttl=64 time<1 ms',
      '64 bytes from fe80::1%veth1: icmp_seq=3 hlim=64 time=12 ms',
      '64 bytes from 10.0.0.1: icmp_seq=4 ident=7 ttl=64 time=1e3 ms',
    )
    expect(replies).toEqual([
      { seq: 1, ttl: 64, rttMs: 0.1 },
      { seq: 2, ttl: 64, rttMs: 1 },
      { seq: 3, ttl: 64, rttMs: 12 },
    ])
  })

  test('who said it: with a colon, with a name, with a zone', () => {
    const { errors } = lines(
      'From 10.0.0.9: icmp_seq=1 Time to live exceeded',
      'From router.example (10.0.0.9) icmp_seq=2 Destination Net Unreachable',
      'From fe80::1%veth1 icmp_seq=3 Destination unreachable: No route',
      'From 10.0.0.9: icmp_seq=4 Redirect Host(New nexthop: 10.0.0.2)',
    )
    expect(errors.map(({ seq, from }) => [seq, from])).toEqual([
      [1, '10.0.0.9'],
      [2, '10.0.0.9'],
      [3, 'fe80::1%veth1'],
    ])
  })

  test('wrong data and a bad checksum', () => {
    const { replies, errors } = lines(
      '64 bytes from 10.0.0.1: icmp_seq=1 ttl=64 time=0.1 ms',
      'wrong data byte #16 should be 0x10 but was 0x0',
      '#16\t0 11 12 13 14 15 16 17 18 19 1a 1b 1c 1d 1e 1f 20 21 22 23 24 25 26 27 28 29 2a 2b 2c 2d 2e 2f ',
      '64 bytes from 10.0.0.1: icmp_seq=2 ttl=64 time=0.1 ms (BAD CHECKSUM!)',
    )
    expect(replies.map(({ seq }) => seq)).toEqual([1])
    expect(errors).toEqual([{ seq: 2, from: null, reason: 'bad checksum in the reply' }])
  })

  test('each refused by the sender’s own kernel', () => {
    const { report } = read(
      '--- 10.0.0.1 ping statistics ---\n2 packets transmitted, 0 received, 100% packet loss, time 1000ms',
      'ping: sendmsg: Operation not permitted\nping: sendmsg: Operation not permitted\n',
    )
    expect(report.lost).toEqual([1, 2].map((seq) => ({ seq, reason: 'Operation not permitted' })))
  })

  test('killed before any figures: they are computed, and a line that was cut is not counted', () => {
    const { replies, stats } = lines(
      'PING 10.0.0.1 (10.0.0.1) 56(84) bytes of data.',
      '64 bytes from 10.0.0.1: icmp_seq=1 ttl=64 time=0.1 ms',
      '64 bytes from 10.0.0.1: icmp_seq=3 ttl=64 time=0.3 ms',
      '64 bytes from 10.0.0.1: icmp_seq=4 ttl=64 time=0.',
    )
    expect(replies).toHaveLength(2)
    expect(stats).toMatchObject({ sent: 3, received: 2, minMs: 0.1, maxMs: 0.3 })
    expect(stats.avgMs).toBeCloseTo(0.2)
    expect(stats.mdevMs).toBeCloseTo(0.1)
    expect(stats.lossRatio).toBeCloseTo(1 / 3)
  })
})

describe('counts are consistent, whatever of the output is there', () => {
  const names = ['ok', 'hundred', 'host-unreachable', 'dup', 'frag', 'small', 'linkdown-midway', 'outstanding']
  const all = names.flatMap((name) => fixture(`ping/20221126/${name}.txt`).split('\n'))

  const isConsistent = ({ replies, duplicates, errors, lost, stats }: PingReport) => {
    expect(new Set(replies.map(({ seq }) => seq)).size).toBe(replies.length)
    expect(stats.received).toBeGreaterThanOrEqual(replies.length)
    expect(stats.received).toBeLessThanOrEqual(stats.sent)
    expect(stats.lossRatio).toBe(stats.sent === 0 ? 1 : (stats.sent - stats.received) / stats.sent)
    expect(stats.avgMs === null || stats.received > 0).toBe(true)
    for (const { seq } of lost) expect(replies.some((reply) => reply.seq === seq)).toBe(false)
    for (const figure of [...replies, ...duplicates].map(({ rttMs }) => rttMs)) expect(figure).toBeGreaterThanOrEqual(0)
    for (const { reason } of errors) expect(reason).not.toBe('')
  }

  test('lines in any order, some of them missing', () => {
    fc.assert(fc.property(fc.shuffledSubarray(all), (lines) => isConsistent(read(lines.join('\n')).report)))
  })

  test('cut anywhere', () => {
    const whole = fixture('ping/20221126/hundred.txt')
    fc.assert(
      fc.property(fc.nat({ max: whole.length }), (end) => {
        const { report } = read(whole.slice(0, end))
        isConsistent(report)
        const isWhole = (line: string) => line.includes('bytes from') && line.endsWith(' ms')
        expect(report.replies).toHaveLength(whole.slice(0, end).split('\n').filter(isWhole).length)
      }),
    )
  })

  test('any text at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (out, err) => isConsistent(read(out, err).report)),
    )
  })
})
