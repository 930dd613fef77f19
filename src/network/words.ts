import type { Rule, Route } from './state.js'

/** A namespace as a sentence names it: `the root namespace`, `ns1`; of another node `node1` (its root), `node1/ns1`. */
export function namespaceWords(name: string): string {
  return name === 'root' ? 'the root namespace' : name.replace(/\/root$/, '')
}

const names = new Intl.Collator('en', { numeric: true })

/** The order that people expect of names: `ns2` before `ns10`. */
export function compareNames(one: string, other: string): number {
  return names.compare(one, other) || (one < other ? -1 : Number(one > other))
}

/** `a`, `a and b`, `a, b and c`. */
export function listWords(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

/** `1 bridge`, `2 bridges`. */
export function countWords(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** A route in ip's own words: `default via 192.168.1.1 dev veth1`, `blackhole 10.9.0.0/16`. */
export function routeWords(route: Route): string {
  // IPv6 gives each route a metric; only another one than its default says something.
  const metric = route.family === 'inet6' && (route.metric === 1024 || route.metric === 256) ? null : route.metric
  return [
    route.type === 'unicast' ? '' : route.type,
    route.destination,
    named(route.family === 'inet' && route.via?.includes(':') === true ? 'via inet6' : 'via', route.via),
    named('dev', route.link),
    named('src', route.source),
    named('metric', metric),
  ]
    .filter((word) => word !== '')
    .join(' ')
}

/** A rule in ip's own words: `100: from 10.1.0.0/16 iif veth1 lookup 100`. */
export function ruleWords(rule: Rule): string {
  const negated = rule.selectors?.includes('not') ?? false
  return [
    `${rule.priority}:${negated ? ' not' : ''} from ${rule.from}`,
    named('to', rule.to),
    named('fwmark', rule.fwmark),
    named('iif', rule.iif),
    named('oif', rule.oif),
    ...(rule.selectors ?? []).filter((selector) => selector !== 'not'),
    named('lookup', rule.table),
    rule.action ?? '',
  ]
    .filter((word) => word !== '')
    .join(' ')
}

function named(name: string, value: string | number | null): string {
  return value === null ? '' : `${name} ${value}`
}
