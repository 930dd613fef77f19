import { prefixHolds } from '../../network/index.js'
import type { Packet } from './ask.js'

/** A packet at a hook, as rules see it; what is null is not known, and whatever a rule asks of it is taken to be so. */
export interface Seen extends Omit<Packet, 'destination' | 'protocol'> {
  destination: string | null
  protocol: Packet['protocol'] | null
  iif: string | null
  oif: string | null
}

/** A table in the text of iptables-save. */
export interface IptablesTable {
  name: string
  /** Made by the program of that newer kind, which nftables lists too. */
  isNft: boolean
  /** What becomes of a packet that no rule decides about: `ACCEPT`, `DROP`; `-` of a chain that somebody made. */
  policies: Map<string, string>
  /** Lines `-A CHAIN …`, by chain. */
  rules: Map<string, string[]>
}

/** The tables in the text of iptables-save: iptables-save(8). */
export function iptablesTables(text: string): IptablesTable[] {
  return [...text.matchAll(/(?:^|\n)(?:(#.*)\n)?\*(\w+)\n([^]*?)\n?COMMIT/g)].map(
    ([, heading = '', name = '', body = '']) => {
      const policies = new Map(
        [...body.matchAll(/^:(\S+) (\S+)/gm)].map(([, chain = '', policy = '']) => [chain, policy]),
      )
      const rules = new Map<string, string[]>()
      for (const [line, chain = ''] of body.matchAll(/^-A (\S+).*$/gm)) {
        rules.set(chain, [...(rules.get(chain) ?? []), line])
      }
      return { name, isNft: heading.includes('(nf_tables)'), policies, rules }
    },
  )
}

/** The rules of a chain that a packet may meet, in their order: those of chains that it is sent on to in their place. */
export function rulesMet({ rules }: IptablesTable, chain: string, packet: Seen, depth = 0): string[] {
  if (depth > 16) return []
  return (rules.get(chain) ?? [])
    .filter((line) => fits(line, packet))
    .flatMap((line) => {
      const next = /-[jg] (\S+)/.exec(line)?.[1] ?? ''
      return rules.has(next) ? rulesMet({ rules } as IptablesTable, next, packet, depth + 1) : [line]
    })
}

/** By what a rule says of links, addresses, protocol and port; what else it asks for is taken to be so, and the probe will tell. */
function fits(line: string, packet: Seen): boolean {
  const says = (flag: string, known: unknown, test: (value: string) => boolean): boolean => {
    const found = new RegExp(`(! )?${flag} (\\S+)`).exec(line)
    return found === null || known === null || test(found[2] ?? '') === (found[1] === undefined)
  }
  const { source, destination, protocol, port, iif, oif } = packet
  return (
    says('-s', source, (prefix) => prefixHolds(prefix, source ?? '')) &&
    says('-d', destination, (prefix) => prefixHolds(prefix, destination ?? '')) &&
    says('-i', iif, (name) => isNamed(name, iif ?? '')) &&
    says('-o', oif, (name) => isNamed(name, oif ?? '')) &&
    says('-p', protocol, (name) => name.replace('ipv6-', '') === protocol) &&
    says('--dport', port, (value) => value === String(port))
  )
}

/** `veth+` is every link whose name begins so. */
function isNamed(pattern: string, name: string): boolean {
  return pattern.endsWith('+') ? name.startsWith(pattern.slice(0, -1)) : pattern === name
}
