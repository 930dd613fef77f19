import { iptablesTables } from './iptables-rules.js'
import type { Fault } from './fault.js'
import { commandIn, type NetworkMap } from './map.js'
import type { NftObject } from './nft-rules.js'

/** Rules of a namespace's firewall that change the time to live of packets, each with what takes it away. */
function ttlRules(map: NetworkMap, namespace: string): { says: string; undo: string }[] {
  const more = map.more(namespace)
  if (more === undefined) return []
  const byIptables = [
    ['iptables', more.iptables],
    ['ip6tables', more.ip6tables],
  ].flatMap(([program = '', text = '']) =>
    iptablesTables(text).flatMap(({ name, isNft, rules }) =>
      [...rules.values()]
        .flat()
        .filter((line) => /-j (?:TTL|HL) /.test(line))
        .map((line) => ({
          says: line,
          undo: `${program}${isNft ? '' : '-legacy'} -t ${name} ${line.replace(/^-A /, '-D ')}`,
        })),
    ),
  )
  const byNft = more.nftables.flatMap(({ rule }) => {
    const { family, table, chain, handle, expr = [] } = (rule ?? {}) as NftObject & { expr?: NftObject[] }
    const field = expr
      .map(({ mangle }) => (mangle as { key?: { payload?: { field?: string } } } | undefined)?.key?.payload?.field)
      .find((each) => each === 'ttl' || each === 'hoplimit')
    if (field === undefined) return []
    const place = [family, table, chain].map(String).join(' ')
    return [{ says: `${field} set, in ${place}`, undo: `nft delete rule ${place} handle ${String(handle)}` }]
  })
  return [...byIptables, ...byNft].map(({ says, undo }) => ({ says, undo: commandIn(namespace, undo) }))
}

/** A router says that the time to live is over, and no default explains it: rules that change it on the way do. */
export function ttlRewritten(map: NetworkMap, passed: readonly string[], namespace: string): Fault {
  const rules = passed.flatMap((each) => ttlRules(map, each).map((rule) => ({ ...rule, namespace: each })))
  return {
    cause: 'ttl-exceeded',
    at: { node: 'host', namespace },
    evidence: [
      `the time to live of the packet is used up in ${namespace}`,
      ...rules.map((rule) => `a rule of ${rule.namespace} changes it: ${rule.says}`),
    ],
    remedies: rules.map(({ says, undo }) => ({ command: undo, why: `undoes the rule "${says}"` })),
  }
}
