import { isIP } from 'node:net'
import { networkOf, prefixBits } from '../prefix.js'
import type { Rule } from '../state.js'
import type { NewRule } from './operation.js'

/** A rule that somebody made, and that a topology can say: the kernel's own three lead to local, main and default. */
export function isOwnRule({ priority, table, action, selectors }: Rule): boolean {
  return ![0, 32766, 32767].includes(priority) && table !== null && action === null && selectors === undefined
}

export function newRule({ family, priority, from, to, iif, oif, fwmark, table }: Rule): NewRule {
  return {
    ...(family === 'inet6' && { family }),
    priority,
    ...(from !== 'all' && { from }),
    ...(to !== null && { to }),
    ...(iif !== null && { iif }),
    ...(oif !== null && { oif }),
    ...(fwmark !== null && { fwmark }),
    table: table ?? 'main',
  }
}

export function isSameRule(one: NewRule, other: NewRule): boolean {
  return ruleKey(one) === ruleKey(other)
}

function ruleKey(rule: NewRule): string {
  const { priority, from, to, iif = '', oif = '', fwmark = '', table } = rule
  return [familyOf(rule), priority, prefixKey(from), prefixKey(to), iif, oif, markKey(fwmark), table].join(' ')
}

/** Prefixes are written in several ways: `fd00:0::/64` is `fd00::/64`, one machine's with its length or without. */
function prefixKey(prefix: string | undefined): string {
  if (prefix === undefined || prefix === 'all') return 'all'
  const [address = ''] = prefix.split('/')
  return isIP(address) === 0 ? prefix : networkOf(address, prefixBits(prefix))
}

/** The kernel's are hexadecimal, its usual mask is that of all bits. */
function markKey(fwmark: string): string {
  const [mark = '', mask = '0xffffffff'] = fwmark.split('/')
  return mark === '' ? '' : `${Number(mark)}/${Number(mask)}`
}

export function familyOf({ family, from, to }: NewRule): 'inet' | 'inet6' {
  return family ?? (`${from ?? ''}${to ?? ''}`.includes(':') ? 'inet6' : 'inet')
}
