import type { RouteLine } from '../snapshot.js'

/** Words that ip prints and does not take: what the kernel found, or counts. */
const told = /\s(?:dead|linkdown|offload|trap|unresolved|scope \S+|proto unspec|unbalanced_time \S+)(?=\s|$)/g

/**
 * Reads nexthop objects among lines of `ip -o -d -batch`, as `ip nexthop add` takes them: `id 5 via 10.0.0.9 dev eth0`.
 * @param six the lines of those of IPv6, which ip does not tell from the others
 * Source of the format: iproute2's ip/ipnexthop.c, print_nexthop.
 */
export function parseNexthops(lines: readonly string[], six: readonly string[]): RouteLine[] {
  const idsOfSix = new Set(six.map(idOf))
  return lines.filter(isNexthop).map((line) => ({
    family: idsOfSix.has(idOf(line)) ? 'inet6' : 'inet',
    words: line.replaceAll(/\s+/g, ' ').replace(told, '').trim(),
  }))
}

export function isNexthop(line: string): boolean {
  return /^id \d+ /.test(line)
}

const idOf = (line: string): string | undefined => /^id (\d+)/.exec(line)?.[1]
