import { isIP } from 'node:net'
import { nearest } from './nearest.js'
import { overOf, placeKey, spaceOf } from './places.js'
import type { TopologyProblem } from './topology-error.js'
import type { WantedLink, WantedNetwork } from './wanted.js'

/** The least MTU that IPv6 works over: RFC 8200, 5. */
const IPV6_MTU = 1280

/** What is wrong with what a link is to be made with. */
export function checkKind(link: WantedLink, network: WantedNetwork): TopologyProblem[] {
  return [...checkOver(link, network), ...checkVxlan(link), ...checkMtu(link)]
}

function checkOver(link: WantedLink, { spaces }: WantedNetwork): TopologyProblem[] {
  const over = overOf(link)
  if (over === undefined) return []
  const full = spaceOf(over)
  const space = spaces.get(full)
  if (space?.links.has(over.link) === true) return []
  const problem = (what: string, remedy: string): TopologyProblem[] => [{ place: link.place, problem: what, remedy }]
  if (space === undefined) return problem(`there is no namespace ${full}`, `Add it: namespaces: { '${full}': {} }.`)
  const meant = nearest(over.link, [...space.links.keys()])
  if (meant !== undefined) return problem(`there is no link ${placeKey(over)} to lie over`, `Did you mean ${meant}?`)
  const has = [...space.links.keys()].filter((name) => name !== 'lo' && name !== link.at.link)
  const remedy = `over names a link beside it, or elsewhere: 'root.eth0'.`
  return problem(
    `there is no link ${placeKey(over)} to lie over`,
    has.length === 0 ? remedy : `There ${has.length === 1 ? 'is' : 'are'} ${has.join(', ')}. ${remedy}`,
  )
}

function checkVxlan({ place, kind }: WantedLink): TopologyProblem[] {
  if (kind.type !== 'vxlan') return []
  const problems: TopologyProblem[] = []
  const refuse = (key: string, problem: string, remedy: string): void =>
    void problems.push({ place: `${place}.kind.${key}`, problem, remedy })
  for (const key of ['local', 'remote', 'group'] as const) {
    const address = kind[key]
    if (address === undefined) continue
    if (isIP(address) === 0)
      refuse(key, `${JSON.stringify(address)} is no address`, 'Write it without a prefix length.')
    else if (key === 'group' && !isGroup(address)) {
      refuse(key, `${address} is no multicast address`, `A single machine is told as remote: '${address}'.`)
    } else if (key !== 'group' && isGroup(address))
      refuse(key, `${address} is a multicast address`, `Write group: '${address}'.`)
  }
  const { local, remote, group, over } = kind
  if (remote !== undefined && group !== undefined)
    refuse('group', 'remote and group exclude each other', 'Keep one of them.')
  if (group !== undefined && isGroup(group) && over === undefined) {
    refuse('over', 'a group is reached through a link', "Name it: over: 'eth0'.")
  }
  const far = remote ?? group
  if (local !== undefined && far !== undefined && isIP(local) * isIP(far) === 24) {
    refuse('local', `${local} and ${far} are of two families`, 'Both are IPv4, or both IPv6.')
  }
  return problems
}

function checkMtu({ place, mtu, addresses, kind }: WantedLink): TopologyProblem[] {
  if (mtu === undefined || mtu >= IPV6_MTU || kind.type === 'loopback') return []
  const six = addresses.find(({ text }) => text.includes(':'))
  if (six === undefined) return []
  const remedy = `IPv6 needs ${IPV6_MTU} or more.`
  return [{ place, problem: `its MTU of ${mtu} leaves no room for the IPv6 address ${six.text}`, remedy }]
}

/** Multicast: 224.0.0.0/4, ff00::/8. */
export function isGroup(address: string): boolean {
  return isIP(address) === 6 ? /^ff/i.test(address) : /^2(?:2[4-9]|3\d)\./.test(address)
}
