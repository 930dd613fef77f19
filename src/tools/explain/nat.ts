import { prefixHolds, type NamespaceSnapshot } from '../../network/index.js'
import type { Packet } from './ask.js'

/** What a translation rule makes of a packet. */
export interface Translation {
  to: 'source' | 'destination'
  /** Null: the address of the link it leaves by (masquerade). */
  address: string | null
  port: number | null
}

/**
 * The first translation rule of a hook that a packet meets, by what the rules say of links, addresses and ports; what else
 * they ask for is taken to be so, and the probe will tell.
 */
export function translation(
  space: NamespaceSnapshot | undefined,
  hook: 'prerouting' | 'output' | 'postrouting',
  packet: Packet,
  links: { iif: string | null; oif: string | null },
): Translation | null {
  if (space === undefined) return null
  const seen = { ...packet, ...links }
  for (const line of rulesOf(packet.destination.includes(':') ? space.ip6tables : space.iptables, hook)) {
    const found = readRule(line, seen)
    if (found !== null) return found
  }
  const chains = space.nftables.flatMap((object) => {
    const chain = object['chain'] as NftObject | undefined
    return chain?.['hook'] === hook && chain['type'] === 'nat'
      ? [`${String(chain['table'])} ${String(chain['name'])}`]
      : []
  })
  for (const object of space.nftables) {
    const rule = object['rule'] as NftObject | undefined
    if (rule === undefined || !chains.includes(`${String(rule['table'])} ${String(rule['chain'])}`)) continue
    const found = readExpressions(rule['expr'] as NftObject[], seen)
    if (found !== null) return found
  }
  return null
}

type NftObject = Record<string, unknown>
type Seen = Packet & { iif: string | null; oif: string | null }

/** Lines `-A POSTROUTING …` of the table nat. */
function rulesOf(text: string, hook: string): string[] {
  const [, nat = ''] = /(?:^|\n)\*nat\n([^]*?)\nCOMMIT/.exec(text) ?? []
  return nat.split('\n').filter((line) => line.startsWith(`-A ${hook.toUpperCase()} `))
}

function readRule(line: string, packet: Seen): Translation | null {
  const value = (flag: string) => new RegExp(`(! )?${flag} (\\S+)`).exec(line)
  const fits = (flag: string, test: (value: string) => boolean) => {
    const found = value(flag)
    return found === null || test(found[2] ?? '') === (found[1] === undefined)
  }
  const matches =
    fits('-s', (prefix) => packet.source !== null && prefixHolds(prefix, packet.source)) &&
    fits('-d', (prefix) => prefixHolds(prefix, packet.destination)) &&
    fits('-i', (name) => name === packet.iif) &&
    fits('-o', (name) => name === packet.oif) &&
    fits('-p', (name) => name.replace('ipv6-', '') === packet.protocol.replace('icmpv6', 'icmp')) &&
    fits('--dport', (port) => port === String(packet.port))
  if (!matches) return null
  if (line.includes('-j MASQUERADE')) return { to: 'source', address: null, port: null }
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

function readExpressions(expressions: readonly NftObject[], packet: Seen): Translation | null {
  for (const expression of expressions) {
    const match = expression['match'] as { op: string; left: NftObject; right: unknown } | undefined
    if (match !== undefined && !fitsMatch(match, packet)) return null
    if ('masquerade' in expression) return { to: 'source', address: null, port: null }
    for (const [key, to] of [
      ['snat', 'source'],
      ['dnat', 'destination'],
    ] as const) {
      const target = expression[key] as { addr?: unknown; port?: unknown } | null | undefined
      if (target === undefined || target === null) continue
      return {
        to,
        address: typeof target.addr === 'string' ? target.addr : null,
        port: typeof target.port === 'number' ? target.port : null,
      }
    }
  }
  return null
}

function fitsMatch({ op, left, right }: { op: string; left: NftObject; right: unknown }, packet: Seen): boolean {
  const meta = (left['meta'] as NftObject | undefined)?.['key']
  const field = left['payload'] as { protocol?: string; field?: string } | undefined
  const holdsIt = (address: string | null) => address !== null && prefixHolds(prefixText(right), address)
  let fits: boolean | undefined
  if (meta === 'oifname' || meta === 'oif') fits = right === packet.oif
  else if (meta === 'iifname' || meta === 'iif') fits = right === packet.iif
  else if (field?.field === 'saddr') fits = holdsIt(packet.source)
  else if (field?.field === 'daddr') fits = holdsIt(packet.destination)
  else if (field?.field === 'dport') fits = field.protocol === packet.protocol && right === packet.port
  return fits === undefined || fits === (op !== '!=')
}

function prefixText(right: unknown): string {
  const prefix = (right as { prefix?: { addr: string; len: number } } | null)?.prefix
  return prefix === undefined ? String(right) : `${prefix.addr}/${prefix.len}`
}
