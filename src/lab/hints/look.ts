import {
  findNamespace,
  namespaceWords,
  routeWords,
  type Link,
  type NetworkState,
  type Route,
} from '../../network/index.js'

/** Questions that hints ask of the network and of a command's text. */

/** Every link of that name, wherever it is. */
export function linksNamed(state: NetworkState, name: string): Link[] {
  return state.namespaces.flatMap(({ links }) => links.filter((link) => link.name === name))
}

export function linkIn(state: NetworkState, namespace: string, name: string): Link | undefined {
  return findNamespace(state, namespace)?.links.find((link) => link.name === name)
}

/** `a veth end`, `a bridge`, `a vxlan`. */
export function kindWords(link: Link): string {
  switch (link.kind) {
    case 'veth':
      return 'a veth end'
    case 'bridge':
      return 'a bridge'
    case 'loopback':
      return 'the loopback'
    case 'other':
      return `of type ${link.type}`
  }
}

/** Routes of the main table that people mean when they speak of routes. */
export function mainRoutes(state: NetworkState, namespace: string, family: 'inet' | 'inet6' = 'inet'): Route[] {
  const routes = findNamespace(state, namespace)?.routes ?? []
  return routes.filter(
    (route) => route.table === 'main' && route.family === family && !route.destination.startsWith('fe80'),
  )
}

/** `ns1's routes are: 10.0.0.0/24 dev veth1`. */
export function routesWords(state: NetworkState, namespace: string, family: 'inet' | 'inet6' = 'inet'): string {
  const routes = mainRoutes(state, namespace, family)
  if (routes.length === 0) return `${namespaceWords(namespace)} has no routes at all`
  return `the routes of ${namespaceWords(namespace)} are: ${routes.map(routeWords).join('; ')}`
}

/** The namespace in which a command's inner part works: `ip netns exec ns1 …`, `ip -n ns1 …`, `nsenter --net=…/ns1 …`. */
export function namespaceOfCommand(command: string, shellsNamespace: string): string {
  // Process 1 stands in the root namespace.
  if (/\bnsenter\s.*(?:-t\s*|--target[\s=])1\s.*(?:-n|--net)\s/.test(command)) return 'root'
  const found =
    /\bip\s+(?:-\S+\s+)*netns\s+exec\s+(\S+)/.exec(command) ??
    /\bip\s+(?:-(?!n\b|netns\b)\S+\s+)*(?:-n|-netns)[\s=](\S+)/.exec(command) ??
    /\bbridge\s+(?:-(?!n\b|netns\b)\S+\s+)*(?:-n|-netns)[\s=](\S+)/.exec(command) ??
    /\bnsenter\s.*--net=(?:\/var)?\/run\/netns\/(\S+)/.exec(command)
  return found?.[1] ?? shellsNamespace
}

/** The same command, in another namespace: `sudo ip link delete veth1` → `sudo ip -n ns1 link delete veth1`. */
export function commandInNamespace(command: string, namespace: string): string | null {
  const sudo = /^\s*sudo\s+/.test(command) ? 'sudo ' : ''
  const bare = command
    .trim()
    .replace(/^sudo\s+/, '')
    .replace(/^ip\s+netns\s+exec\s+\S+\s+/, '')
    .replace(/^(ip|bridge)\s+(?:-n|-netns)\s+\S+\s+/, '$1 ')
  if (/[;&|\n]/.test(bare)) return null
  if (namespace === 'root') return sudo + bare
  if (/^(?:ip|bridge)\s/.test(bare)) return sudo + bare.replace(/^(\S+)\s/, `$1 -n ${namespace} `)
  return `${sudo}ip netns exec ${namespace} ${bare}`
}

/**
 * The candidate that differs least in spelling, if it is near enough to be meant. Where only numbers differ (`ns3`, `ns1`)
 * it is another name, not a slip.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  let best: { candidate: string; distance: number } | undefined
  for (const candidate of candidates) {
    if (withoutNumbers(candidate) === withoutNumbers(word)) continue
    const distance = editDistance(word, candidate)
    if (distance > 0 && distance <= Math.max(1, Math.floor(word.length / 3)) && distance < (best?.distance ?? 99)) {
      best = { candidate, distance }
    }
  }
  return best?.candidate
}

function withoutNumbers(name: string): string {
  return name.replace(/\d+/g, '')
}

/** Insertions, deletions, replacements and swaps of neighbours. */
function editDistance(one: string, other: string): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, at) => at)]
  const cell = (row: number, column: number): number => rows[row]?.[column] ?? 0
  for (let i = 1; i <= one.length; i++) {
    const row = [i]
    rows.push(row)
    for (let j = 1; j <= other.length; j++) {
      const isSame = one[i - 1] === other[j - 1]
      let cost = Math.min(cell(i - 1, j) + 1, (row[j - 1] ?? 0) + 1, cell(i - 1, j - 1) + (isSame ? 0 : 1))
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        cost = Math.min(cost, cell(i - 2, j - 2) + 1)
      }
      row.push(cost)
    }
  }
  return cell(one.length, other.length)
}

/** Whether an IPv4 address is in a prefix like `10.0.0.0/24`; false for what is neither. */
export function isInPrefix(address: string, prefix: string): boolean {
  const [network = '', length = '32'] = prefix.split('/')
  const one = toNumber(address)
  const other = toNumber(network)
  if (one === undefined || other === undefined) return false
  const size = 2 ** (32 - Number(length))
  return Math.floor(one / size) === Math.floor(other / size)
}

/** `10.8.0.1/24` → `10.8.0.0/24`. */
export function networkOf(prefix: string): string | undefined {
  const [address = '', length = ''] = prefix.split('/')
  const number = toNumber(address)
  if (number === undefined || !/^\d+$/.test(length)) return undefined
  const size = 2 ** (32 - Number(length))
  const first = Math.floor(number / size) * size
  return `${[24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join('.')}/${length}`
}

function toNumber(address: string): number | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address)?.slice(1).map(Number)
  if (!parts || parts.some((part) => part > 255)) return undefined
  return parts.reduce((sum, part) => sum * 256 + part, 0)
}
