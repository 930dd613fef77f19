import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import { execFile } from 'node:child_process'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { notebookSession } from '../../src/display/index.js'
import { openLab, type Lab, type TraceReport } from '../../src/lab/index.js'
import { recordShown, textOf, type RecordingSink } from './recording-sink.js'

let lab: Lab
let sink: RecordingSink

beforeAll(async () => {
  sink = recordShown()
  lab = await openLab({ name: 'capture-test' })
})
afterAll(() => lab.dispose())

/** Each step in words: from where to where, what in what, and where it ended. */
const steps = ({ sequence }: Pick<TraceReport, 'sequence'>): string[] =>
  sequence.frames.map(
    ({ from, to, layers, ended, isCopy }) =>
      `${from} → ${to ?? 'nobody'}: ${layers.join(' > ')}${isCopy === true ? ' (copy)' : ''}${ended === undefined ? '' : ` | ${ended}`}`,
  )
/** Kernels ask for neighbours when they see fit. */
const probes = (report: Pick<TraceReport, 'sequence'>): string[] =>
  steps(report).filter((step) => !/: (VXLAN.*> )?(ARP|ND)/.test(step))

async function make(script: string): Promise<void> {
  await lab.reset()
  await lab.sh({ quiet: true })(Object.assign([script], { raw: [script] }))
  sink.clear()
}

const pair = `ip netns add ns1
ip netns add ns2
ip link add veth1 netns ns1 type veth peer name veth2 netns ns2
ip -n ns1 addr add 192.168.1.101/24 dev veth1
ip -n ns2 addr add 192.168.1.102/24 dev veth2
ip -n ns1 link set veth1 up
ip -n ns2 link set veth2 up
until ip -n ns1 link show veth1 | grep -q 'state UP ' && ip -n ns2 link show veth2 | grep -q 'state UP '; do sleep 0.01; done`

const three = `ip link add br0 type bridge
ip link set br0 up
for i in 1 2 3; do
  ip netns add ns$i
  ip link add veth$i netns ns$i type veth peer name veth$i$i
  ip link set veth$i$i master br0 up
  ip -n ns$i addr add 192.168.1.10$i/24 dev veth$i
  ip -n ns$i link set veth$i up
done
until [ "$(cat /sys/class/net/br0/brif/*/state | tr -d '\\n')" = 333 ]; do sleep 0.01; done`

describe('lab.trace', () => {
  it('shows one ping from end to end, and each frame by layer', async () => {
    await make(pair)
    const trace = await lab.trace('ns1', 'ns2')
    expect(steps(trace)).toEqual([
      'ns1 → ns2: ARP who has 192.168.1.102?',
      'ns2 → ns1: ARP reply',
      'ns1 → ns2: ICMP echo request 1',
      'ns2 → ns1: ICMP echo reply 1',
    ])
    expect(trace).toMatchObject({ arrived: true, dropped: 0, cut: 0 })
    expect(trace.frames).toHaveLength(8)
    const request = trace.frames[4]
    expect(request).toMatchObject({ namespace: 'ns1', link: 'veth1', direction: 'out', length: 98 })
    expect(request?.layers.map(({ name, offset, length }) => [name, offset, length])).toEqual([
      ['Ethernet', 0, 14],
      ['IPv4', 14, 20],
      ['ICMP', 34, 8],
      ['data', 42, 56],
    ])
    expect(trace.frames[5]).toMatchObject({ namespace: 'ns2', direction: 'in', packet: request?.packet })
    expect(textOf(sink.last.at(-1))).toMatch(
      /^192\.168\.1\.102 answered ns1: 4 frames\.\n {6}0 ms {2}ns1 → ns2: ARP who/,
    )
    expect(sink.last.at(-1)?.['image/svg+xml']).toContain('class="arrow"')
    const told = lab.events.filter(({ kind }) => kind === 'frame-captured')
    expect(told.at(-1)).toMatchObject({ from: 'ns2', to: 'ns1', layers: ['ICMP echo reply 1'], isLast: false })
    expect(JSON.parse(JSON.stringify(trace.frames[0]))).toHaveProperty('layers.1.name', 'ARP')
  })

  it('a bridge floods what it does not know, and only that', async () => {
    await make(three)
    const trace = await lab.trace('ns1', 'ns2')
    expect(steps(trace)[0]).toBe('ns1 → root: ARP who has 192.168.1.102?')
    expect(steps(trace).slice(1, 3).sort()).toEqual([
      'root → ns2: ARP who has 192.168.1.102?',
      'root → ns3: ARP who has 192.168.1.102? (copy)',
    ])
    expect(probes(trace)).toEqual([
      'ns1 → root: ICMP echo request 1',
      'root → ns2: ICMP echo request 1',
      'ns2 → root: ICMP echo reply 1',
      'root → ns1: ICMP echo reply 1',
    ])
    expect(trace.sequence.lifelines).toEqual(['ns1', 'root', 'ns2', 'ns3'])
  })

  it('says where a frame went no further: nobody has the address, a filter, no route', async () => {
    await make(three)
    const unresolved = await lab.trace('ns1', '192.168.1.109')
    expect(unresolved.arrived).toBe(false)
    expect(steps(unresolved).filter((step) => step.includes(' | '))[0]).toMatch(
      /^root → ns[23]: ARP who has 192\.168\.1\.109\? \| nobody here has 192\.168\.1\.109$/,
    )
    expect(textOf(sink.last.at(-1))).toMatch(
      /did not answer ns1; ARP who has .* went no further than ns[23]: nobody here/,
    )

    await lab.sh({
      quiet: true,
    })`ip netns exec ns2 nft 'add table inet t; add chain inet t in { type filter hook input priority 0; }; add rule inet t in icmp type echo-request drop'`
    const filtered = await lab.trace('ns1', 'ns2')
    expect(probes(filtered)).toEqual([
      'ns1 → root: ICMP echo request 1',
      'root → ns2: ICMP echo request 1 | no answer left it',
    ])
    const routeless = await lab.trace('ns1', '10.9.9.9')
    expect(routeless.sequence.frames).toEqual([])
    expect(textOf(sink.last.at(-1))).toContain('No frame left ns1: ping: connect: Network is unreachable.')
  })

  it('over a router, with IPv6, TCP, UDP and translated addresses', async () => {
    await make(`for n in a r b; do ip netns add $n; done
ip link add eth0 netns a type veth peer name ra netns r
ip link add eth0 netns b type veth peer name rb netns r
ip -n a addr add 10.0.1.2/24 dev eth0
ip -n b addr add 10.0.2.2/24 dev eth0
ip -n r addr add 10.0.1.1/24 dev ra
ip -n r addr add 10.0.2.1/24 dev rb
ip -n a addr add fd01::2/64 dev eth0 nodad
ip -n b addr add fd02::2/64 dev eth0 nodad
ip -n r addr add fd01::1/64 dev ra nodad
ip -n r addr add fd02::1/64 dev rb nodad
ip -n a link set eth0 up; ip -n b link set eth0 up; ip -n r link set ra up; ip -n r link set rb up
ip -n a route add default via 10.0.1.1; ip -n b route add default via 10.0.2.1
ip -n a route add default via fd01::1; ip -n b route add default via fd02::1
ip netns exec r sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
until ip netns exec a ping -c 1 -W 1 10.0.2.2 && ip netns exec a ping -c 1 -W 1 fd02::2; do :; done`)
    expect(probes(await lab.trace('a', 'fd02::2'))).toEqual([
      'a → r: ICMPv6 echo request 1',
      'r → b: ICMPv6 echo request 1',
      'b → r: ICMPv6 echo reply 1',
      'r → a: ICMPv6 echo reply 1',
    ])
    const refused = await lab.trace('a', 'b', { protocol: 'tcp', port: 80 })
    expect(probes(refused).map((step) => step.replace(/\d{4,}/, 'N'))).toEqual([
      'a → r: TCP SYN, port N → 80',
      'r → b: TCP SYN, port N → 80',
      'b → r: TCP RST ACK, port 80 → N',
      'r → a: TCP RST ACK, port 80 → N',
    ])
    expect(refused.arrived).toBe(false)
    await lab.sh({ quiet: true })`ip netns exec r iptables -t nat -A POSTROUTING -o rb -j MASQUERADE`
    const masked = await lab.trace('a', 'b')
    expect(
      new Set(masked.frames.filter(({ layers }) => layers[2]?.summary === 'echo request 1').map(({ packet }) => packet))
        .size,
    ).toBe(1)
    expect(masked.sequence.frames.map(({ detail }) => detail)).toContain(
      '10.0.2.1 → 10.0.2.2, ttl 63; source rewritten from 10.0.1.2',
    )
    const udp = await lab.trace('a', 'b', { protocol: 'udp', port: 9 })
    expect(udp.arrived).toBe(false)
    expect(probes(udp).at(-1)).toBe('r → a: ICMP port unreachable')
    await lab.sh({ quiet: true })`ip netns exec r sysctl -qw net.ipv4.ip_forward=0`
    expect(probes(await lab.trace('a', 'b'))).toEqual(['a → r: ICMP echo request 1 | '])
  })

  it('between machines: what is carried in VXLAN stands in it', async () => {
    await lab.reset()
    const nodes = await lab.nodes(['node1', 'node2'])
    await lab.link('node1.eth0', 'node2.eth0')
    for (const [index, node] of nodes.entries()) {
      await node.sh({ quiet: true })`ip addr add 172.16.0.${index + 1}/24 dev eth0
ip link set eth0 up
ip netns add pod
ip link add eth0 netns pod type veth peer name p
ip link add br0 type bridge
ip link set br0 up
ip link set p master br0 up
ip link add vx type vxlan id 42 dstport 5789 dev eth0 remote 172.16.0.${2 - index}
ip link set vx master br0 up
ip -n pod addr add 10.244.0.${index + 1}/24 dev eth0
ip -n pod link set eth0 up`
    }
    await nodes[0].sh({ quiet: true })`until ip netns exec pod ping -c 1 -W 1 10.244.0.2; do :; done`
    const trace = await nodes[0].trace('pod', '10.244.0.2')
    expect(probes(trace)).toEqual([
      'node1/pod → node1: ICMP echo request 1',
      'node1 → node2: VXLAN 42, 172.16.0.1 → 172.16.0.2 > ICMP echo request 1',
      'node2 → node2/pod: ICMP echo request 1',
      'node2/pod → node2: ICMP echo reply 1',
      'node2 → node1: VXLAN 42, 172.16.0.2 → 172.16.0.1 > ICMP echo reply 1',
      'node1 → node1/pod: ICMP echo reply 1',
    ])
  })

  it('refuses what cannot be meant, with the names that there are', async () => {
    await make(pair)
    await expect(lab.trace('ns9', 'ns1')).rejects.toThrow(
      'no network namespace is named "ns9"; there are root, ns1 and ns2',
    )
    await expect(lab.trace('ns1', 'ns2', { protocol: 'tcp' })).rejects.toThrow('tcp needs a port from 1 to 65535')
  })
})

describe('lab.capture', () => {
  beforeEach(() => make(pair))

  it('of 1,000 pings every frame is there, told briefly', async () => {
    const capture = await lab.capture(['ns1.veth1', 'ns2.veth2'], async () => {
      await lab.sh({ quiet: true })`ip netns exec ns1 ping -q -f -c 1000 192.168.1.102`
    })
    const echoes = capture.frames.filter(({ layers }) => layers[2]?.summary.startsWith('echo re') === true)
    expect({ dropped: capture.dropped, cut: capture.cut, echoes: echoes.length }).toEqual({
      dropped: 0,
      cut: 0,
      echoes: 4000,
    })
    for (const link of ['veth1', 'veth2']) expect(echoes.filter((frame) => frame.link === link)).toHaveLength(2000)
    expect(steps(capture).filter((step) => step.includes('ICMP echo re'))).toHaveLength(2000)
    expect(textOf(sink.last.at(-1)).split('\n').length).toBeLessThan(210)
    expect(lab.events.filter((event) => event.kind === 'frame-captured').length).toBeLessThanOrEqual(3000)
  }, 60_000)

  it('makes a file that tcpdump reads, with each link by its name', async () => {
    const capture = await lab.capture(['ns1'], async () => {
      await lab.sh({ quiet: true })`ip netns exec ns1 ping -c 2 -i 0.01 192.168.1.102`
    })
    expect(capture.links).toEqual(['ns1.lo', 'ns1.veth1'])
    expect(Buffer.from(capture.pcap).includes('ns1.veth1')).toBe(true)
    const folder = await mkdtemp(join(tmpdir(), 'vethbook-pcap-'))
    try {
      await writeFile(join(folder, 'lab.pcapng'), capture.pcap)
      const { stdout } = await promisify(execFile)('tcpdump', ['-n', '-r', join(folder, 'lab.pcapng'), 'icmp'])
      expect(stdout.trim().split('\n')).toHaveLength(4)
      expect(stdout).toMatch(/192\.168\.1\.101 > 192\.168\.1\.102: ICMP echo request, id \d+, seq 1/)
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('a link that is not there is refused before the action, with those that are', async () => {
    let hasRun = false
    const act = (): void => void (hasRun = true)
    await expect(lab.capture(['ns1.veth2'], act)).rejects.toThrow(
      "there is no link veth2 in ns1, which has lo and veth1; veth2 is in ns2: 'ns2.veth2'",
    )
    await expect(lab.capture(['veth1'], act)).rejects.toThrow(
      '"veth1" names no network namespace; there are root, ns1 and ns2',
    )
    await expect(lab.capture([], act)).rejects.toThrow(TypeError)
    expect(hasRun).toBe(false)
  })

  it('what an action throws is thrown, after what was captured is shown', async () => {
    const failing = lab.capture(['ns1.veth1'], async () => {
      await lab.ping('ns1', 'ns2', { count: 1 })
      throw new Error('of the action')
    })
    await expect(failing).rejects.toThrow('of the action')
    expect(textOf(sink.last.at(-1))).toContain('ICMP echo reply 1')
  })

  it('is ended by the stop button, with what it has', async () => {
    for (const hooks of notebookSession().hooks) await hooks.beforeCell?.({ number: 1, code: '' })
    const endless = lab.capture(['ns1.veth1'], async () => {
      await lab.ping('ns1', 'ns2', { count: 1 })
      await new Promise(() => undefined)
    })
    const stopped = endless.catch((error: unknown) => error)
    // The ping has shown its summary: the action waits.
    while (!sink.last.some((bundle) => textOf(bundle).includes('1 ping'))) await setTimeout(10)
    expect(notebookSession().hooks.map((hooks) => hooks.interrupt?.())).toContain(true)
    expect(await stopped).toMatchObject({ name: 'StoppedError', result: { dropped: 0 } })
    expect(textOf(sink.last.at(-1))).toContain('ICMP echo reply 1')
  })
})
