import { expect, test } from 'vitest'
import type { Route, Rule } from '../../../src/network/index.js'
import type { Packet } from '../../../src/tools/explain/ask.js'
import { decide, isUsualRule, longest } from '../../../src/tools/explain/rules.js'
import { network, route } from '../../network/build.js'

const rule = (priority: number, table: string | null, more: Partial<Rule> = {}): Rule => ({
  ...{ family: 'inet' as const, priority, from: 'all', to: null, table, action: null },
  ...{ iif: null, oif: null, fwmark: null },
  ...more,
})

const usual = [rule(0, 'local'), rule(32766, 'main'), rule(32767, 'default')]
const packet: Packet = { source: '10.0.0.1', destination: '10.9.0.2', protocol: 'icmp', port: null }

function decided(routes: Route[], rules: Rule[], more: Partial<Packet> = {}, iif: string | null = null) {
  const [space] = network({ ns1: { routes, rules } }).namespaces
  if (space === undefined) throw new Error('no namespace')
  return decide(space, { ...packet, ...more }, iif)
}

test('the longest prefix wins, then the lowest metric; a dead route is none', () => {
  const routes = [
    route('default', { via: '10.0.0.254' }),
    route('10.9.0.0/16', { link: 'a', metric: 200 }),
    route('10.9.0.0/16', { link: 'b', metric: 100 }),
    route('10.9.0.0/24', { link: 'c', flags: ['dead'] }),
  ]
  expect(longest(routes, 'main', '10.9.0.2')?.link).toBe('b')
  expect(longest(routes, 'main', '203.0.113.9')?.via).toBe('10.0.0.254')
  expect(longest(routes, '77', '10.9.0.2')).toBeUndefined()
  expect(longest(routes, 'main', '2001:db8::1')).toBeUndefined()
})

test('rules are asked in the order of their priority, until a table has an answer', () => {
  const routes = [route('default', { link: 'main0' }), route('10.8.0.0/16', { table: '77', link: 'odd0' })]
  const rules = [...usual, rule(100, '77')]
  expect(decided(routes, rules).route?.link).toBe('main0')
  expect(decided(routes, rules, { destination: '10.8.0.1' }).route?.link).toBe('odd0')
})

test('a rule that refuses needs no table', () => {
  const refusing = rule(50, null, { action: 'prohibit', to: '10.9.0.0/24' })
  const routes = [route('default', { link: 'main0' })]
  expect(decided(routes, [...usual, refusing])).toMatchObject({ rule: refusing, route: null })
  expect(decided(routes, [...usual, refusing], { destination: '10.9.1.2' }).route?.link).toBe('main0')
})

test('a throw route ends its table only', () => {
  const thrown = route('10.9.0.0/16', { type: 'throw', table: '77' })
  const routes = [thrown, route('default', { link: 'main0' })]
  expect(decided(routes, [...usual, rule(100, '77')])).toMatchObject({ thrown, route: { link: 'main0' } })
  expect(decided([thrown], [...usual, rule(100, '77')])).toEqual({ rule: null, route: null, thrown })
})

test.each<[string, Partial<Rule>, Partial<Packet>, string | null, boolean]>([
  ['from', { from: '10.0.0.0/24' }, {}, null, true],
  ['from another', { from: '10.1.0.0/24' }, {}, null, false],
  ['from, where the source is not chosen yet', { from: '10.0.0.0/24' }, { source: null }, null, false],
  ['in by a link', { iif: 'eth0' }, {}, 'eth0', true],
  ['in by another link', { iif: 'eth0' }, {}, 'eth1', false],
  ['its own packets', { iif: 'lo' }, {}, null, true],
  ['a mark that no packet has', { fwmark: '0x2a' }, {}, null, false],
  ['a port', { selectors: ['ipproto tcp', 'dport 80'] }, { protocol: 'tcp', port: 80 }, null, true],
  ['another port', { selectors: ['ipproto tcp', 'dport 80'] }, { protocol: 'tcp', port: 81 }, null, false],
  ['a port that answers come from', { selectors: ['sport 80'] }, { sourcePort: 80 }, null, true],
  ['a range of ports', { selectors: ['dport_start 80', 'dport_end 90'] }, { port: 85 }, null, true],
  ['another range of ports', { selectors: ['dport_start 80', 'dport_end 90'] }, { port: 91 }, null, false],
  ['its protocol', { selectors: ['ipproto icmp'] }, {}, null, true],
  ['its user', { selectors: ['uid_start 0', 'uid_end 99'] }, {}, null, true],
  ['another user', { selectors: ['uid_start 1', 'uid_end 99'] }, {}, null, false],
  ['not from', { from: '10.0.0.0/24', selectors: ['not'] }, {}, null, false],
  ['not from another', { from: '10.1.0.0/24', selectors: ['not'] }, {}, null, true],
])('a rule that asks for %s', (_, more, change, iif, matches) => {
  const routes = [route('default', { link: 'main0' }), route('default', { table: '77', link: 'odd0' })]
  const found = decided(routes, [...usual, rule(100, '77', more)], change, iif)
  expect(found.route?.link).toBe(matches ? 'odd0' : 'main0')
})

test('a rule passes over routes that it suppresses, one that goes on over the rules between', () => {
  const routes = [route('default', { link: 'main0' }), route('10.9.0.0/16', { table: '77', link: 'odd0' })]
  const suppressing = (bits: number) => rule(100, '77', { selectors: [`suppress_prefixlen ${bits}`] })
  expect(decided(routes, [...usual, suppressing(8)]).route?.link).toBe('odd0')
  expect(decided(routes, [...usual, suppressing(16)]).route?.link).toBe('main0')
  const between = [rule(50, null, { selectors: ['goto 200'] }), rule(100, null, { action: 'prohibit' })]
  expect(decided(routes, [...usual, ...between]).route?.link).toBe('main0')
})

test('the rules that every namespace begins with are the usual ones', () => {
  expect(usual.every(isUsualRule)).toBe(true)
  expect([rule(5, '77'), rule(5, 'main', { from: '10.0.0.0/8' }), rule(5, null)].some(isUsualRule)).toBe(false)
})

test.each([
  ['0x9', 9, true],
  ['0x9', 8, false],
  ['0x1/0xff', 0x101, true],
  ['0x0/0x1', undefined, true],
  ['0x1', undefined, false],
])('a rule for the mark %s meets a packet with %s: %s', (fwmark, mark, meets) => {
  const routes = [route('default', { link: 'main0' }), route('default', { table: '77', link: 'odd0' })]
  const rules = [...usual, rule(100, '77', { fwmark })]
  const more = mark === undefined ? {} : { mark }
  expect(decided(routes, rules, more).route?.link).toBe(meets ? 'odd0' : 'main0')
})
