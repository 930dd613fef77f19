import { beforeEach, expect, it } from 'vitest'
import type { RawFrame } from '../../src/engine/index.js'
import { cleanScript, pairScript, useNode } from '../tools/sandbox.js'

const { node, run } = useNode()
const limitBytes = 64 * 1024 * 1024
const all = (...names: string[]) => names.map((namespace) => ({ namespace, links: null }))
/** The ICMP of an Ethernet frame with an IPv4 header without options. */
const isIcmp = ({ bytes }: RawFrame): boolean => bytes[12] === 8 && bytes[13] === 0 && bytes[23] === 1
const ready = 'until ip netns exec ns1 ping -c 1 -W 1 192.168.1.102; do :; done'

beforeEach(() => run(cleanScript + pairScript + ready))

it('no frame of 1,000 pings is missing on any link, each with its way and time', async () => {
  const capture = await node().capture!({ spaces: all('ns1', 'ns2'), limitBytes })
  await run('ip netns exec ns1 ping -q -f -c 1000 192.168.1.102')
  const { frames, dropped, cut } = await capture.stop()
  expect({ dropped, cut }).toEqual({ dropped: 0, cut: 0 })
  const seen = (namespace: string, direction: string) =>
    frames.filter((frame) => isIcmp(frame) && frame.namespace === namespace && frame.direction === direction).length
  expect([seen('ns1', 'out'), seen('ns2', 'in'), seen('ns2', 'out'), seen('ns1', 'in')]).toEqual([
    1000, 1000, 1000, 1000,
  ])
  const times = frames.map(({ timeNs }) => timeNs)
  expect(times.every((time, index) => index === 0 || time >= times[index - 1]!)).toBe(true)
}, 60_000)

it('only the links that are named; lo tells each frame once', async () => {
  await run('ip -n ns1 link set lo up')
  const index = Number(await run('ip netns exec ns1 cat /sys/class/net/lo/ifindex'))
  const capture = await node().capture!({ spaces: [{ namespace: 'ns1', links: [index] }], limitBytes })
  await run('ip netns exec ns1 ping -c 2 -i 0.01 127.0.0.1; ip netns exec ns1 ping -c 1 192.168.1.102')
  const { frames } = await capture.stop()
  expect(frames.map(({ linkIndex, direction, isEthernet }) => ({ linkIndex, direction, isEthernet }))).toEqual(
    Array.from({ length: 4 }, () => ({ linkIndex: index, direction: 'in', isEthernet: true })),
  )
})

it('what is beyond the limit is counted; a link that is made meanwhile is heard', async () => {
  const capture = await node().capture!({ spaces: all('ns1'), limitBytes: 10 * 98 })
  await run('ip netns exec ns1 ping -q -f -c 20 192.168.1.102')
  const { frames, cut } = await capture.stop()
  expect(frames.reduce((sum, { bytes }) => sum + bytes.length, 0)).toBeLessThanOrEqual(980)
  expect(frames.length + cut).toBeGreaterThanOrEqual(40)

  const later = await node().capture!({ spaces: all('root'), limitBytes })
  await run('ip link add p0 type veth peer name p1; ip link set p0 up; ip link set p1 up')
  await run('ip addr add 10.9.9.1/24 dev p0; ping -c 1 -W 0.1 10.9.9.2 || true; ip link del p0')
  const made = await later.stop()
  expect(made.frames.some(({ bytes, direction }) => direction === 'out' && bytes[12] === 8 && bytes[13] === 6)).toBe(
    true,
  )
})

it('frames for which there was no room are counted: none is missing unsaid', async () => {
  const counters = 'cat /sys/class/net/veth1/statistics/rx_packets /sys/class/net/veth1/statistics/tx_packets'
  const passed = async () => {
    const counts = await run(`ip netns exec ns1 sh -c '${counters}'`)
    return counts.split('\n').reduce((sum, count) => sum + Number(count), 0)
  }
  const index = Number(await run('ip netns exec ns1 cat /sys/class/net/veth1/ifindex'))
  const first = await passed()
  const capture = await node().capture!({ spaces: [{ namespace: 'ns1', links: [index] }], limitBytes })
  const begin = await passed()
  // Who takes the frames stands still meanwhile, and each of these pings is 41 frames there, and 41 back: more than fit.
  await run(`trap 'kill -CONT $PPID' EXIT; kill -STOP $PPID
ip netns exec ns1 ping -q -f -c 200 -s 60000 192.168.1.102`)
  const end = await passed()
  const { frames, dropped } = await capture.stop()
  expect(dropped).toBeGreaterThan(0)
  // The link's own counters, read within and around the capture: somebody else may send a frame between two readings.
  expect(frames.length + dropped).toBeGreaterThanOrEqual(end - begin)
  expect(frames.length + dropped).toBeLessThanOrEqual((await passed()) - first)
})

it('a namespace that is not there is named; nothing is left open after an end', async () => {
  await expect(node().capture!({ spaces: all('ns1', 'ns9'), limitBytes })).rejects.toThrow(
    'there is no network namespace ns9 to listen in',
  )
  const capture = await node().capture!({ spaces: all('ns1'), limitBytes })
  await capture.stop()
  // A packet socket that is open holds its namespace, and its veth pair with it.
  await run(
    'ip netns del ns1; for turn in $(seq 500); do ip -n ns2 link show veth2 || exit 0; sleep 0.02; done; exit 1',
  )
  await run('ip netns add ns1')
})
