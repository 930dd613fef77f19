import { beforeAll, describe, expect, test } from 'vitest'
import type { LabEventBody, PingReply } from '../../src/network/index.js'
import { ping, type PingRequest } from '../../src/tools/index.js'
import { pairScript, useNode } from './sandbox.js'

const { node, run } = useNode()

beforeAll(() =>
  run(`${pairScript}
ip netns add empty
ip -n ns1 addr add 2001:db8::1/64 dev veth1 nodad
ip -n ns2 addr add 2001:db8::2/64 dev veth2 nodad
ip netns add six
ip link add veth6 type veth peer name eth0 netns six
ip link set veth6 up
ip addr add 2001:db8:6::1/64 dev veth6 nodad
ip -n six link set eth0 up
ip -n six addr add 2001:db8:6::2/64 dev eth0 nodad`),
)

/** The result, and what was emitted. */
async function send(request: PingRequest, options: Parameters<typeof ping>[3] = {}) {
  const events: LabEventBody[] = []
  const result = await ping(node(), request, (event) => events.push(event), options)
  return { result, events }
}

test('a hundred at 10 ms, each told as it arrives', async () => {
  const replies: PingReply[] = []
  const { result, events } = await send(
    { from: 'ns1', to: '192.168.1.102', count: 100, intervalMs: 10 },
    { onReply: (reply) => replies.push(reply) },
  )
  expect(result).toMatchObject({
    from: 'ns1',
    to: '192.168.1.102',
    target: null,
    intervalMs: 10,
    errors: [],
    exitCode: 0,
    isInterrupted: false,
    stats: { sent: 100, received: 100, lossRatio: 0 },
  })
  expect(result.replies.map(({ seq }) => seq)).toEqual(Array.from({ length: 100 }, (_, position) => position + 1))
  expect(replies).toEqual(result.replies)
  expect(events).toHaveLength(100)
  expect(events[0]).toMatchObject({ kind: 'reply-received', from: 'ns1', to: '192.168.1.102', seq: 1, ttl: 64 })
  expect(result.stats.avgMs).toBeGreaterThan(0)
  expect(result.output).toContain('100 packets transmitted, 100 received')
  expect(result.command).toMatch(/^ip netns exec ns1 ping -n -c 100 -i 0\.01 .*192\.168\.1\.102$/)
})

describe('a target that is a namespace', () => {
  test('is asked at its first global IPv4 address', async () => {
    const { result } = await send({ from: 'ns1', to: 'ns2', count: 1 })
    expect(result).toMatchObject({ to: '192.168.1.102', target: 'ns2', stats: { received: 1 } })
  })

  test('else at its IPv6 address', async () => {
    const { result } = await send({ from: 'root', to: 'six', count: 1 })
    expect(result).toMatchObject({ to: '2001:db8:6::2', target: 'six', stats: { received: 1 } })
    expect(result.command).toMatch(/^ping /)
  })
})

test('size and time to live', async () => {
  const { result } = await send({ from: 'ns2', to: '192.168.1.101', count: 1, size: 1000, ttl: 7 })
  expect(result.output).toContain('1000(1028) bytes of data')
  expect(result.command).toContain(' -s 1000 -t 7 ')
})

describe('loss is a result', () => {
  test('Network is unreachable', async () => {
    const { result, events } = await send({ from: 'ns1', to: '10.9.9.9', count: 3 })
    expect(result.errors).toEqual([{ seq: null, from: null, reason: 'Network is unreachable' }])
    expect(result.stats).toMatchObject({ sent: 0, received: 0, lossRatio: 1, avgMs: null })
    expect(result.output).toBe('ping: connect: Network is unreachable\n')
    expect(events).toEqual([expect.objectContaining({ kind: 'reply-lost', seq: 1, reason: 'Network is unreachable' })])
  })

  test('a neighbour that does not answer, and lo down: silence, since the error would come by lo', async () => {
    const { result } = await send({ from: 'ns1', to: '192.168.1.78', count: 3, intervalMs: 10 })
    expect(result).toMatchObject({ errors: [], stats: { sent: 3, received: 0, lossRatio: 1 } })
  })

  test('Destination Host Unreachable, with who said it, although ping is told to be quick', async () => {
    await run('ip -n ns1 link set lo up')
    const { result, events } = await send({ from: 'ns1', to: '192.168.1.77', count: 3, intervalMs: 10 })
    expect(result.errors.map(({ from, reason }) => [from, reason])).toEqual(
      Array(3).fill(['192.168.1.101', 'Destination Host Unreachable']),
    )
    expect(result.stats).toMatchObject({ sent: 3, received: 0, lossRatio: 1 })
    expect(events.map((event) => event.kind === 'reply-lost' && event.reason)).toEqual(
      Array(3).fill('Destination Host Unreachable'),
    )
    expect(result.output).toMatch(/\+3 errors, 100% packet loss/)
  })

  test('silence, within the time that is given', async () => {
    await run('ip netns exec ns2 sysctl -qw net.ipv4.icmp_echo_ignore_all=1')
    const { result, events } = await send({ from: 'ns1', to: 'ns2', count: 2, intervalMs: 20, timeoutMs: 200 })
    await run('ip netns exec ns2 sysctl -qw net.ipv4.icmp_echo_ignore_all=0')
    expect(result).toMatchObject({ errors: [], exitCode: 1, stats: { sent: 2, received: 0, lossRatio: 1 } })
    expect(events.map((event) => event.kind === 'reply-lost' && event.reason)).toEqual(['no answer', 'no answer'])
  })
})

describe('stopping it', () => {
  test('leaves what has come until then', async () => {
    const stop = new AbortController()
    const { result } = await send(
      { from: 'ns1', to: 'ns2', count: 1000, intervalMs: 20 },
      { signal: stop.signal, onReply: ({ seq }) => seq === 5 && stop.abort() },
    )
    expect(result.isInterrupted).toBe(true)
    expect(result.replies.length).toBeGreaterThanOrEqual(5)
    expect(result.replies.length).toBeLessThan(1000)
    expect(result.stats).toMatchObject({ sent: result.replies.length, received: result.replies.length, lossRatio: 0 })
  })

  test('before it begins sends nothing', async () => {
    const { result, events } = await send({ from: 'ns1', to: 'ns2' }, { signal: AbortSignal.abort() })
    expect(result).toMatchObject({ isInterrupted: true, replies: [], stats: { sent: 0, received: 0 } })
    expect(events).toEqual([])
  })
})

describe('what cannot be meant is one clear error', () => {
  test.each<[string, PingRequest]>([
    ['no network namespace is named "ns9"; there are root, empty, ns1, ns2 and six', { from: 'ns9', to: 'ns1' }],
    [
      '"ns9" is neither an address nor a network namespace; there are root, empty, ns1, ns2 and six',
      { from: 'ns1', to: 'ns9' },
    ],
    ['empty has no address to ping yet', { from: 'ns1', to: 'empty' }],
    ['count is a whole number from 1 to 1000000, not 0.5', { from: 'ns1', to: 'ns2', count: 0.5 }],
    ['count is from 1 to 1000000, not 0', { from: 'ns1', to: 'ns2', count: 0 }],
    ['intervalMs is from 2 to 3600000, not 1', { from: 'ns1', to: 'ns2', intervalMs: 1 }],
    ['timeoutMs is from 1 to 3600000, not NaN', { from: 'ns1', to: 'ns2', timeoutMs: Number.NaN }],
    ['size is from 16 to 65507, not 8', { from: 'ns1', to: 'ns2', size: 8 }],
    ['ttl is from 1 to 255, not 0', { from: 'ns1', to: 'ns2', ttl: 0 }],
  ])('%s', async (message, request) => {
    await expect(send(request)).rejects.toThrow(new RangeError(message))
  })
})
