import { afterAll, beforeAll, expect, it } from 'vitest'
import { displaySymbol, registerSink } from '../../src/display/index.js'
import { openLab, type Lab } from '../../src/lab/index.js'
import type { NetworkState } from '../../src/network/index.js'
import { recordingSink } from './recording-sink.js'

let lab: Lab

beforeAll(async () => {
  registerSink(recordingSink())
  lab = await openLab()
})
afterAll(() => lab.dispose())

it('two saved states are compared, as data and in words', async () => {
  const saved = JSON.stringify(await lab.state())
  await lab.sh({ quiet: true })`ip netns add ns1`
  const comparison = lab.compare(JSON.parse(saved) as NetworkState, await lab.state())
  expect(comparison.changes).toContainEqual({ kind: 'namespace-added', namespace: 'ns1' })
  expect(comparison.words).toEqual([expect.stringContaining('ns1')])
  expect(comparison[displaySymbol]()).toMatchObject({ 'text/plain': `1 change: ${comparison.words[0]}` })

  const before = await lab.snapshot()
  await lab.sh({ quiet: true })`ip netns exec ns1 sysctl -qw net.ipv4.ip_forward=1
ip netns exec ns1 nft 'table inet f { chain c { type filter hook input priority 0; tcp dport 7 counter drop; }; }'
ip netns exec ns1 iptables -A INPUT -p udp --dport 7 -j DROP
ip -n ns1 link set lo up txqueuelen 7; ip -n ns1 nexthop add id 5 blackhole`
  expect(lab.compare(before, await lab.snapshot()).words).toEqual(
    expect.arrayContaining([
      'lo in ns1 is now up',
      'net.ipv4.conf.all.forwarding in ns1 is now 1 (it was 0)',
      'settings of lo in ns1, as if by: ip link set dev lo txqueuelen 7',
      'ns1 has the nexthop object id 5 blackhole',
      'the firewall of ns1 has: inet f, chain c: tcp dport 7 counter drop',
      'the firewall of ns1 has: ip filter, chain INPUT: udp dport 7 counter drop',
    ]),
  )
  expect(() => lab.compare(lab.state() as never, before)).toThrow('the first is a promise: await it')

  const state = await lab.state()
  expect(lab.compare(state, state)).toEqual({ changes: [], words: [] })
})
