import { beforeAll, describe, expect, it } from 'vitest'
import type { Order } from '../../src/lesson/index.js'
import { runLesson, type LessonRun } from './lesson-run.js'

describe.each<[string, Order]>([
  ['from top to bottom', 'top-to-bottom'],
  ['with its sections in another order', { seed: 1 }],
])('01 run %s', (_, order) => {
  let run: LessonRun

  beforeAll(async () => {
    run = await runLesson('01-veth-pair', order)
  })

  it('ends without an error', () => {
    expect(run.failure).toBeUndefined()
  })

  it('makes the namespaces and the pair, and shows what each command changed', () => {
    expect(run.streams('namespaces-add')).toMatch(/^ns2\b[^]*^ns1\b/m)
    expect(run.text('pair-add')).toContain('the veth pair veth1 – veth2 in the root namespace was added')
    expect(run.streams('pair-add')).toMatch(/veth1@veth2: <BROADCAST,MULTICAST,M-DOWN> .* state DOWN/)
    expect(run.text('move-run')).toContain('veth1 moved from the root namespace to ns1')
    expect(run.text('move-run')).toContain('veth2 moved from the root namespace to ns2')
    expect(run.text('move-observe')).toContain('Observed: 0')
  })

  it('draws the network as it is at each step', () => {
    for (const id of ['namespaces-add', 'pair-add', 'move-run', 'address-add', 'up-lo', 'delete-in-ns1']) {
      const pictures = run.pictures(id)
      expect(pictures, id).toHaveLength(1)
      expect(pictures[0], id).toHaveProperty(['image/svg+xml'], expect.stringContaining('<title'))
    }
    expect(run.text('address-add')).toMatch(/veth1 is admin down; address\s+192\.168\.1\.101\/24/)
    expect(run.text('delete-in-ns1')).not.toMatch(/its\s+other\s+end\s+is/)
  })

  it('knows no way before the ends are up', () => {
    expect(run.streams('address-ping')).toContain('ping: connect: Network is unreachable')
    expect(run.text('address-ping')).toContain('Observed: no')
  })

  it('shows veth1 without carrier until veth2 is up too', () => {
    const text = run.text('up-run')
    expect(text).toMatch(/veth1/)
    expect(text).toMatch(/lower layer down|no carrier/)
    expect(run.streams('up-route')).toContain('192.168.1.0/24 dev veth1 proto kernel scope link src 192.168.1.101')
  })

  it('pings both ways, and draws a hundred each way', () => {
    const pings = run.streams('ping-run')
    expect(pings).toContain('PING 192.168.1.102 (192.168.1.102) 56(84) bytes of data.')
    expect(pings).toContain('PING 192.168.1.101 (192.168.1.101) 56(84) bytes of data.')
    expect(pings.match(/3 packets transmitted, 3 received, 0% packet loss/g)).toHaveLength(2)
    for (const id of ['ping-there', 'ping-back']) {
      const chart = run.pictures(id).at(-1)
      expect(Object.keys(chart ?? {}), id).toEqual(
        expect.arrayContaining(['application/vnd.vegalite.v5+json', 'image/svg+xml', 'image/png', 'text/plain']),
      )
      expect(String(chart?.['text/plain']), id).toMatch(/100 pings ns\d → 192\.168\.1\.10\d: none lost/)
    }
    expect(run.streams('ping-neighbour')).toMatch(/^192\.168\.1\.102 dev veth1 lladdr /m)
  })

  it('counts at one end what was sent into the other', () => {
    const printed = run.streams('ping-counters')
    expect(printed).toMatch(/^\d+: veth1@[^]*RX:[^]*TX:[^]*^\d+: veth2@[^]*RX:[^]*TX:.*\n.*\n/m)
    const [veth1, veth2] = printed.split(/^(?=\d+: veth2)/m)
    expect(counters(veth1).sent).toBeGreaterThan(100)
    // IPv6 may greet between the two readings.
    expect(Math.abs(counters(veth2).received - counters(veth1).sent)).toBeLessThan(5)
  })

  it('shows the states over time as bands', () => {
    const bands = run.pictures('states-watch').at(-1)
    expect(bands).toHaveProperty(['application/vnd.vegalite.v5+json'])
    const text = run.text('states-watch')
    expect(text).toContain('admin down')
    expect(text).toContain('lower layer down')
    expect(run.text('states-observe')).toContain('Observed: it is on, but without carrier')
  })

  it('settles which word the kernel uses when', () => {
    expect(run.streams('why-same-run')).toMatch(/veth1@veth2: <NO-CARRIER,\S*\bUP,M-DOWN> .* state LOWERLAYERDOWN/)
    const [up, down] = run.streams('why-moved-run').match(/veth1@if\d+: .*/g) ?? []
    expect(up).toMatch(/<BROADCAST,MULTICAST,UP,LOWER_UP> .* state UP /)
    expect(down).toMatch(/<NO-CARRIER,BROADCAST,MULTICAST,UP> .* state DOWN /)
    expect(run.streams('why-note-run')).toMatch(/early1@if\d+: <NO-CARRIER,\S*> .* state LOWERLAYERDOWN /)
  })

  it('tries the delete as printed: it fails, and all pings are still answered', () => {
    expect(run.text('delete-as-printed')).toContain('Cannot find device "veth1"')
    expect(run.streams('delete-ping').match(/3 packets transmitted, 3 received, 0% packet loss/g)).toHaveLength(2)
    expect(run.text('delete-observe')).toContain('Observed: 3')
  })

  it('deletes the pair where it is: both ends go, and no way is left', () => {
    expect(run.text('delete-in-ns1')).toMatch(/the veth pair veth1 \(in ns1\) – veth2 \(in ns2\) is gone/)
    expect(run.streams('delete-ping-again').match(/ping: connect: Network is unreachable/g)).toHaveLength(2)
  })

  it('tells the three failures apart', () => {
    expect(run.streams('failures-network-run')).toContain('ping: connect: Network is unreachable')
    expect(run.streams('failures-host-run')).toContain('From 192.168.1.101 icmp_seq=1 Destination Host Unreachable')
    const silence = run.streams('failures-silence-run')
    expect(silence).toContain('3 packets transmitted, 0 received, 100% packet loss')
    expect(silence).not.toMatch(/unreachable/i)
    expect(run.text('failures-silence-run').match(/ICMP echo request \d/g)).toHaveLength(3)
    expect(run.text('failures-silence-run')).not.toContain('echo reply')
    expect(run.text('failures-mend')).not.toMatch(/unreachable/i)
  })

  it('says what is still missing where a task was not done', () => {
    expect(run.text('task-gaps')).toContain('Reached: each end is in its place and has its address')
    expect(run.text('task-check')).toMatch(
      /Not yet: left and right reach each other[^]*Seen: eth-l in left is admin down/,
    )
  })

  it('breaks the pair, and mends it where nobody is there to do it', () => {
    expect(run.text('break-start')).toContain('ns1 no longer reaches 192.168.1.102')
    expect(run.streams('break-yours')).toContain('0 received')
    expect(run.text('break-found')).toContain('Right: ')
    expect(run.text('break-repaired')).toContain('ns1 reaches 192.168.1.102 again')
  })

  it('ends with what was done', () => {
    expect(run.text('recap-summary')).toContain('The manual of the commands that you ran')
  })

  it('answers the questions of its recap by experiment', () => {
    const recap = ['recap-one', 'recap-two', 'recap-three'].map((id) => /Observed: (.*)/.exec(run.text(id))?.[1])
    expect(recap).toEqual(['Destination Host Unreachable', 'it is gone, too', 'no'])
  })
})

/** Packets by `ip -s link show`: the first figure but one below RX and TX. */
function counters(text = ''): { received: number; sent: number } {
  const packets = (name: string) => Number(new RegExp(`${name}:.*\\n\\s*\\d+\\s+(\\d+)`).exec(text)?.[1])
  return { received: packets('RX'), sent: packets('TX') }
}
