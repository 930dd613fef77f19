import type { Route, Rule } from '../state.js'
import { parseJsonList, type JsonRecord } from './json.js'

/**
 * Reads `ip -j -d -4|-6 route show table all`. A route with several next hops gives one entry each.
 * Source of the format: iproute2's ip/iproute.c, print_route.
 * @throws UnreadableOutputError
 */
export function parseRoutes(
  output: string,
  family: 'inet' | 'inet6',
  command = `ip -j -d ${family === 'inet' ? '-4' : '-6'} route show table all`,
): Route[] {
  return parseJsonList(command, output).flatMap((record) => {
    const hops = record.records('nexthops')
    const nexthop = record.number('nhid')
    return (hops.length === 0 ? [record] : hops).map((hop) => ({
      family,
      table: record.text('table') ?? 'main',
      type: record.text('type') ?? 'unicast',
      destination: record.requiredText('dst'),
      via: hop.text('gateway') ?? hop.record('via').text('host'),
      link: hop.text('dev'),
      source: record.text('prefsrc'),
      scope: record.text('scope'),
      protocol: record.text('protocol'),
      metric: record.number('metric'),
      flags: [...new Set([...record.words('flags'), ...hop.words('flags')])],
      ...(nexthop !== null && { nexthop }),
    }))
  })
}

/**
 * Reads `ip -j -d -4|-6 rule show`.
 * Source of the format: iproute2's ip/iprule.c, print_rule.
 * @throws UnreadableOutputError
 */
export function parseRules(
  output: string,
  family: 'inet' | 'inet6',
  command = `ip -j -d ${family === 'inet' ? '-4' : '-6'} rule show`,
): Rule[] {
  return parseJsonList(command, output).map((record) => {
    const selectors = otherSelectors(record)
    const mask = record.text('fwmask')
    const mark = record.text('fwmark')
    return {
      family,
      priority: record.requiredNumber('priority'),
      from: prefix(record, 'src') ?? 'all',
      to: prefix(record, 'dst'),
      table: record.text('table'),
      action: record.text('action'),
      iif: record.text('iif'),
      oif: record.text('oif'),
      fwmark: mark !== null && mask !== null ? `${mark}/${mask}` : mark,
      ...(selectors.length === 0 ? {} : { selectors }),
    }
  })
}

function prefix(record: JsonRecord, key: 'src' | 'dst'): string | null {
  const address = record.text(key)
  const length = record.number(`${key}len`)
  return address === null || length === null ? address : `${address}/${length}`
}

const knownRuleFields = new Set('priority src srclen dst dstlen table action iif oif fwmark fwmask protocol'.split(' '))

/** What else a rule asks for, in ip's own words: `not`, `dport 80`. A bare word's value is null. */
function otherSelectors(record: JsonRecord): string[] {
  return Object.keys(record.fields)
    .filter((key) => !knownRuleFields.has(key))
    .map((key) => [key, record.text(key)].filter((word) => word !== null).join(' '))
}
