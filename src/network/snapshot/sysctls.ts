import type { NamespaceSnapshot } from '../snapshot.js'

/** What the kernel makes of a link, or counts, by itself. */
const ownWays = /^ipv4\/tcp_(?:available_|ehash_|child_ehash_|fastopen_key)|^ipv6\/conf\/[^/]+\/(?:mtu|stable_secret)$/

/** Switches of all links at once: writing `…/all/…` writes each link's, and those of links to come. */
const general: Readonly<Record<string, string>> = {
  'ipv4/conf/all/forwarding': 'ipv4',
  'ipv6/conf/all/forwarding': 'ipv6',
  'ipv6/conf/all/disable_ipv6': 'ipv6',
}

type Sysctls = Readonly<Record<string, string>>

/**
 * What to write, in this order, to make settings into wanted ones. `born` are those of links that are new: they have what
 * their namespace had as `default` when they came.
 */
export function planSysctls(
  now: Sysctls,
  wanted: Pick<NamespaceSnapshot, 'sysctls'>,
  isNew: (link: string) => boolean,
): [path: string, value: string][] {
  const there = new Map(Object.entries(now))
  for (const path of Object.keys(wanted.sysctls)) {
    const [, family = '', link = '', name = ''] = /^(ipv[46]\/(?:conf|neigh))\/([^/]+)\/(.+)$/.exec(path) ?? []
    // Of neighbours only the machine's first namespace has a default: where there is none, lo is as links are born.
    if (!isScope(link) && isNew(link))
      there.set(path, now[`${family}/default/${name}`] ?? now[`${family}/lo/${name}`] ?? '')
  }
  const writes: [string, string][] = []
  for (const [path, value] of Object.entries(wanted.sysctls).sort(([one], [other]) => rank(one) - rank(other))) {
    if (ownWays.test(path) || there.get(path) === value || path === 'ipv4/ip_forward') continue
    writes.push([path, value])
    const family = general[path]
    if (family === undefined) continue
    const name = path.slice(path.lastIndexOf('/'))
    for (const each of there.keys()) {
      if (each.startsWith(`${family}/conf/`) && each.endsWith(name)) there.set(each, value)
    }
  }
  return writes
}

function isScope(link: string): boolean {
  return ['', 'all', 'default'].includes(link)
}

/** What is set for all comes before what is set for one. */
function rank(path: string): number {
  return path.includes('/conf/all/') ? 0 : /\/(?:conf|neigh)\/default\//.test(path) ? 1 : 2
}
