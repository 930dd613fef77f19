import type { Packet } from './ask.js'
import type { Drop, Found } from './filter.js'
import { iptablesTables, rulesMet, type IptablesTable, type Seen } from './iptables-rules.js'
import { commandIn, type NetworkMap } from './map.js'

/** iptables-legacy is traced by nobody: the first rule that drops of those the packet meets, else the chain's policy. */
export function legacyRule(map: NetworkMap, { namespace, hook, layer, sight }: Drop, asked: Packet): Found | null {
  const more = map.more(namespace)
  if (layer !== '' || more === undefined) return null
  const isV6 = sight !== 'tunnel' && asked.destination.includes(':')
  const [text, program] = isV6 ? [more.ip6tables, 'ip6tables'] : [more.iptables, 'iptables']
  const links = { iif: null, oif: null }
  const { source, destination, protocol, port } = asked
  const packet: Seen =
    sight === 'reply'
      ? { source: destination, destination: source, protocol, port: null, ...links }
      : sight === 'request'
        ? { ...asked, ...links }
        : { source: null, destination: null, protocol: 'udp', port: null, ...links }
  // Addresses may be others by now; then what they are matters less.
  const vague = { ...packet, source: null, destination: null, port: sight === 'request' ? port : null }
  for (const table of [packet, vague].flatMap((seen) => iptablesTables(text).map((each) => ({ ...each, seen })))) {
    const found = dropIn(table, hook.toUpperCase(), table.seen)
    if (found === null) continue
    const command = `${program}${table.isNft ? '' : '-legacy'}${table.name === 'filter' ? '' : ` -t ${table.name}`}`
    return {
      says: `table ${table.name}, chain ${found.chain} (${program}${table.isNft ? '' : '-legacy'}): ${found.says}`,
      remedies: [{ command: commandIn(namespace, `${command} ${found.undo}`), why: found.why }],
    }
  }
  return null
}

function dropIn(
  table: IptablesTable,
  chain: string,
  packet: Seen,
): { chain: string; says: string; undo: string; why: string } | null {
  const line = rulesMet(table, chain, packet).find((each) => /-j (DROP|REJECT)/.test(each))
  if (line !== undefined) {
    const own = /^-A (\S+)/.exec(line)?.[1] ?? chain
    return {
      ...{ chain: own, says: `the rule "${line}" drops`, undo: line.replace(/^-A /, '-D ') },
      why: `undoes the rule "${line}"`,
    }
  }
  if (table.policies.get(chain) !== 'DROP') return null
  return {
    ...{ chain, says: 'its policy is DROP', undo: `-P ${chain} ACCEPT` },
    why: `undoes that ${chain} drops what no rule accepts`,
  }
}
