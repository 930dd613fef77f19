import { prefixHolds, type NamespaceSnapshot } from '../../network/index.js'
import type { Seen } from './iptables-rules.js'

/** An object of libnftables-json(5). */
export type NftObject = Record<string, unknown>

/**
 * The statements of those rules that a packet may meet in chains of a type at a hook, a list a rule, in their order: those of
 * chains that it is sent on to in their place. Conditions on links, addresses and ports are looked at; others are taken to hold.
 */
export function statementsMet(
  space: NamespaceSnapshot,
  hook: string,
  types: readonly string[],
  packet: Seen,
): NftObject[][] {
  const chains = space.nftables.flatMap(({ chain }) => (chain === undefined ? [] : [chain as NftObject]))
  return chains
    .filter((chain) => chain['hook'] === hook && types.includes(String(chain['type'])))
    .sort((one, other) => Number(one['prio'] ?? 0) - Number(other['prio'] ?? 0))
    .flatMap((chain) => inChain(space, chain['family'], chain['table'], chain['name'], packet, 0))
}

function inChain(
  space: NamespaceSnapshot,
  family: unknown,
  table: unknown,
  name: unknown,
  packet: Seen,
  depth: number,
): NftObject[][] {
  const other = packet.destination?.includes(':') === true ? 'ip' : 'ip6'
  if (family === other || depth > 16) return []
  return space.nftables.flatMap(({ rule: object }) => {
    const rule = object as NftObject | undefined
    if (rule === undefined || rule['family'] !== family || rule['table'] !== table || rule['chain'] !== name) return []
    const expressions = rule['expr'] as NftObject[]
    const matches = expressions.flatMap(({ match }) => (match === undefined ? [] : [match as NftMatch]))
    if (!matches.every((match) => fitsMatch(match, packet))) return []
    const on = expressions.map((each) => (each['jump'] ?? each['goto']) as { target?: unknown } | undefined)
    const next = on.find((each) => each !== undefined)?.target
    return next === undefined ? [expressions] : inChain(space, family, table, next, packet, depth + 1)
  })
}

interface NftMatch {
  op: string
  left: NftObject
  right: unknown
}

function fitsMatch({ op, left, right }: NftMatch, packet: Seen): boolean {
  const meta = (left['meta'] as NftObject | undefined)?.['key']
  const field = left['payload'] as { protocol?: string; field?: string } | undefined
  const isOneOf = (test: (value: unknown) => boolean): boolean => {
    const set = (right as { set?: unknown[] } | null)?.set
    return set === undefined ? test(right) : set.some(test)
  }
  const holdsIt = (address: string | null): boolean | undefined =>
    address === null || isNamedSet(right) ? undefined : isOneOf((value) => prefixHolds(prefixText(value), address))
  let fits: boolean | undefined
  if (meta === 'oifname' || meta === 'oif') fits = packet.oif === null ? undefined : isOneOf((v) => v === packet.oif)
  else if (meta === 'iifname' || meta === 'iif')
    fits = packet.iif === null ? undefined : isOneOf((v) => v === packet.iif)
  else if (field?.field === 'saddr') fits = holdsIt(packet.source)
  else if (field?.field === 'daddr') fits = holdsIt(packet.destination)
  else if (field?.field === 'dport')
    fits =
      !isNamedSet(right) &&
      (packet.protocol === null || field.protocol === packet.protocol) &&
      isOneOf((value) => isPort(value, packet.port))
  return fits === undefined || fits === (op !== '!=')
}

/** `@name`: its elements are not looked at. */
function isNamedSet(right: unknown): boolean {
  return typeof right === 'string' && right.startsWith('@')
}

function isPort(value: unknown, port: number | null): boolean {
  const [low, high] = (value as { range?: [number, number] } | null)?.range ?? [value, value]
  return port !== null && Number(low) <= port && port <= Number(high)
}

function prefixText(right: unknown): string {
  const prefix = (right as { prefix?: { addr: string; len: number } } | null)?.prefix
  return prefix === undefined ? String(right) : `${prefix.addr}/${prefix.len}`
}
