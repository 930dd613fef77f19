import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { openLab, type Lab } from '../../../src/lab/index.js'
import {
  absent,
  all,
  exists,
  hasAddress,
  hasRoute,
  isolated,
  isPortOf,
  isUp,
  learned,
  lesson,
  not,
  reaches,
  type Predicate,
} from '../../../src/lesson/toolkit/index.js'
import { recordShown, textOf, type RecordingSink } from '../../lab/recording-sink.js'

/** Each mistake is made in a real network; what a check saw and hints at is read. */
let lab: Lab
let sink: RecordingSink

beforeAll(async () => {
  vi.stubEnv('LANG', 'C')
  sink = recordShown()
  lab = await openLab()
})
beforeEach(async () => {
  await lab.reset()
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await lab.dispose()
})

async function run(script: string): Promise<void> {
  const lines = Object.assign([script], { raw: [script] })
  await lab.sh({ quiet: true })(lines)
}

let count = 0

/** What a check saw, and all hints that it has, one asked for after the other. */
async function failing(test: Predicate): Promise<{ saw: string; hints: string[] }> {
  const goal = `goal ${(count += 1)}`
  const { passed, saw, hint } = await lesson.check(goal, test)
  expect(passed, saw).toBe(false)
  const hints = hint === null ? [] : [hint]
  for (;;) {
    sink.clear()
    await lesson.hint()
    const [title = '', text = ''] = textOf(sink.last[0]).split('\n  ')
    if (hints.at(-1) === text || !title.includes('Hint')) return { saw, hints }
    hints.push(text)
  }
}

async function passing(test: Predicate): Promise<string> {
  const { passed, saw, hint } = await lesson.check(`goal ${(count += 1)}`, test)
  expect({ passed, hint }, saw).toEqual({ passed: true, hint: null })
  return saw
}

const spaces = 'ip netns add ns1\nip netns add ns2\n'
const pair = `${spaces}ip link add veth1 netns ns1 type veth peer name veth2 netns ns2\n`
const addresses = `ip -n ns1 addr add 192.168.1.101/24 dev veth1\nip -n ns2 addr add 192.168.1.102/24 dev veth2\n`
const up = 'ip -n ns1 link set veth1 up\nip -n ns2 link set veth2 up\n'
const bridged = `${spaces}ip link add br0 type bridge
ip link set br0 up
ip link add veth1 netns ns1 type veth peer name veth11
ip link add veth2 netns ns2 type veth peer name veth22
ip -n ns1 addr add 192.168.1.103/24 dev veth1
ip -n ns2 addr add 192.168.1.104/24 dev veth2
${up}ip link set veth11 up
ip link set veth22 up
`
const ports = 'ip link set veth11 master br0\nip link set veth22 master br0\n'

describe('isUp', () => {
  it('of a pair that is up at both ends', async () => {
    await run(pair + up)
    expect(await passing(all(isUp('veth1', { in: 'ns1' }), isUp('veth2', { in: 'ns2' })))).toBe(
      'veth1 in ns1 is up and veth2 in ns2 is up',
    )
  })
  it('sees an end that nobody has switched on', async () => {
    await run(pair)
    expect(await failing(isUp('veth1', { in: 'ns1' }))).toEqual({
      saw: 'veth1 in ns1 is admin down',
      hints: [expect.stringMatching(/switched off/), 'ip link set … up, for veth1 in ns1.'],
    })
  })
  it('sees that only this end is up', async () => {
    await run(`${pair}ip -n ns1 link set veth1 up`)
    expect(await failing(isUp('veth1', { in: 'ns1' }))).toEqual({
      saw: 'veth1 in ns1 is up at this end only: its other end, veth2 in ns2, is switched off',
      hints: [expect.stringMatching(/two ends/), 'ip link set … up, for veth2 in ns2.'],
    })
  })
  it('sees an end that is still in the root namespace', async () => {
    await run(`${spaces}ip link add veth1 type veth peer name veth2`)
    const { saw, hints } = await failing(isUp('veth1', { in: 'ns1' }))
    expect(saw).toBe('veth1 is in the root namespace, not in ns1')
    expect(hints).toEqual([
      'A link is in one namespace at a time. Where is veth1 now?',
      expect.stringMatching(/^veth1 is still in the root namespace\. ip link set … netns … moves it to ns1/),
    ])
  })
  it('sees that there is no such link, and no such namespace', async () => {
    await run('ip netns add ns1')
    expect((await failing(isUp('veth1', { in: 'ns1' }))).saw).toBe('there is no link veth1 anywhere; ns1 has lo')
    expect((await failing(isUp('veth1', { in: 'ns2' }))).saw).toBe('there is no namespace ns2; there is ns1')
  })
  it('of lo and of a bridge', async () => {
    await run(`${bridged}${ports}ip -n ns1 link set lo up`)
    await passing(all(isUp('lo', { in: 'ns1' }), isUp('br0')))
    expect((await failing(isUp('lo', { in: 'ns2' }))).saw).toBe('lo in ns2 is admin down')
  })
})

describe('hasAddress', () => {
  const goal = hasAddress('192.168.1.101/24', { on: 'veth1', in: 'ns1' })
  it('with and without a prefix, on a link and anywhere', async () => {
    await run(pair + addresses)
    await passing(goal)
    await passing(hasAddress('192.168.1.101', { in: 'ns1' }))
  })
  it('sees another prefix', async () => {
    await run(`${pair}ip -n ns1 addr add 192.168.1.101 dev veth1`)
    const { saw, hints } = await failing(goal)
    expect(saw).toBe('veth1 in ns1 has 192.168.1.101/32')
    expect(hints.at(-1)).toMatch(/^192\.168\.1\.101\/32 should be 192\.168\.1\.101\/24/)
  })
  it('sees it on the wrong end', async () => {
    await run(`${pair}ip -n ns2 addr add 192.168.1.101/24 dev veth2`)
    const { saw, hints } = await failing(goal)
    expect(saw).toBe('veth2 in ns2 has 192.168.1.101/24')
    expect(hints.at(-1)).toMatch(/is on veth2 in ns2\. Take it off there/)
  })
  it('knows that it was lost when the link moved', async () => {
    await run(`${spaces}ip link add veth1 type veth peer name veth2\nip addr add 192.168.1.101/24 dev veth1`)
    await run('ip link set veth1 netns ns1')
    const { saw, hints } = await failing(goal)
    expect(saw).toBe('veth1 in ns1 has no address')
    expect(hints.at(-1)).toMatch(/loses its addresses\. Add 192\.168\.1\.101\/24 once more, after the move/)
  })
  it('sees a slip in the digits', async () => {
    await run(`${pair}ip -n ns1 addr add 192.168.1.110/24 dev veth1`)
    const { saw, hints } = await failing(goal)
    expect(saw).toBe('veth1 in ns1 has 192.168.1.110/24')
    expect(hints.at(-1)).toMatch(/compare 192\.168\.1\.101\/24 digit by digit/)
  })
})

describe('isPortOf', () => {
  it('of a port', async () => {
    await run(bridged + ports)
    await passing(all(isPortOf('veth11', 'br0'), isPortOf('veth22', 'br0')))
  })
  it('sees a link beside the bridge', async () => {
    await run(bridged)
    const { saw, hints } = await failing(isPortOf('veth11', 'br0'))
    expect(saw).toBe('veth11 is no port of any bridge')
    expect(hints).toEqual([expect.stringMatching(/side by side/), expect.stringMatching(/ip link set … master …/)])
  })
  it('sees a port of another bridge, and what is no bridge', async () => {
    await run(`${bridged}ip link add br1 type bridge\nip link set veth11 master br1`)
    expect((await failing(isPortOf('veth11', 'br0'))).saw).toBe('veth11 is a port of br1')
    expect((await failing(isPortOf('veth11', 'veth22'))).saw).toBe('veth22 is a link, but no bridge')
  })
  it('sees that the wrong end was moved', async () => {
    await run(
      `${spaces}ip link add br0 type bridge\nip link add veth1 type veth peer name veth11\nip link set veth11 netns ns1`,
    )
    const { saw, hints } = await failing(isPortOf('veth11', 'br0'))
    expect(saw).toBe('veth11 is in ns1, and its other end veth1 is in the root namespace')
    expect(hints.at(-1)).toBe('The wrong end was moved: veth11 should be here, and veth1 at the other side.')
  })
})

describe('learned', () => {
  it('after a frame, by the address of a link and by the port', async () => {
    await run(`${bridged}${ports}`)
    const goal = learned('ns1.veth1', { on: 'br0', behind: 'veth11' })
    // A new link tells its neighbours about itself (IPv6), which teaches the bridge: that is forgotten first.
    await run('ip link set br0 type bridge fdb_flush')
    await run('ip netns exec ns1 ping -c 1 -W 5 192.168.1.104')
    expect(await passing(goal)).toBe('br0 has learned that ns1.veth1 is behind veth11')
    expect((await failing(learned('ns1.veth1', { on: 'br0', behind: 'veth22' }))).saw).toMatch(/behind veth11$/)
  })
  it('sees that no frame has come', async () => {
    await run(
      `${spaces}ip link add br0 type bridge\nip link add veth1 netns ns1 type veth peer name veth11\nip link set veth11 master br0`,
    )
    const { saw, hints } = await failing(learned('ns1.veth1', { on: 'br0' }))
    expect(saw).toBe('br0 does not know where ns1.veth1 is; it has learned nothing')
    expect(hints.at(-1)).toBe('Let ns1.veth1 send something through br0: a ping will do.')
  })
})

describe('exists, absent and not', () => {
  it('of namespaces and links', async () => {
    await run(pair)
    await passing(
      all(exists('ns1'), exists('veth1', { in: 'ns1' }), absent('ns3'), absent('veth1'), not(exists('ns3'))),
    )
    expect((await failing(absent('veth1', { in: 'ns1' }))).hints.at(-1)).toMatch(/has to run in ns1/)
    expect((await failing(not(exists('ns1')))).hints).toEqual(['Undo this: the namespace ns1 is there.'])
  })
  it('says where a link of that name is', async () => {
    await run(pair)
    expect(await passing(absent('veth1', { in: 'root' }))).toBe(
      'there is no veth1 in the root namespace; one of that name is in ns1',
    )
  })
})

describe('hasRoute', () => {
  it('by a gateway and a link, of an address of its own in the table local', async () => {
    await run(`${pair}${addresses}${up}ip -n ns1 route add default via 192.168.1.102`)
    await passing(hasRoute('default', { via: '192.168.1.102', dev: 'veth1', in: 'ns1' }))
    await passing(all(hasRoute('192.168.1.0/24', { in: 'ns1' }), hasRoute('192.168.1.101', { in: 'ns1' })))
    const { saw } = await failing(hasRoute('default', { via: '192.168.1.1', in: 'ns1' }))
    expect(saw).toBe('ns1 has the route default via 192.168.1.102 dev veth1')
  })
  it('sees that it went with its link, and that a gateway is out of reach', async () => {
    await run(pair + addresses)
    expect((await failing(hasRoute('192.168.1.0/24', { in: 'ns1' }))).hints.at(-1)).toBe(
      'ip link set … up, for veth1 in ns1.',
    )
    await run(up)
    expect((await failing(hasRoute('default', { via: '10.0.0.1', in: 'ns1' }))).hints.at(-1)).toMatch(
      /no route to 10\.0\.0\.1 itself/,
    )
  })
})

describe('reaches and isolated', () => {
  it('where everything is in order', async () => {
    await run(pair + addresses + up)
    expect(await passing(reaches('ns1', 'ns2'))).toMatch(/^192\.168\.1\.102 answered after [\d.]+ ms$/)
    await passing(reaches('ns1', '192.168.1.102'))
    const { saw, hints } = await failing(isolated('ns1', 'ns2'))
    expect(saw).toBe('a ping from ns1 to ns2 (192.168.1.102) was answered')
    expect(hints.at(-1)).toBe('The way: veth1 in ns1 → veth2 in ns2.')
  })
  it.each([
    ['an end that is switched off', `${pair}${addresses}ip -n ns1 link set veth1 up`, /veth2 in ns2 is switched off/],
    [
      'an address that is missing',
      `${pair}ip -n ns1 addr add 192.168.1.101/24 dev veth1\n${up}`,
      /veth2 in ns2 has no address/,
    ],
    [
      'an end that was not moved',
      `${spaces}ip link add veth1 netns ns1 type veth peer name veth2`,
      /In ns2 there is no link/,
    ],
    [
      'own address with lo down',
      `${pair}${addresses}${up}`,
      /lo of ns1 is switched off/,
      reaches('ns1', '192.168.1.101'),
    ],
    [
      'a link beside the bridge',
      `${bridged}ip link set veth11 master br0`,
      /veth22 in the root namespace is not a port/,
    ],
    ['no route back', `${pair}${addresses}${up}ip -n ns2 route del 192.168.1.0/24`, /ns2 has no route for the reply/],
    [
      'a firewall',
      `${pair}${addresses}${up}ip netns exec ns2 iptables -A INPUT -p icmp -j DROP`,
      /firewall rule drops the packet at ns2/,
    ],
  ] as const)('hints at %s', async (_what, mistake, hint, goal: Predicate = reaches('ns1', 'ns2')) => {
    await run(mistake)
    const { hints } = await failing(goal)
    expect(
      hints.find((each) => hint.test(each)),
      hints.join('\n'),
    ).toBeDefined()
    expect(hints[0]).not.toMatch(hint)
  })
  it('takes namespaces without a way, or without addresses, for isolated, but not those that are not there', async () => {
    await run(spaces)
    await passing(isolated('ns1', 'ns2'))
    expect((await failing(isolated('ns1', 'ns3'))).saw).toMatch(/no namespace ns3/)
  })
  it('to a port', async () => {
    await run(pair + addresses + up)
    expect((await failing(reaches('ns1', 'ns2', { port: 8080 }))).hints[1]).toMatch(/no program listens on that port/)
  })
})

describe('a test of the author’s own', () => {
  it('says what it likes', async () => {
    await run(pair)
    const veths = await lesson.check('two veth ends', (state) => {
      const seen = state.namespaces.flatMap(({ links }) => links.filter(({ kind }) => kind === 'veth')).length
      return { passed: seen === 4, saw: `${seen} ends`, wanted: '4 ends', hint: 'A pair has two.' }
    })
    expect(veths).toMatchObject({ passed: false, saw: '2 ends', wanted: '4 ends', hint: 'A pair has two.' })
    expect(await lesson.check('plain', (state) => state.namespaces.length === 3)).toMatchObject({
      passed: true,
      hint: null,
    })
  })
})
