import { expect, test } from 'vitest'
import { parseSnapshotSpace, type NamespaceSnapshot } from '../../../src/network/index.js'
import type { Packet } from '../../../src/tools/explain/ask.js'
import { translation } from '../../../src/tools/explain/nat.js'

const out: Packet = { source: '10.0.0.2', destination: '203.0.113.9', protocol: 'icmp', port: null }
const web: Packet = { source: '203.0.113.9', destination: '203.0.113.1', protocol: 'tcp', port: 8080 }
const links = { iif: 'lan0', oif: 'wan0' }

function space(more: Partial<NamespaceSnapshot>): NamespaceSnapshot {
  return { ...parseSnapshotSpace('host', 'root', new Map()), ...more }
}

const iptables = (...rules: string[]) =>
  space({ iptables: `# Generated\n*nat\n:PREROUTING ACCEPT [0:0]\n${rules.join('\n')}\nCOMMIT\n` })

test('masquerading takes the address of the link that a packet leaves by', () => {
  const rules = iptables('-A POSTROUTING -s 10.0.0.0/24 -o wan0 -j MASQUERADE')
  expect(translation(rules, 'postrouting', out, links)).toEqual({ to: 'source', address: null, port: null })
  expect(translation(rules, 'postrouting', out, { ...links, oif: 'lan0' })).toBeNull()
  expect(translation(rules, 'postrouting', { ...out, source: '10.1.0.2' }, links)).toBeNull()
  expect(translation(rules, 'prerouting', out, links)).toBeNull()
})

test('an exclamation mark turns a condition round', () => {
  const rules = iptables('-A POSTROUTING ! -o lan0 -j SNAT --to-source 203.0.113.1')
  expect(translation(rules, 'postrouting', out, links)?.address).toBe('203.0.113.1')
  expect(translation(rules, 'postrouting', out, { ...links, oif: 'lan0' })).toBeNull()
})

test('the first rule that fits decides, and a port goes with its protocol', () => {
  const rules = iptables(
    '-A PREROUTING -p udp -m udp --dport 8080 -j DNAT --to-destination 10.0.0.8',
    '-A PREROUTING -p tcp -m tcp --dport 8080 -j DNAT --to-destination 10.0.0.2:80',
    '-A PREROUTING -p tcp -j DNAT --to-destination 10.0.0.3',
  )
  expect(translation(rules, 'prerouting', web, links)).toEqual({ to: 'destination', address: '10.0.0.2', port: 80 })
  expect(translation(rules, 'prerouting', { ...web, port: 22 }, links)?.address).toBe('10.0.0.3')
})

test.each([
  ['[2001:db8::2]:80', '2001:db8::2', 80],
  ['2001:db8::2', '2001:db8::2', null],
  ['2001:db8::2-2001:db8::9', '2001:db8::2', null],
])('IPv6 has its own table, and its own way of writing a port: %s', (target, address, port) => {
  const rules = space({
    ip6tables: `*nat\n-A PREROUTING -p tcp -m tcp --dport 8080 -j DNAT --to-destination ${target}\nCOMMIT\n`,
  })
  const packet = { ...web, source: '2001:db8:1::9', destination: '2001:db8:1::1' }
  expect(translation(rules, 'prerouting', packet, links)).toEqual({ to: 'destination', address, port })
  expect(translation(rules, 'prerouting', web, links)).toBeNull()
})

test('rules of nftables, in chains that translate at that hook', () => {
  const match = (left: unknown, right: unknown) => ({ match: { op: '==', left, right } })
  const payload = (protocol: string, field: string) => ({ payload: { protocol, field } })
  const rule = (chain: string, ...expr: unknown[]) => ({ rule: { family: 'ip', table: 'n', chain, expr } })
  const rules = space({
    nftables: [
      { chain: { family: 'ip', table: 'n', name: 'post', type: 'nat', hook: 'postrouting' } },
      { chain: { family: 'ip', table: 'n', name: 'pre', type: 'nat', hook: 'prerouting' } },
      { chain: { family: 'ip', table: 'n', name: 'in', type: 'filter', hook: 'prerouting' } },
      rule('in', { dnat: { addr: '10.0.0.9' } }),
      rule(
        'post',
        match({ meta: { key: 'oifname' } }, 'wan0'),
        match(payload('ip', 'saddr'), { prefix: { addr: '10.0.0.0', len: 24 } }),
        { masquerade: null },
      ),
      rule('pre', match(payload('tcp', 'dport'), 8080), { dnat: { addr: '10.0.0.2', port: 80 } }),
    ],
  })
  expect(translation(rules, 'postrouting', out, links)).toEqual({ to: 'source', address: null, port: null })
  expect(translation(rules, 'postrouting', out, { ...links, oif: 'dmz0' })).toBeNull()
  expect(translation(rules, 'prerouting', web, links)).toEqual({ to: 'destination', address: '10.0.0.2', port: 80 })
  expect(translation(rules, 'prerouting', { ...web, protocol: 'udp' }, links)).toBeNull()
})
