import { prefixBits, prefixHolds, type NetworkNamespace, type Route, type Rule } from '../../network/index.js'
import type { Packet } from './ask.js'
import { familyOf } from './map.js'

/** Which rule, and which route of its table, decide about a packet: the tables read as ip-rule(8) says. */
export interface Decision {
  rule: Rule | null
  /** Null: the rule itself refuses. */
  route: Route | null
  /** A `throw` route was met on the way to the answer. */
  thrown: Route | null
}

export function decide(space: NetworkNamespace, packet: Packet, iif: string | null): Decision {
  const family = familyOf(packet.destination)
  let thrown: Route | null = null
  const rules = space.rules.filter((rule) => rule.family === family).sort((a, b) => a.priority - b.priority)
  let from = 0
  for (const rule of rules) {
    if (rule.priority < from || !ruleMatches(rule, packet, iif)) continue
    const further = selector(rule, 'goto')
    if (further !== undefined) from = Number(further)
    if (further !== undefined || rule.selectors?.includes('nop') === true) continue
    if (rule.table === null) return { rule, route: null, thrown }
    const route = longest(space.routes, rule.table, packet.destination)
    if (route === undefined || prefixBits(route.destination) <= Number(selector(rule, 'suppress_prefixlen') ?? -1))
      continue
    if (route.type === 'throw') {
      thrown = route
      continue
    }
    return { rule, route, thrown }
  }
  return { rule: null, route: null, thrown }
}

/** The route of a table that is the most specific for an address, of those the one with the lowest metric. */
export function longest(routes: readonly Route[], table: string, destination: string): Route | undefined {
  return routes
    .filter((route) => route.table === table && route.family === familyOf(destination))
    .filter((route) => prefixHolds(route.destination, destination) && !route.flags.includes('dead'))
    .sort((a, b) => prefixBits(b.destination) - prefixBits(a.destination) || (a.metric ?? 0) - (b.metric ?? 0))[0]
}

/** Whether it is one of the rules that every namespace begins with. */
export function isUsualRule(rule: Rule): boolean {
  return (
    ['local', 'main', 'default'].includes(rule.table ?? '') &&
    rule.from === 'all' &&
    [rule.action, rule.to, rule.iif, rule.oif, rule.fwmark].every((selector) => selector === null) &&
    (rule.selectors ?? []).length === 0
  )
}

/** What a rule says after a word of ip-rule(8): `dport 80`. */
function selector({ selectors = [] }: Rule, word: string): string | undefined {
  return selectors.find((each) => each.startsWith(`${word} `))?.slice(word.length + 1)
}

/** `0x9`, `0x1/0xff`: the value, and which bits of a mark are compared with it. */
function isMarked(fwmark: string, mark: number): boolean {
  const [value, mask] = fwmark.split('/')
  return ((mark ^ Number(value)) & (mask === undefined ? -1 : Number(mask))) === 0
}

/** Between the two ends of a range, or the one number of it. */
function isInRange(rule: Rule, word: string, value: number | null | undefined): boolean {
  const only = selector(rule, word)
  const [low, high] = [selector(rule, `${word}_start`) ?? only, selector(rule, `${word}_end`) ?? only]
  return low === undefined || (value != null && Number(low) <= value && value <= Number(high))
}

function ruleMatches(rule: Rule, packet: Packet, iif: string | null): boolean {
  const { source, destination, protocol, port, sourcePort } = packet
  const selectors = rule.selectors ?? []
  const asked = selector(rule, 'ipproto')
  const matches =
    (rule.from === 'all' || (source !== null && prefixHolds(rule.from, source))) &&
    (rule.to === null || prefixHolds(rule.to, destination)) &&
    (rule.iif === null || rule.iif === (iif ?? 'lo')) &&
    rule.oif === null &&
    (rule.fwmark === null || isMarked(rule.fwmark, packet.mark ?? 0)) &&
    (asked === undefined || asked.replace(/^ipv6-/, '') === protocol) &&
    isInRange(rule, 'dport', port) &&
    isInRange(rule, 'sport', sourcePort) &&
    // Whoever sends here is root.
    isInRange(rule, 'uid', 0) &&
    // Nobody here sets these.
    !selectors.some((each) => /^(tos|dscp|tun_id|l3mdev)\b/.test(each))
  return selectors.includes('not') ? !matches : matches
}
