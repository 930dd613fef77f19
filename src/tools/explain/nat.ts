import type { NamespaceSnapshot } from '../../network/index.js'
import type { Packet } from './ask.js'
import { iptablesTables, rulesMet, type Seen } from './iptables-rules.js'
import { statementsMet, type NftObject } from './nft-rules.js'

/** What a translation rule makes of a packet. */
export interface Translation {
  to: 'source' | 'destination'
  /** Null: the address of the link it leaves by (masquerade), or of that it comes in by (redirect). */
  address: string | null
  port: number | null
}

/** A rule, and what takes it away. */
export interface RuleMet {
  says: string
  undo: string
}

type Hook = 'prerouting' | 'output' | 'postrouting'
type Links = Pick<Seen, 'iif' | 'oif'>

/**
 * The first translation rule of a hook that a packet meets, by what the rules say of links, addresses and ports; what else
 * they ask for is taken to be so, and the probe will tell.
 */
export function translation(
  space: NamespaceSnapshot | undefined,
  hook: Hook,
  packet: Packet,
  links: Links,
): (Translation & { rule: RuleMet }) | null {
  const seen = { ...packet, ...links }
  const found = met(space, hook, seen, { table: 'nat', types: ['nat'] }, readRule, readStatements)
  return found === null ? null : { ...found.value, rule: found.rule }
}

/** The mark that rules of a hook give a packet, for the routing to see; null where they give none. */
export function markGiven(
  space: NamespaceSnapshot | undefined,
  hook: Hook,
  packet: Packet,
  links: Links,
): number | null {
  const seen = { ...packet, ...links }
  const types = ['filter', 'route']
  return met(space, hook, seen, { table: 'mangle', types }, readMark, readMarkStatements)?.value ?? null
}

/** Whether a rule keeps a packet from connection tracking: then nothing translates it. */
export function isUntracked(space: NamespaceSnapshot | undefined, hook: Hook, packet: Packet, links: Links): boolean {
  const [ofLine, ofStatements] = [
    (line: string) => / -j (?:NOTRACK|CT --notrack)/.test(line) || null,
    (statements: readonly NftObject[]) => statements.some((each) => 'notrack' in each) || null,
  ]
  return met(space, hook, { ...packet, ...links }, { table: 'raw', types: ['filter'] }, ofLine, ofStatements) !== null
}

/** What the first rule says that says something. */
function met<T>(
  space: NamespaceSnapshot | undefined,
  hook: Hook,
  packet: Seen,
  { table, types }: { table: string; types: readonly string[] },
  ofLine: (line: string) => T | null,
  ofStatements: (statements: readonly NftObject[]) => T | null,
): { value: T; rule: RuleMet } | null {
  if (space === undefined) return null
  const isV6 = packet.destination?.includes(':') === true
  for (const each of iptablesTables(isV6 ? space.ip6tables : space.iptables)) {
    if (each.name !== table) continue
    const program = `${isV6 ? 'ip6tables' : 'iptables'}${each.isNft ? '' : '-legacy'} -t ${table}`
    for (const line of rulesMet(each, hook.toUpperCase(), packet)) {
      const value = ofLine(line)
      const rule = { says: `table ${table}: the rule "${line}"`, undo: `${program} ${line.replace(/^-A /, '-D ')}` }
      if (value !== null) return { value, rule }
    }
  }
  for (const statements of statementsMet(space, hook, types, packet)) {
    const value = ofStatements(statements)
    if (value !== null) return { value, rule: ruleOf(space, statements) }
  }
  return null
}

function ruleOf({ nftables }: NamespaceSnapshot, statements: readonly NftObject[]): RuleMet {
  const rule = nftables
    .map((each) => each['rule'] as NftObject | undefined)
    .find((each) => each?.['expr'] === statements)
  const [family, table, chain, handle] = ['family', 'table', 'chain', 'handle'].map((key) => String(rule?.[key]))
  return {
    says: `table ${family} ${table}, chain ${chain}: the rule with the handle ${handle}`,
    undo: `nft delete rule ${family} ${table} ${chain} handle ${handle}`,
  }
}

function readRule(line: string): Translation | null {
  if (line.includes('-j MASQUERADE')) return { to: 'source', address: null, port: null }
  if (line.includes('-j REDIRECT')) {
    const port = /--to-ports (\d+)/.exec(line)?.[1]
    return { to: 'destination', address: null, port: port === undefined ? null : Number(port) }
  }
  const target = /--to-(source|destination) (\S+)/.exec(line)
  if (target === null) return null
  return { to: target[1] as Translation['to'], ...readTarget(target[2] ?? '') }
}

/** `10.0.0.2:80`, `10.0.0.2-10.0.0.9`, `[2001:db8::2]:80`, `2001:db8::2`: the first address, and the port. */
function readTarget(text: string): { address: string | null; port: number | null } {
  const isBareV6 = /^[^[]*:[^[]*:/.test(text)
  const [, inBrackets, bare, port] = isBareV6
    ? [null, undefined, text.split('-')[0]]
    : (/^(?:\[([^\]-]+)[^\]]*\]|([^:[-]+)[^:]*)(?::(\d+))?/.exec(text) ?? [])
  return { address: inBrackets ?? bare ?? null, port: port === undefined ? null : Number(port) }
}

function readStatements(statements: readonly NftObject[]): Translation | null {
  for (const statement of statements) {
    if ('masquerade' in statement) return { to: 'source', address: null, port: null }
    if ('redirect' in statement) {
      const port = (statement['redirect'] as { port?: unknown } | null)?.port
      return { to: 'destination', address: null, port: typeof port === 'number' ? port : null }
    }
    for (const [key, to] of [
      ['snat', 'source'],
      ['dnat', 'destination'],
    ] as const) {
      const target = statement[key] as { addr?: unknown; port?: unknown } | null | undefined
      if (target === undefined || target === null || typeof target.addr !== 'string') continue
      return {
        to,
        address: target.addr,
        port: typeof target.port === 'number' ? target.port : null,
      }
    }
  }
  return null
}

/** `-j MARK --set-xmark 0x9/0xffffffff` */
function readMark(line: string): number | null {
  const mark = /-j MARK --set-x?mark (\w+)/.exec(line)?.[1]
  return mark === undefined ? null : Number(mark)
}

function readMarkStatements(statements: readonly NftObject[]): number | null {
  for (const { mangle } of statements) {
    const { key, value } = (mangle ?? {}) as { key?: { meta?: { key?: string } }; value?: unknown }
    if (key?.meta?.key === 'mark' && typeof value === 'number') return value
  }
  return null
}
