import { expect, test } from 'vitest'
import { parseSnapshotSpace, type NamespaceSnapshot } from '../../../src/network/index.js'
import type { Packet } from '../../../src/tools/explain/ask.js'
import { markGiven, translation } from '../../../src/tools/explain/nat.js'

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
  expect(translation(rules, 'postrouting', out, links)).toMatchObject({ to: 'source', address: null, port: null })
  expect(translation(rules, 'postrouting', out, { ...links, oif: 'lan0' })).toBeNull()
  expect(translation(rules, 'postrouting', { ...out, source: '10.1.0.2' }, links)).toBeNull()
  expect(translation(rules, 'prerouting', out, links)).toBeNull()
})

test('redirecting gives the address of the link that a packet comes in by, by either program', () => {
  const own = { to: 'destination', address: null, port: 80 }
  const rules = iptables('-A PREROUTING -p tcp -m tcp --dport 8080 -j REDIRECT --to-ports 80')
  expect(translation(rules, 'prerouting', web, links)).toMatchObject(own)
  const chain = { family: 'ip', table: 'n', name: 'p', type: 'nat', hook: 'prerouting', prio: -100 }
  const rule = { family: 'ip', table: 'n', chain: 'p', expr: [{ redirect: { port: 80 } }] }
  expect(translation(space({ nftables: [{ chain }, { rule }] }), 'prerouting', web, links)).toMatchObject(own)
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
  expect(translation(rules, 'prerouting', web, links)).toMatchObject({
    to: 'destination',
    address: '10.0.0.2',
    port: 80,
  })
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
  expect(translation(rules, 'prerouting', packet, links)).toMatchObject({ to: 'destination', address, port })
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
  expect(translation(rules, 'postrouting', out, links)).toMatchObject({ to: 'source', address: null, port: null })
  expect(translation(rules, 'postrouting', out, { ...links, oif: 'dmz0' })).toBeNull()
  expect(translation(rules, 'prerouting', web, links)).toMatchObject({
    to: 'destination',
    address: '10.0.0.2',
    port: 80,
  })
  expect(translation(rules, 'prerouting', { ...web, protocol: 'udp' }, links)).toBeNull()
})

test('a packet is followed into chains that somebody made', () => {
  const rules = iptables(
    '-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER',
    '-A DOCKER -i docker0 -j RETURN',
    '-A DOCKER ! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80',
  )
  expect(translation(rules, 'prerouting', web, { iif: 'eth0', oif: null })).toMatchObject({
    to: 'destination',
    address: '172.17.0.2',
    port: 80,
  })
  expect(translation(rules, 'prerouting', web, { iif: 'docker0', oif: null })).toBeNull()
})

test('nftables: on by a jump, ports of a set, and nothing of another family', () => {
  const dport = { left: { payload: { protocol: 'tcp', field: 'dport' } } }
  const made = (family: string) =>
    space({
      nftables: [
        { chain: { family, table: 'n', name: 'pre', type: 'nat', hook: 'prerouting', prio: -100 } },
        { rule: { family, table: 'n', chain: 'pre', expr: [{ jump: { target: 'web' } }] } },
        {
          rule: {
            ...{ family, table: 'n', chain: 'web' },
            expr: [
              { match: { op: '==', ...dport, right: { set: [80, { range: [8000, 8099] }] } } },
              { dnat: { addr: '10.0.0.2', port: 80 } },
            ],
          },
        },
      ],
    })
  expect(translation(made('ip'), 'prerouting', web, links)?.address).toBe('10.0.0.2')
  expect(translation(made('ip'), 'prerouting', { ...web, port: 8100 }, links)).toBeNull()
  expect(translation(made('ip6'), 'prerouting', web, links)).toBeNull()
})

test('the mark that a rule gives', () => {
  const text = '*mangle\n-A OUTPUT -d 203.0.113.9/32 -j MARK --set-xmark 0x9/0xffffffff\nCOMMIT\n'
  const mark = { mangle: { key: { meta: { key: 'mark' } }, value: 7 } }
  const chain = { family: 'inet', table: 'm', name: 'p', type: 'filter', hook: 'prerouting', prio: -150 }
  const rules = space({
    iptables: text,
    nftables: [{ chain }, { rule: { family: 'inet', table: 'm', chain: 'p', expr: [mark] } }],
  })
  expect(markGiven(rules, 'output', out, links)).toBe(9)
  expect(markGiven(rules, 'output', web, links)).toBeNull()
  expect(markGiven(rules, 'prerouting', web, links)).toBe(7)
})
