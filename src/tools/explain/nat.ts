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
): Translation | null {
  return met(space, hook, { ...packet, ...links }, { table: 'nat', types: ['nat'] }, readRule, readStatements)
}

/** The mark that rules of a hook give a packet, for the routing to see; null where they give none. */
export function markGiven(
  space: NamespaceSnapshot | undefined,
  hook: Hook,
  packet: Packet,
  links: Links,
): number | null {
  const seen = { ...packet, ...links }
  return met(space, hook, seen, { table: 'mangle', types: ['filter', 'route'] }, readMark, readMarkStatements)
}

/** What the first rule says that says something. */
function met<T>(
  space: NamespaceSnapshot | undefined,
  hook: Hook,
  packet: Seen,
  { table, types }: { table: string; types: readonly string[] },
  ofLine: (line: string) => T | null,
  ofStatements: (statements: readonly NftObject[]) => T | null,
): T | null {
  if (space === undefined) return null
  const text = packet.destination?.includes(':') === true ? space.ip6tables : space.iptables
  const lines = iptablesTables(text)
    .filter(({ name }) => name === table)
    .flatMap((each) => rulesMet(each, hook.toUpperCase(), packet))
  return first(lines, ofLine) ?? first(statementsMet(space, hook, types, packet), ofStatements)
}

function first<From, To>(list: readonly From[], read: (each: From) => To | null): To | null {
  for (const each of list) {
    const found = read(each)
    if (found !== null) return found
  }
  return null
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
